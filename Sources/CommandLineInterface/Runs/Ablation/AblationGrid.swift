import Datasets
import Methods
import Parts
import Runs
import TensorCore

/// The runs of a study: every combination of the values of its axes, each with every replicate.
struct AblationGrid {
  /// One of the values of an axis, and the options of `train` that it stands for.
  struct Choice {
    let label: String
    let options: [(name: String, text: String)]
  }

  /// A dimension of the grid.
  struct Axis {
    let name: String
    let choices: [Choice]
    /// Whether the values say what is learned from, which tables never average over.
    var isOfData: Bool { AblateCommand.dataOptions.contains(name) }
  }

  /// A run of the grid.
  struct Row {
    let number: Int
    /// The values of the axes.
    let values: [String]
    /// Seed, and split if there are any: what pairs runs of different cells.
    let replicate: String
    /// The options of `train`.
    let options: [(name: String, text: String)]
    let configuration: RunConfiguration
    let hash: String

    /// What tells the run from the others of the grid.
    var name: String { (values + [replicate]).joined(separator: " ") }
  }

  /// The axes with more than one value.
  let axes: [Axis]
  /// The values that all runs share.
  let common: [(name: String, value: String)]
  /// The names of the replicates.
  let replicates: [String]
  /// All runs: cell by cell within each replicate, so that tables fill evenly.
  let rows: [Row]

  /// Expands a command line.
  ///
  /// - Parameters:
  ///   - arguments: The command line.
  ///   - catalog: Where names are looked up.
  /// - Throws: A ``ValidationError`` for a grid that cannot be, or an error of a run's options.
  init(_ arguments: ParsedArguments, _ catalog: PartCatalog) throws {
    let all = try AblationGrid.axes(arguments, catalog)
    axes = all.filter { $0.choices.count > 1 }
    common = all.filter { $0.choices.count == 1 }.map { ($0.name, $0.choices[0].label) }
    let replicates = try AblationGrid.replicates(arguments)
    self.replicates = replicates.map(\.label)
    var cells: [(values: [String], options: [(name: String, text: String)])] = [([], [])]
    for axis in all {
      cells = cells.flatMap { cell in
        axis.choices.map { choice in
          (
            cell.values + (axis.choices.count > 1 ? [choice.label] : []),
            cell.options + choice.options
          )
        }
      }
    }
    var rows: [Row] = []
    var seen: [String: Int] = [:]
    for replicate in replicates {
      for cell in cells {
        let options = cell.options + replicate.options
        let configuration = try AblationGrid.configuration(options, catalog)
        let hash = try configuration.hash()
        if let first = seen.updateValue(rows.count, forKey: hash) {
          throw ValidationError("rows \(first) and \(rows.count) of the grid are the same run")
        }
        rows.append(
          Row(
            number: rows.count, values: cell.values, replicate: replicate.label, options: options,
            configuration: configuration, hash: hash))
      }
    }
    self.rows = rows
  }

  private static func axes(
    _ arguments: ParsedArguments, _ catalog: PartCatalog
  ) throws -> [Axis] {
    var axes = try methodAxes(arguments, catalog)
    if let variants = try variantAxis(arguments[AblateCommand.variants]) {
      axes.insert(variants, at: 0)
    }
    let attention = arguments[AblateCommand.attention]
    if !attention.isEmpty {
      axes.append(
        try axis("attention", attention) { text in
          let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
          let (branches, drop): (String, String) =
            switch text {
            case "off": ("0", "0")
            case "on": ("2", "0")
            case "drop", "on+drop": ("2", "0.6")
            default: (parts[0], parts.count == 2 ? parts[1] : "0")
            }
          guard parts.count <= 2, Int(branches) != nil, Double(drop) != nil else {
            throw ValidationError(
              "'\(text)' is no attention: expected off, on, drop, BRANCHES or BRANCHES:PROBABILITY")
          }
          return [("attention", branches)]
            + (drop == "0" && text == "off" ? [] : [("attention-drop", drop)])
        })
    }
    for option in AblateCommand.trainGroups(catalog).flatMap(\.options) {
      let parameter = option.parameter
      let texts = arguments[option]
      if parameter.name == AblateCommand.repeated {
        for text in texts {
          let choices = Parameter.choices(of: text)
          let name = String(text.prefix { $0 != "=" })
          axes.append(
            Axis(
              name: name,
              choices: choices.map {
                Choice(
                  label: String($0.dropFirst(name.count + 1)), options: [(parameter.name, $0)])
              }))
        }
      } else if !texts.isEmpty {
        let made = try axis(parameter.name, texts) { [(parameter.name, $0)] }
        // The data set is the outermost axis of a table.
        axes.insert(made, at: parameter.name == "data" ? 0 : axes.count)
      }
    }
    return axes
  }

  private static func methodAxes(
    _ arguments: ParsedArguments, _ catalog: PartCatalog
  ) throws -> [Axis] {
    let methods = arguments[AblateCommand.methods].flatMap {
      $0 == "all" ? catalog.methods.map(\.name) : [$0]
    }
    let thresholds = arguments[AblateCommand.thresholds]
    let losses = arguments[AblateCommand.losses]
    guard !thresholds.isEmpty else {
      guard losses.isEmpty else { throw ValidationError("'--losses' needs '--thresholds'") }
      return methods.isEmpty ? [] : [try axis("method", methods) { [("method", $0)] }]
    }
    let combined = losses.isEmpty ? ["ce"] : losses
    guard methods.isEmpty else {
      let parts = thresholds.flatMap { threshold in combined.map { threshold + ":" + $0 } }
      return [try axis("method", methods + parts) { [("method", $0)] }]
    }
    // Two axes make one option of `train`: the method by its parts.
    return [
      try axis("threshold", thresholds) { [(thresholdKey, $0)] },
      try axis("losses", combined) { [(lossesKey, $0)] },
    ]
  }

