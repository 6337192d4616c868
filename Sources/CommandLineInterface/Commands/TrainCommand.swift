import Datasets
import Training

/// `semisup train`: one run.
enum TrainCommand {
  static let labelsPerClass = Option<Int?>(
    optional: "labels-per-class", .atLeast(1), valueName: "count", defaultText: "all",
    help: "Labeled training images drawn from each class; the others count as unlabeled.")
  static let labeledImbalance = Option<Double?>(
    optional: "labeled-imbalance", imbalance, valueName: "ratio",
    help: "Ratio of the most labeled class to the least, the first and the last; negative, as in "
      + "--labeled-imbalance=-10, for the last and the first.")
  static let unlabeledPerClass = Option<Int?>(
    optional: "unlabeled-per-class", .atLeast(1), valueName: "count", defaultText: "all",
    help: "Unlabeled images drawn from each class, or from the largest with an imbalance.")
  static let unlabeledImbalance = Option<Double?>(
    optional: "unlabeled-imbalance", imbalance, valueName: "ratio",
    help: "Ratio of the largest class to the smallest among unlabeled images.")
  static let labelNoise = Option<LabelNoise?>(
    optional: "label-noise", valueName: "kind:rate",
    help: "Wrong labels among the labeled images: symmetric:0.3 for any other class, "
      + "asymmetric:0.3 for the next one, asymmetric:0.3:fear=surprise/... for given ones.")
  static let split = Option<String?>(
    optional: "split", valueName: "file", completion: .file,
    help: "File with the indices of the labeled training images, one a line; or ada-cm-100, -400, "
      + "-1000, -2000 or -4000 for RAF-DB.")
  static let unlabeled = Option<DatasetSource?>(
    optional: "unlabeled", valueName: "format:path",
    completion: .prefixedPath(DatasetSource.formatNames),
    help: "Further unlabeled images; folder: takes any folder of images.")
  static let labeledInPool = Flag(
    invertible: "labeled-in-pool", default: true,
    help: "Whether labeled images are among the unlabeled ones too.")
  static let validationPerClass = Option(
    "validation-per-class", default: 0, .atLeast(0), valueName: "count",
    help: "Labeled images of each class held out to choose the best weights.")

  static let method = Option<String>(
    parameter: Option(
      "method", default: "dta-snl", values: NameLists.methods, valueName: "name",
      help: "The method of learning; by its parts, THRESHOLD:LOSSES, such as fixed:ce+snl."
    ).parameter.alsoTaking { $0.contains(":") })
  static let recipe = Option(
    "recipe", default: "default", values: NameLists.recipes, valueName: "name",
    help: "Everything the method leaves open: optimizer, schedule, sizes, augmentation.")
  static let backbone = Option<String?>(
    optional: "backbone", valueName: "name", defaultText: "the recipe's",
    help: "The network, such as wrn-10-1, resnet18 or convnet.")
  static let weights = Option<String?>(
    optional: "weights", valueName: "file", defaultText: "random ones", completion: .file,
    help: "Safetensors file with weights to start from, with PyTorch's names.")
  static let attention = Option<Int?>(
    optional: "attention", .within(0...64), valueName: "branches", defaultText: "the recipe's",
    help: "Branches of local attention on the last feature map; 0 for none.")
  static let attentionDrop = Option<Double?>(
    optional: "attention-drop", .within(0..<1), valueName: "probability",
    defaultText: "the recipe's", help: "Probability of dropping an attention map in training.")

  static let set = Option<[SettingAssignment]>(
    repeating: "set", valueName: "name=value",
    help: "A setting of the method or recipe, such as threshold=0.9; 'semisup list METHOD' names "
      + "them.")

  static let steps = Option<Int?>(
    optional: "steps", .atLeast(1), valueName: "count", defaultText: "the recipe's",
    help: "Training steps.")
  static let epochSteps = Option<Int?>(
    optional: "epoch-steps", .atLeast(1), valueName: "count",
    defaultText: "a twentieth of the run",
    help: "Steps of an epoch, at whose end the weights are evaluated.")
  static let batchSize = Option<Int?>(
    optional: "batch-size", .within(1...65_536), valueName: "count", defaultText: "the recipe's",
    help: "Labeled images of a step.")
  static let unlabeledRatio = Option<Int?>(
    optional: "unlabeled-ratio", .within(0...1_024), valueName: "ratio",
    defaultText: "the recipe's", help: "Unlabeled images of a step for each labeled one.")
  static let learningRate = Option<Double?>(
    optional: "learning-rate", .above(0), valueName: "rate", defaultText: "the recipe's",
    help: "The learning rate at the start.")
  static let seed = Option<UInt64>(
    "seed", default: 0, help: "Seed of every random number of the run.")

  static let notFinite = Option<NotFiniteRule?>(
    optional: "not-finite", valueName: "rule", defaultText: "stop",
    help: "What to do about a step whose loss or gradient is not finite.")

  static let config = Option<String?>(
    optional: "config", valueName: "file", completion: .file,
    help: "JSON object of options, or a run's config.json; the command line wins over it.")

  static let output = Option<String?>(
    optional: "output", valueName: "folder", completion: .folder,
    help: "New or empty folder for weights and records of the run.")
  static let checkpointEvery = Option<Int?>(
    optional: "checkpoint-every", .atLeast(1), valueName: "steps", defaultText: "every epoch",
    help: "Steps from one checkpoint to the next; one is saved at the end in any case.")
  static let keepCheckpoints = Option<Int?>(
    optional: "keep-checkpoints", .within(1...1_000_000), valueName: "count", defaultText: "2",
    help: "Newest checkpoints that are kept, beside the best on validation images.")

  private static let imbalance = Constraint<Double>(ClassImbalance.rule) {
    ClassImbalance.accepts($0)
  }

  /// The options that say what is run, shared with `plan`.
  static let runGroups = [
    ParameterGroup(
      "Data",
      [
        DataOptions.data, labelsPerClass, split, labeledImbalance, unlabeledPerClass,
        unlabeledImbalance, labelNoise, unlabeled, labeledInPool, DataOptions.imageSize,
        DataOptions.classes, DataOptions.testFraction, validationPerClass, DataOptions.groupBy,
        DataOptions.skipUnreadable, DataOptions.cache, DataOptions.noCache,
      ]),
    ParameterGroup("Method", [method, recipe, backbone, weights, attention, attentionDrop, set]),
    ParameterGroup(
      "Run",
      [
        steps, epochSteps, batchSize, unlabeledRatio, learningRate, seed, notFinite, config,
        RuntimeOptions.threads,
      ]),
  ]

  static let description = CommandDescription(
    name: "train",
    abstract: "Train a classifier.",
    discussion: """
      Draws a few labeled images of each class, learns from them and from the others without their \
      labels, and evaluates on the test images. The test images never choose anything.
      """,
    groups: runGroups + [
      ParameterGroup(
        "Output",
        [output, checkpointEvery, keepCheckpoints, RuntimeOptions.json, RuntimeOptions.quiet])
    ],
    configurationFile: config, body: TrainRun.body)
}
