import SemiSupervised

/// Neutral and smiling faces, split by person.
struct LondonFaces {
  /// What came out on one split.
  struct Split {
    let heldOutPeople: Int
    let testCount: Int
    let labelCount: Int
    /// Accuracies of the linear classifier, by ``LondonFaces/strengths``.
    let linear: [Double]
    let ours: Double

    var strongestLinear: Double { linear.max() ?? 0 }
  }

  /// The strengths of fit that the linear classifier is tried with.
  static let strengths = [0.001, 0.01, 0.1, 1, 10]

  let folder: String
  /// What the network knows from drawn faces before it sees the first photograph.
  let drawn: SafetensorsFile

  /// Trains a network on drawn faces, with all of their labels.
  init(folder: String) throws {
    self.folder = folder
    drawn = try Self.drawnFaces.makeTrainer().run().model.store.weightsFile()
  }

  /// The run on drawn faces.
  private static var drawnFaces: RunConfiguration {
    var run = RunConfiguration(
      data: "faces:train=4000,test=1000", method: "fully-supervised", seed: 0)
    run.backbone = "convnet"
    run.steps = 2_000
    run.batchSize = 64
    return run
  }

  /// The run of a split, chosen on the splits of seeds that are not reported.
  ///
  /// The images are aligned: the weak view leaves them so, for a shift by a few pixels moves a
  /// mouth farther than a smile does.
  private func configuration(seed: UInt64) -> RunConfiguration {
    var run = RunConfiguration(data: "folder:\(folder)", method: "pseudo-label", seed: seed)
    run.imageSize = 32
    run.groupBy = .file
    // Thirty of the 102 people.
    run.testFraction = 0.2942
    run.labelsPerClass = 10
    run.backbone = "convnet"
    run.steps = 600
    run.batchSize = 20
    run.unlabeledRatio = 3
    run.settings = ["weak": .word("none")]
    return run
  }

  /// The commands that make the run.
  var commands: [String] {
    let (drawn, run) = (Self.drawnFaces, configuration(seed: 0))
    return [
      "semisup train --data \(drawn.data) --method \(drawn.method) "
        + "--backbone \(drawn.backbone ?? "") --steps \(drawn.steps ?? 0) "
        + "--batch-size \(drawn.batchSize ?? 0) --seed \(drawn.seed) --output drawn",
      "semisup export drawn --output drawn.safetensors",
      "semisup train --data \(run.data) --image-size \(run.imageSize ?? 0) --group-by file "
        + "--test-fraction \(run.testFraction ?? 0) --labels-per-class \(run.labelsPerClass ?? 0) "
        + "--method \(run.method) --set weak=none --backbone \(run.backbone ?? "") "
        + "--weights drawn.safetensors --steps \(run.steps ?? 0) "
        + "--batch-size \(run.batchSize ?? 0) --unlabeled-ratio \(run.unlabeledRatio ?? 0) "
        + "--seed SEED",
    ]
  }

  /// Trains both classifiers on one split and judges them.
  func split(seed: UInt64) throws -> Split {
    let trainer = try configuration(seed: seed).makeTrainer()
    try trainer.load(drawn, name: "drawn faces")
    let data = trainer.data
    guard let test = data.test else { throw DatasetError.option("a test part is needed") }
    let train = try rows(of: data.train, at: data.labeled)
    let judged = try rows(of: test, at: Array(0..<test.count))
    let mean = (0..<train[0].count).map { pixel in
      train.reduce(0) { $0 + $1[pixel] } / Double(train.count)
    }
    let center = { (rows: [[Double]]) in rows.map { zip($0, mean).map { $0 - $1 } } }
    let linear = try Self.strengths.map { strength in
      try LinearClassifier(
        fitting: center(train), labels: data.labels, classCount: test.classNames.count,
        strength: strength
      ).accuracy(of: center(judged), labels: test.labels)
    }
    let result = try trainer.run()
    return Split(
      heldOutPeople: Set(test.groups ?? []).count, testCount: test.count,
      labelCount: data.labeled.count, linear: linear, ours: result.test?.accuracy ?? 0)
  }

  /// Grey pixels of 32 rows and columns, from 0 to 1.
  private func rows(of images: ImageDataset, at places: [Int]) throws -> [[Double]] {
    try images.subset(places).converted(width: 32, height: 32, channels: 1).pixelRows()
  }
}

extension ImageDataset {
  fileprivate func pixelRows() throws -> [[Double]] {
    try (0..<count).map { try image(at: $0).pixels.map { Double($0) / 255 } }
  }
}
