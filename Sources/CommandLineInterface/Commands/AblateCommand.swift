import Methods
import Parts
import Runs

/// `semisup ablate`: many runs side by side.
enum AblateCommand {
  static let grid = Option<String?>(
    optional: "grid", valueName: "file", completion: .file,
    help: "JSON file whose keys are the names of these options; the command line wins.")
  static let title = Option(
    "title", default: "Ablation", valueName: "text", help: "The title of the tables.")
  static let variants = Option<[String]>(
    repeating: "variants", valueName: "name: options",
    help: "A named set of options of train, such as 'strict: method=fixmatch set=threshold=0.99'.")
  static let methods = list(
    "methods", "names",
    "Methods, or all; a composition of parts is THRESHOLD:LOSS[*WEIGHT]+LOSS...")
  static let thresholds = list("thresholds", "names", "")
  static let losses = list("losses", "names", "")
  static let attention = list(
    "attention", "values",
    "Local attention: off, on, drop (on with map drop), BRANCHES or BRANCHES:PROBABILITY.")
  static let seeds = list("seeds", "numbers", "Seeds of the runs of a cell: 0..4 or 0,1,2.")
  static let splits = list(
    "splits", "files", "Files with the indices of labeled images; each with each of the seeds.")
  static let paired = Flag("paired", help: "Take the splits with the seeds, first with first.")
  static let baseline = list(
    "baseline", "values",
    "What cells are compared with: values of axes, such as fixmatch or losses=ce,attention=off.")
  static let contrasts = Option<[String]>(
    repeating: "contrasts", valueName: "value against value",
    help: "Two values of an axis to compare, such as 'dash against fixmatch'.")
  static let metrics = Option<[String]>(
    parameter: Parameter.valued(
      kind: .option, name: "metrics", short: nil, valueName: "names",
      help: "What tables show, the first compared with the baseline: "
        + AblationMetric.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      defaultText: "accuracy,balancedAccuracy", values: [], isRepeating: true,
      completion: .automatic, constraint: nil
    ) { (texts: [String]) in
      texts.isEmpty ? ["accuracy", "balancedAccuracy"] : texts.flatMap(Parameter.items(of:))
    })

  static let output = Option<String>(
    required: "output", valueName: "folder", completion: .folder,
    help: "Folder of results and tables; runs that are finished there are not repeated.")
  static let dataRoot = Option<String?>(
    optional: "data-root", valueName: "folder", completion: .folder,
    help: "Folder that relative paths of data and splits start from.")
  static let jobs = Option<Int?>(
    optional: "jobs", .within(1...1_024), valueName: "count",
    help: "Run as this many independent processes at a time.")
  static let row = Option<Int?>(
    optional: "row", .atLeast(0), valueName: "number", help: "Make this run only.")
  static let listRows = Flag("list-rows", help: "List all runs with their state, and make none.")
  static let tablesOnly = Flag(
    "tables-only", help: "Write the tables of the finished runs, and make none.")
  static let keepRuns = Flag("keep-runs", help: "Keep weights and records of every run.")

  /// The options of `train` that a grid says in its own words or that do not change a result.
  private static let replaced: Set = [
    "method", "attention", "attention-drop", "split", "seed", "threads", "config",
    "checkpoint-every", "keep-checkpoints", "output", "json", "quiet",
  ]

  /// The options of `train` that a grid takes as they are, each with a list of values.
  static func trainGroups(
    _ catalog: PartCatalog
  ) -> [(title: String?, options: [Option<[String]>])] {
    TrainCommand.description(catalog).groups.map { group in
      (
        group.title,
        group.parameters.filter { !replaced.contains($0.name) }.map { parameter in
          Option<[String]>(
            parameter: parameter.listed(
              holdsCommas: ["data", "label-noise"].contains(parameter.name)))
        }
      )
    }.filter { !$0.1.isEmpty }
  }

  /// The names of the options of `train` that say what is learned from.
  static let dataOptions: Set<String> = {
    let keys = RunConfiguration.keys.filter { $0.group == .data }.map(\.name)
    return Set(keys + [DataOptions.cache.parameter.name, DataOptions.noCache.parameter.name])
  }()

  /// The names of the options of `train` that variants name.
  static let variantOptions =
    ["method", "attention", "attention-drop"]
    + trainGroups(.standard).flatMap(\.options).map(\.parameter.name)

  /// The name of the option of `train` that may be repeated; each of its values is an axis of its own.
  static let repeated = "set"

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "ablate",
      abstract: "Compare methods, parts and settings over seeds.",
      discussion: """
        Makes the runs of a grid that are missing in the output folder, and writes tables as Markdown, \
        CSV, JSON and HTML after each: means with 95 % intervals over seeds and splits, and \
        differences to a baseline, paired by seed and split. Options of train with several values, \
        separated by commas or given one by one, span the grid; so does --set name=value,value. A run \
        that was interrupted goes on from its last checkpoint.
        """,
      groups: groups(catalog),
      configurationFile: grid
    ) { try AblateRun.body($0, console: $1, catalog) }
  }

  private static func groups(_ catalog: PartCatalog) -> [ParameterGroup] {
    let front = ParameterGroup(
      "Grid",
      [
        grid, title, variants, methods,
        list(
          "thresholds", "names",
          "Threshold policies, each with each of the losses: none, "
            + catalog.thresholds.names.joined(separator: ", ") + "."),
        list(
          "losses", "names",
          "Losses beside thresholds, LOSS[*WEIGHT]+LOSS..., such as ce+snl*0.1: ce (cross-entropy on "
            + "labels and pseudo-labels), " + catalog.losses.names.joined(separator: ", ") + "."),
        attention, seeds, splits, paired, baseline, contrasts, metrics,
      ])
    let work = ParameterGroup(
      "Work",
      [
        output, dataRoot, jobs, row, listRows, tablesOnly, keepRuns, RuntimeOptions.threads,
        RuntimeOptions.json, RuntimeOptions.quiet,
      ])
    let run = trainGroups(catalog).map { ParameterGroup($0.title, $0.options) }
    return [front] + run + [work]
  }

  private static func list(_ name: String, _ valueName: String, _ help: String) -> Option<[String]>
  {
    Option(
      parameter: Parameter.valued(
        kind: .option, name: name, short: nil, valueName: valueName, help: help, values: [],
        isRepeating: true, completion: .automatic, constraint: nil
      ) { (texts: [String]) in texts.flatMap(Parameter.items(of:)) })
  }
}
