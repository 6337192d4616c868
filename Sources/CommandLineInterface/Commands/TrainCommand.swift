import Methods
import Runs

/// `semisup train`: one run.
enum TrainCommand {
  static let config = Option<String?>(
    optional: "config", valueName: "file", completion: .file,
    help: "JSON object of options, or a run's config.json; the command line wins over it.")
  static let output = Option<String?>(
    optional: "output", valueName: "folder", completion: .folder,
    help: "New or empty folder for weights and records of the run.")

  /// The options that say what is run, shared with `plan`.
  ///
  /// - Parameter catalog: The names that are offered.
  /// - Returns: The groups of help.
  static func runGroups(_ catalog: PartCatalog) -> [ParameterGroup] {
    [
      group(.data, catalog, [DataOptions.cache, DataOptions.noCache]),
      group(.method, catalog),
      group(.run, catalog, [config, RuntimeOptions.threads]),
    ]
  }

  private static func group(
    _ group: RunKey.Group, _ catalog: PartCatalog, first: [any ParameterDeclaration] = [],
    _ last: [any ParameterDeclaration] = []
  ) -> ParameterGroup {
    let keys = RunConfiguration.keys.filter { $0.group == group }
    return ParameterGroup(
      group.rawValue,
      first + keys.map { Option<[RunValue]>(parameter: RunOptions.parameter(of: $0, catalog)) }
        + last)
  }

  static func description(_ catalog: PartCatalog) -> CommandDescription {
    CommandDescription(
      name: "train",
      abstract: "Train a classifier.",
      discussion: """
        Draws a few labeled images of each class, learns from them and from the others without their \
        labels, and evaluates on the test images. The test images never choose anything.
        """,
      groups: runGroups(catalog) + [
        group(
          .output, catalog, first: [output], [RuntimeOptions.json, RuntimeOptions.quiet])
      ],
      configurationFile: config
    ) { try TrainRun.body($0, console: $1, catalog) }
  }
}
