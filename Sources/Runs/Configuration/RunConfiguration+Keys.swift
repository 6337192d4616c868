import Datasets
import Parts
import Training

extension RunConfiguration {
  /// Everything that can be said about a run, in the order of help.
  public static let keys: [RunKey] = dataKeys + methodKeys + runKeys + outputKeys

  private static let dataKeys: [RunKey] = [
    RunKey(
      "data", .data, .text { try DatasetSource(parsing: $0).description }, valueName: "format:path",
      offer: .formats,
      read: { .text($0.data) }, write: { if case .text(let value) = $1 { $0.data = value } },
      help:
        "The data set: a format (\(DatasetSource.formats.map(\.name).joined(separator: ", "))), "
        + "a colon and a path."),
    .whole(
      "labels-per-class", .data, \.labelsPerClass, 1...Int.max, "count", default: "all",
      "Labeled training images drawn from each class; the others count as unlabeled."),
    .text(
      "split", .data, \.split, .file, "file",
      "File with the indices of the labeled training images, one a line; or ada-cm-100, -400, "
        + "-1000, -2000 or -4000 for RAF-DB."),
    .number(
      "labeled-imbalance", .data, \.labeledImbalance, ClassImbalance.rule, "ratio",
      "Ratio of the most labeled class to the least, the first and the last; negative, as in "
        + "--labeled-imbalance=-10, for the last and the first.",
      where: { ClassImbalance.accepts($0) }),
    .whole(
      "unlabeled-per-class", .data, \.unlabeledPerClass, 1...Int.max, "count", default: "all",
      "Unlabeled images drawn from each class, or from the largest with an imbalance."),
    .number(
      "unlabeled-imbalance", .data, \.unlabeledImbalance, ClassImbalance.rule, "ratio",
      "Ratio of the largest class to the smallest among unlabeled images.",
      where: { ClassImbalance.accepts($0) }),
    .text(
      "label-noise", .data, \.labelNoise, .text { try LabelNoise(parsing: $0).description },
      "kind:rate",
      "Wrong labels among the labeled images: symmetric:0.3 for any other class, "
        + "asymmetric:0.3 for the next one, asymmetric:0.3:fear=surprise/... for given ones."),
    .text(
      "unlabeled", json: "unlabeledData", .data, \.unlabeledData,
      .text { try DatasetSource(parsing: $0).description }, "format:path", offer: .formats,
      "Further unlabeled images; folder: takes any folder of images."),
    RunKey(
      "labeled-in-pool", json: "labeledInUnlabeledPool", .data, .invertibleFlag,
      defaultText: "--labeled-in-pool",
      read: { $0.labeledInUnlabeledPool.map(RunValue.flag) },
      write: { if case .flag(let value) = $1 { $0.labeledInUnlabeledPool = value } },
      help: "Whether labeled images are among the unlabeled ones too."),
    .whole(
      "image-size", .data, \.imageSize, 1...8_192, "pixels", default: "as in the data",
      "Side to which images are resized."),
    .whole(
      "classes", json: "classCount", .data, \.classCount, 2...Int.max, "count",
      default: "all of the data",
      "Number of classes, for formats that leave a choice: 7 leaves out contempt."),
    .number(
      "test-fraction", .data, \.testFraction, "between 0 and 1", "fraction", default: "0.2",
      "Fraction of each class held out for the test, for data without a test part of their own.",
      where: { $0 > 0 && $0 < 1 }),
    RunKey(
      "validation-per-class", .data, .whole(0...Int.max), valueName: "count", defaultText: "0",
      read: { .whole($0.validationPerClass) },
      write: { if case .whole(let value) = $1 { $0.validationPerClass = value } },
      help: "Labeled images of each class held out to choose the best weights."),
    RunKey(
      "group-by", .data, .choice(GroupKey.allCases.map(\.rawValue)), valueName: "key",
      read: { $0.groupBy.map { .text($0.rawValue) } },
      write: { if case .text(let value) = $1 { $0.groupBy = GroupKey(rawValue: value) } },
      help: "Keep images that belong together, such as those of one person, on one side of every "
        + "split: file (same name), folder, prefix (start of the name), column (of a CSV list)."),
    RunKey(
      "skip-unreadable", json: "skipsUnreadable", .data, .flag,
      read: { $0.skipsUnreadable.map(RunValue.flag) },
      write: { if case .flag(let value) = $1 { $0.skipsUnreadable = value } },
      help: "Leave out images that cannot be read, and list them."),
  ]