  private static let thresholdKey = "threshold of the method"
  private static let lossesKey = "losses of the method"

  /// The axis of named variants, `NAME: OPTION=VALUE OPTION=VALUE`.
  private static func variantAxis(_ texts: [String]) throws -> Axis? {
    guard !texts.isEmpty else { return nil }
    let known = AblateCommand.variantOptions
    var options: [String: [(name: String, text: String)]] = [:]
    let labels = try texts.map { text in
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let label = parts[0].split(separator: " ").joined(separator: " ")
      guard parts.count == 2, !label.isEmpty, !label.contains(where: { "=,".contains($0) }) else {
        throw ValidationError(
          "'\(text)' is no variant: expected a name without '=' and ',', a colon, and options such "
            + "as method=fixmatch set=threshold=0.9")
      }
      options[label] = try parts[1].split(separator: " ").map { word in
        let pair = word.split(separator: "=", maxSplits: 1).map(String.init)
        guard pair.count == 2 else {
          throw ValidationError(
            "the variant '\(label)' has '\(word)': expected OPTION=VALUE, the option without dashes"
          )
        }
        guard known.contains(pair[0]) else {
          let hint = suggestion(for: pair[0], among: known).map { ". Did you mean '\($0)'?" } ?? ""
          throw ValidationError("the variant '\(label)' has no option '\(pair[0])'\(hint)")
        }
        return (pair[0], pair[1])
      }
      return label
    }
    return try axis("variant", labels) { options[$0] ?? [] }
  }

  private static func axis(
    _ name: String, _ labels: [String], _ options: (String) throws -> [(name: String, text: String)]
  ) throws -> Axis {
    if let twice = labels.first(where: { label in labels.count { $0 == label } > 1 }) {
      throw ValidationError("the axis '\(name)' has the value '\(twice)' twice")
    }
    return Axis(name: name, choices: try labels.map { Choice(label: $0, options: try options($0)) })
  }

  private static func replicates(_ arguments: ParsedArguments) throws -> [Choice] {
    let given = arguments[AblateCommand.seeds]
    let seeds = try (given.isEmpty ? ["0"] : given).flatMap(seeds(in:))
    let splits = arguments[AblateCommand.splits]
    func choice(_ seed: UInt64, _ split: String?) -> Choice {
      let name = split.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
      return Choice(
        label: (name.map { $0 + ", " } ?? "") + "seed \(seed)",
        options: (split.map { [("split", $0)] } ?? []) + [("seed", "\(seed)")])
    }
    if arguments[AblateCommand.paired] {
      guard splits.count == seeds.count else {
        throw ValidationError(
          "'--paired' needs as many splits as seeds, found \(splits.count) and \(seeds.count)")
      }
      return zip(seeds, splits).map(choice)
    }
    guard !splits.isEmpty else { return seeds.map { choice($0, nil) } }
    return splits.flatMap { split in seeds.map { choice($0, split) } }
  }

  private static func seeds(in text: String) throws -> [UInt64] {
    if let seed = UInt64(text) { return [seed] }
    let ends = text.split(separator: ".", omittingEmptySubsequences: false)
    if ends.count == 3, ends[1].isEmpty, let first = UInt64(ends[0]), let last = UInt64(ends[2]),
      first <= last, last - first < 10_000
    {
      return Array(first...last)
    }
    throw ValidationError("'\(text)' is no seed and no range of seeds: expected 3 or 0..4")
  }

  /// The run that options of `train` describe, its parts checked.
  static func configuration(
    _ options: [(name: String, text: String)], _ catalog: PartCatalog = .standard
  ) throws -> RunConfiguration {
    var texts: [String: [String]] = [:]
    for option in options { texts[option.name, default: []].append(option.text) }
    if let threshold = texts[thresholdKey]?.first, let losses = texts[lossesKey]?.first {
      texts["method", default: []].append(threshold + ":" + losses)
    }
    var values: [String: any Sendable] = [:]
    var sources: [String: ParsedArguments.Source] = [:]
    for parameter in TrainCommand.description(catalog).parameters {
      let given = texts[parameter.name] ?? []
      guard given.count < 2 || parameter.isRepeating else {
        throw ValidationError(
          "'\(parameter.name)' stands on two axes of the grid, as \(given[0]) and \(given[1])")
      }
      values[parameter.name] = parameter.assemble(
        try given.map { text in
          do throws(InvalidArgument) {
            return try parameter.decode(text)
          } catch {
            let near = suggestion(for: text, among: parameter.allowedValues)
            let hint =
              error.reason.map { ": " + $0 } ?? near.map { ". Did you mean '\($0)'?" } ?? ""
            throw ValidationError(
              "the value '\(text)' is invalid for '\(parameter.name)'" + hint)
          }
        })
      if !given.isEmpty { sources[parameter.name] = .commandLine }
    }
    return try TrainRun.configuration(
      of: ParsedArguments(values: values, sources: sources), catalog)
  }
}
