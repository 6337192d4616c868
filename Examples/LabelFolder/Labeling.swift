import Foundation
import SemiSupervised

/// A folder of images whose labels a person gives a few at a time, where they teach most.
struct Labeling {
  /// The images, none of them with a label.
  let images: ImageDataset
  /// What is known so far: classes by the names of images.
  private(set) var labels: [String: String] = [:]
  /// The model of the last round.
  private(set) var model: Model?

  /// Images by name.
  private let places: [String: Int]
  private let (labelsFile, questionsFile): (String, String)

  /// Reads the images of a folder, and the labels of an earlier sitting if there are any.
  init(images folder: String, labels file: String, size: Int) throws {
    images = try DatasetSource(parsing: "folder:\(folder)")
      .loadUnlabeled(DatasetOptions(imageSize: size)).images
    let names = images.sampleNames ?? []
    places = Dictionary(zip(names, names.indices)) { first, _ in first }
    labelsFile = file
    questionsFile =
      URL(fileURLWithPath: file).deletingLastPathComponent()
      .appendingPathComponent("questions.csv").path
    for path in [labelsFile, questionsFile] where FileManager.default.fileExists(atPath: path) {
      try take(from: path)
    }
  }

  /// The names of the classes so far.
  var classNames: [String] { Set(labels.values).sorted() }

  /// Where the questions are.
  var questions: String { questionsFile }

  /// Takes the labels that were filled in, and keeps them.
  mutating func takeAnswers() throws {
    try take(from: questionsFile)
    var known = Answers(columns: ["path", "label"])
    known.rows = (images.sampleNames ?? []).map { ["path": $0, "label": labels[$0] ?? ""] }
    try known.write(to: labelsFile)
  }

  private mutating func take(from path: String) throws {
    for row in try Answers(contentsOf: path).rows {
      guard let name = row["path"], let label = row["label"], !label.isEmpty else { continue }
      guard places[name] != nil else {
        throw DatasetError.malformed(
          file: path, expected: "the path of an image of the folder", found: "'\(name)'")
      }
      labels[name] = label
    }
  }

  /// Trains on the labels so far and on all images; a first round without two classes does not.
  mutating func train(steps: Int, test: ImageDataset?) throws -> ClassificationMetrics? {
    guard classNames.count > 1 else { return nil }
    let numbers = Dictionary(uniqueKeysWithValues: zip(classNames, classNames.indices))
    let known = labels.compactMap { name, label in
      places[name].flatMap { place in numbers[label].map { (place: place, label: $0) } }
    }.sorted { $0.place < $1.place }
    var all = [Int](repeating: ImageDataset.unknownLabel, count: images.count)
    for (place, label) in known { all[place] = label }
    let data = try TrainingData(
      train: images.relabeled(all, classNames: classNames),
      split: LabelSplit(sampleCount: images.count, labeled: known.map(\.place)), test: test)
    let pipeline = try Pipeline(
      backbone: ConvNet(classCount: classNames.count, inputChannels: images.channels),
      teacher: .exponentialMovingAverage(decay: 0.98), threshold: FixedThreshold(0.9),
      losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()])
    var options = TrainingOptions(
      steps: steps, epochSteps: steps, unlabeledRatio: 1, isClassBalanced: true)
    options.optimizer.learningRate = 0.1
    let result = try Trainer(pipeline: pipeline, data: data, options: options).run()
    model = result.model
    return result.test
  }

  /// Writes the images that are asked about next: those whose two best classes are closest, or
  /// random ones as long as there is no model.
  func ask(_ count: Int) throws {
    let names = images.sampleNames ?? []
    let open = names.indices.filter { labels[names[$0]] == nil }
    var questions = Answers(columns: ["path", "label", "guess", "confidence"])
    if let model {
      let rows = try model.probabilities(of: images, at: open)
      let values = rows.values
      let answers = open.indices.map { row in
        let ranked = values[row * model.classNames.count..<(row + 1) * model.classNames.count]
          .enumerated().sorted { $0.element > $1.element }
        return (place: open[row], best: ranked[0], margin: ranked[0].element - ranked[1].element)
      }
      for answer in answers.sorted(by: { $0.margin < $1.margin }).prefix(count) {
        questions.rows.append([
          "path": names[answer.place], "guess": model.classNames[answer.best.offset],
          "confidence": String(format: "%.2f", answer.best.element),
        ])
      }
    } else {
      var random = RandomKey(seed: 0).stream("first-questions")
      for place in random.permutation(of: open.count).prefix(count) {
        questions.rows.append(["path": names[open[place]]])
      }
    }
    try questions.write(to: questionsFile)
  }
}