  private static let methodKeys: [RunKey] = [
    .name(
      "method", \.method, default: defaultMethod, offer: .methods,
      "The method of learning, or a composition of parts, THRESHOLD:LOSS[*WEIGHT]+LOSS..., such as "
        + "softmatch:ce+snl*0.1."),
    .name(
      "recipe", \.recipe, default: defaultRecipe, offer: .recipes,
      "Everything the method leaves open: optimizer, schedule, sizes, augmentation."),
    .text(
      "backbone", .method, \.backbone, .text { $0 }, "name", default: "the recipe's",
      "The network, such as wrn-10-1, resnet18 or convnet."),
    .text(
      "weights", .method, \.weights, .file, "file", default: "random ones",
      "Safetensors file with weights to start from, with PyTorch's names."),
    .whole(
      "attention", .method, \.attention, 0...64, "branches", default: "the recipe's",
      "Branches of local attention on the last feature map; 0 for none."),
    .number(
      "attention-drop", .method, \.attentionDrop, "from 0 to below 1", "probability",
      default: "the recipe's", "Probability of dropping an attention map in training.",
      where: { (0..<1).contains($0) }),
    RunKey(
      "set", json: "settings", .method, .settings, valueName: "name=value",
      read: { $0.ownSettings.isEmpty ? nil : .settings($0.ownSettings) },
      write: {
        if case .settings(let values) = $1 { $0.settings.merge(values) { _, new in new } }
      },
      help: "An option of a part, such as threshold=0.9, or a part for a slot, such as "
        + "optimizer=adam; 'semisup list METHOD' names them."),
  ]

  private static let runKeys: [RunKey] = [
    .whole(
      "steps", .run, \.steps, 1...Int.max, "count", default: "the recipe's", "Training steps."),
    .whole(
      "epoch-steps", .run, \.epochSteps, 1...Int.max, "count", default: "a twentieth of the run",
      "Steps of an epoch, at whose end the weights are evaluated."),
    .whole(
      "batch-size", .run, \.batchSize, 1...65_536, "count", default: "the recipe's",
      "Labeled images of a step."),
    .whole(
      "unlabeled-ratio", .run, \.unlabeledRatio, 0...1_024, "ratio", default: "the recipe's",
      "Unlabeled images of a step for each labeled one; 0 for methods that read none."),
    .number(
      "learning-rate", .run, \.learningRate, "greater than 0", "rate", default: "the recipe's",
      "The learning rate at the start.", where: { $0 > 0 }),
    RunKey(
      "seed", .run, .seed, valueName: "seed", defaultText: "0", read: { .seed($0.seed) },
      write: { configuration, value in
        switch value {
        case .seed(let seed): configuration.seed = seed
        case .whole(let seed) where seed >= 0: configuration.seed = UInt64(seed)
        default: break
        }
      }, help: "Seed of every random number of the run."),
    RunKey(
      "not-finite", .run, .choice(NotFiniteRule.allCases.map(\.rawValue)), valueName: "rule",
      defaultText: "stop", changesOutcome: false,
      read: { $0.notFinite.map { .text($0.rawValue) } },
      write: { if case .text(let value) = $1 { $0.notFinite = NotFiniteRule(rawValue: value) } },
      help: "What to do about a step whose loss or gradient is not finite."),
  ]

  private static let outputKeys: [RunKey] = [
    .whole(
      "checkpoint-every", .output, \.checkpointEvery, 1...Int.max, "steps", default: "every epoch",
      changesOutcome: false,
      "Steps from one checkpoint to the next; one is saved at the end in any case."),
    .whole(
      "keep-checkpoints", .output, \.keepCheckpoints, 1...1_000_000, "count", default: "2",
      changesOutcome: false,
      "Newest checkpoints that are kept, beside the best on validation images."),
  ]
}
