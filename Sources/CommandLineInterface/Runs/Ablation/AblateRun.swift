import Foundation
import Methods
import Reports
import Runs
import TensorCore
import Training

/// What `semisup ablate` does.
enum AblateRun {
  static func body(
    _ arguments: ParsedArguments, console: Console, _ catalog: PartCatalog
  ) throws {
    let metrics = try metrics(arguments)
    let grid = try AblationGrid(arguments, catalog)
    let command = command(arguments)
    func table(_ results: [String: RunSummary]) throws -> AblationTable {
      try AblationTable(
        title: arguments[AblateCommand.title], grid: grid, metrics: metrics,
        baseline: arguments[AblateCommand.baseline],
        contrasts: arguments[AblateCommand.contrasts], results: results)
    }
    // A mistake in what is compared is told before any run is made.
    _ = try table([:])
    let row = arguments[AblateCommand.row]
    if let row, !grid.rows.indices.contains(row) {
      throw ValidationError("there is no row \(row): the grid has \(grid.rows.count) rows from 0")
    }
    let ways = [
      row != nil, arguments[AblateCommand.listRows], arguments[AblateCommand.tablesOnly],
      arguments[AblateCommand.jobs] != nil,
    ]
    guard ways.count(where: { $0 }) <= 1 else {
      throw ValidationError(
        "'--row', '--list-rows', '--tables-only' and '--jobs' exclude each other")
    }
    let store = AblationStore(arguments[AblateCommand.output])
    if arguments[AblateCommand.listRows] {
      return try list(grid, store: store, isJSON: arguments[RuntimeOptions.json], console: console)
    }
    try store.create()
    if !arguments[AblateCommand.tablesOnly] {
      let results = try store.results()
      let missing = grid.rows.filter {
        results[$0.hash] == nil && (row == nil || row == $0.number)
      }
      try console.stopSignals.whileNoting {
        do {
          try make(missing, in: store, arguments: arguments, console: console) {
            _ = try store.writeTables(command: command, table)
          }
        } catch let stop as StoppedRun {
          if !arguments[RuntimeOptions.quiet] {
            console.note("Stopped. To go on: the same command, or " + command)
          }
          throw ExitCode.signal(stop.signal)
        }
      }
    }
    let final = try store.writeTables(command: command, table)
    if arguments[RuntimeOptions.json] {
      console.print(String(decoding: try final.json(isPretty: false), as: UTF8.self))
    } else {
      console.write(final.cellTable.text(), .output)
      if let parts = final.contributionTable { console.write("\n" + parts.text(), .output) }
      console.write("\n" + wrapped(final.noteText, width: console.width) + "\n", .output)
    }
  }

  private static func metrics(_ arguments: ParsedArguments) throws -> [AblationMetric] {
    try arguments[AblateCommand.metrics].map { name in
      if let metric = AblationMetric(rawValue: name) { return metric }
      let names = AblationMetric.allCases.map(\.rawValue)
      let hint = suggestion(for: name, among: names).map { ". Did you mean '\($0)'?" } ?? ""
      throw ValidationError("there is no metric '\(name)'\(hint)")
    }
  }

  /// Makes runs, in this process or in others.
  private static func make(
    _ rows: [AblationGrid.Row], in store: AblationStore, arguments: ParsedArguments,
    console: Console, finished: () throws -> Void
  ) throws {
    if let jobs = arguments[AblateCommand.jobs] {
      return try AblationProcesses(arguments: arguments, jobs: jobs, console: console)
        .run(rows, finished: finished)
    }
    if let threads = arguments[RuntimeOptions.threads] { Parallel.threadCount = threads }
    if let root = arguments[AblateCommand.dataRoot],
      !FileManager.default.changeCurrentDirectoryPath(root)
    {
      throw ValidationError("the data root '\(root)' is no folder")
    }
    var failed: [Int] = []
    for (count, row) in rows.enumerated() {
      let title = "\(count + 1)/\(rows.count) \(row.name)"
      do {
        try make(row, in: store, title: title, arguments: arguments, console: console)
      } catch let error where !(error is StoppedRun) && arguments[AblateCommand.row] == nil {
        // One run that cannot be must not cost a night of others.
        console.note("row \(row.number), \(row.name): failed: \(error)")
        failed.append(row.number)
      }
      try finished()
      if let signal = console.stopSignals.received() { throw StoppedRun(step: 0, signal: signal) }
    }
    if !failed.isEmpty { throw StoreError(rowsThatFailed: failed) }
  }

  /// Makes a run, or goes on with it, and keeps its result.
  ///
  /// Does nothing if another process makes it, or has just finished it.
  private static func make(
    _ row: AblationGrid.Row, in store: AblationStore, title: String, arguments: ParsedArguments,
    console: Console
  ) throws {
    guard let lock = try store.lock(row.hash) else {
      console.note("row \(row.number) is under way in another process")
      return
    }
    try withExtendedLifetime(lock) {
      guard try store.results()[row.hash] == nil else { return }
      let url = store.folder(of: row.hash)
      let trainer = try row.configuration.makeTrainer()
      let folder = try folder(at: url, row: row, trainer: trainer)
      let result = try TrainingMonitor(
        console: console, title: title, isQuiet: arguments[RuntimeOptions.quiet], folder: folder,
        configuration: row.configuration
      ).run(trainer)
      let summary = try RunSummary(
        result, configuration: row.configuration, data: trainer.data)
      try folder.write(summary)
      try store.keep(summary, hash: row.hash)
      if !arguments[AblateCommand.keepRuns] { try? FileManager.default.removeItem(at: url) }
    }
  }

  /// The folder of a run: the one that an interrupted process has left, with the trainer put where
  /// its last whole checkpoint was taken, or a new one.
  private static func folder(
    at url: URL, row: AblationGrid.Row, trainer: Trainer
  ) throws -> RunFolder {
    if let old = try? RunFolder(opening: url.path, forWriting: true),
      try old.configuration().hash() == row.hash,
      let found = old.checkpoints.search().found
    {
      try trainer.restore(from: found.checkpoint)
      return old
    }
    try? FileManager.default.removeItem(at: url)
    return try RunFolder(creating: url.path, configuration: row.configuration, trainer: trainer)
  }

  private static func list(
    _ grid: AblationGrid, store: AblationStore, isJSON: Bool, console: Console
  ) throws {
    struct Entry: Encodable {
      let row: Int
      let state: String
      let values: [String]
      let replicate: String
      let configurationHash: String
    }
    let results = try store.results()
    let entries = grid.rows.map { row in
      let isStarted = FileManager.default.fileExists(atPath: store.folder(of: row.hash).path)
      return Entry(
        row: row.number,
        state: results[row.hash] != nil ? "finished" : isStarted ? "started" : "missing",
        values: row.values, replicate: row.replicate, configurationHash: row.hash)
    }
    if isJSON {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      console.print(String(decoding: try encoder.encode(entries), as: UTF8.self))
      return
    }
    console.write(
      TextTable(
        [.init("row", .right), .init("state", .left)] + grid.axes.map { .init($0.name, .left) }
          + [.init("replicate", .left), .init("configuration", .left)],
        rows: entries.map { entry in
          ["\(entry.row)", entry.state] + entry.values
            + [entry.replicate, String(entry.configurationHash.prefix(12))]
        }
      ).text(), .output)
  }

  /// The command that prints the tables: what was said on the command line, without how to work.
  private static func command(_ arguments: ParsedArguments) -> String {
    let words = AblateRun.arguments(
      arguments, except: ["jobs", "row", "tables-only", "keep-runs", "threads", "json", "quiet"])
    return ShellText.line(["semisup", "ablate"] + words)
  }

  /// What was said on the command line, option by option.
  static func arguments(_ arguments: ParsedArguments, except names: Set<String>) -> [String] {
    var words: [String] = []
    func add(_ option: any ParameterDeclaration, _ values: [String]) {
      guard arguments.source(of: option) == .commandLine,
        !names.contains(option.parameter.name)
      else { return }
      for value in values { words += ["--" + option.parameter.name + "=" + value] }
    }
    add(AblateCommand.grid, arguments[AblateCommand.grid].map { [$0] } ?? [])
    add(AblateCommand.title, [arguments[AblateCommand.title]])
    add(AblateCommand.variants, arguments[AblateCommand.variants])
    for option in [
      AblateCommand.methods, AblateCommand.thresholds, AblateCommand.losses,
      AblateCommand.attention, AblateCommand.seeds, AblateCommand.splits, AblateCommand.baseline,
      AblateCommand.metrics,
    ] {
      let values = arguments[option]
      add(option, values.isEmpty ? [] : [values.joined(separator: ",")])
    }
    add(AblateCommand.contrasts, arguments[AblateCommand.contrasts])
    func addFlag(_ flag: Flag) {
      if arguments[flag], arguments.source(of: flag) == .commandLine,
        !names.contains(flag.parameter.name)
      {
        words.append("--" + flag.parameter.name)
      }
    }
    addFlag(AblateCommand.paired)
    for option in AblateCommand.trainGroups(.standard).flatMap(\.options) {
      if option.parameter.takesValue {
        add(option, arguments[option])
      } else if arguments.source(of: option) == .commandLine, arguments[option].last == "true" {
        words.append("--" + option.parameter.name)
      }
    }
    add(AblateCommand.dataRoot, arguments[AblateCommand.dataRoot].map { [$0] } ?? [])
    add(AblateCommand.output, [arguments[AblateCommand.output]])
    addFlag(AblateCommand.keepRuns)
    return words
  }
}
