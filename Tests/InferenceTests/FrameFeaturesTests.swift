import Augmentations
import Backbones
import Datasets
import LossStrategies
import TensorCore
import TestSupport
import Testing
import Training
import TrainingSteps
import TrainingTestSupport

@testable import Inference

@Suite("Features of frames", .serialized)
struct FrameFeaturesTests {
  private static let faces = DrawnFaces(
    DrawnFacesConfiguration(
      trainingCount: 140, testCount: 70, size: 16, channels: 1, isBalanced: true, frameCount: 5))
  private static let train = ImageDataset(faces, part: .training)
  private static let test = ImageDataset(faces, part: .test)

  private static func model() throws -> Model {
    let backbone = ConvNet(classCount: 7, width: 4, inputChannels: 1)
    let store = ParameterStore(layout: backbone.layout, isTrained: false)
    store.initialize(using: RandomKey(seed: 2))
    return Model(
      backbone: backbone, store: store,
      normalization: try Normalization(mean: [0.5], deviation: [0.2]),
      classNames: DrawnFaces.classNames, imageWidth: 16, imageHeight: 16)
  }

  private static func trainer(
    of features: FrameFeatures, losses: [any LossStrategy] = [SupervisedCrossEntropy()]
  ) throws -> Trainer {
    try Trainer(
      pipeline: try Pipeline(
        backbone: TemporalEncoder(
          classCount: 7, frameFeatureCount: features.featureCount, width: 8, depth: 1, heads: 2),
        weak: .none, strong: .none, losses: losses),
      data: TrainingData(
        train: features.windows(length: 3),
        split: .perClass(5, of: train, key: RandomKey(seed: 1)),
        normalization: FrameFeatures.normalization),
      options: TrainingOptions(
        steps: 8, epochSteps: 4, batchSize: 14, unlabeledRatio: 1,
        optimizer: .adam(learningRate: 1e-2)))
  }

  @Test("features of a data set are what the classifier sees of its images, batch by batch")
  func features() throws {
    let model = try Self.model()
    let all = try model.features(of: Self.test)
    #expect(all.shape == [70, model.backbone.featureCount])
    let some = try model.features(of: Self.test, at: [9, 3, 69], batchSize: 2)
    for (row, place) in [9, 3, 69].enumerated() {
      expectClose(
        some.rows(row..<row + 1).values, all.rows(place..<place + 1).values, within: 1e-5,
        "features of \(place)")
    }
    #expect(try model.features(of: Self.test, at: []).shape == [0, model.backbone.featureCount])
  }

  @Test(
    "bytes give features back within 4 / 255 of a deviation, and four deviations at most")
  func scale() throws {
    let rows = Tensor(
      [1, 5, .nan, 3, 5, 0, 5, 5, 1, 7, 5, 2], shape: [4, 3])
    let scale = FeatureScale(measuring: rows.rows(2..<4))
    #expect(scale.mean == [6, 5, 1.5] && scale.deviation == [1, 1, 0.5])
    let normalization = try FrameFeatures.normalization
    let read = scale.bytes(rows).map { (Double($0) / 255 - 0.5) / 0.125 }
    #expect(normalization.mean == [0.5] && normalization.deviation == [0.125])
    let expected = [-4, 0, 0, -3, 0, -3, -1, 0, -1, 1, 0, 1].map { Double($0) }
    for (value, target) in zip(read, expected) { #expect(abs(value - target) <= 4.0 / 255 + 1e-9) }
  }

  @Test("windows are images of neighbours' features with the labels of their middle frame")
  func windows() throws {
    let features = try FrameFeatures(of: Self.train, by: Self.model())
    let windows = features.windows(length: 3)
    #expect(windows.count == Self.train.count && windows.labels == Self.train.labels)
    #expect(windows.width == features.featureCount && windows.height == 3 && windows.channels == 1)
    let alone = features.windows(length: 1)
    for place in [0, 1, 4, 5, 139] {
      let neighbours = features.sequences.window(around: place, length: 3)
      let rows = try neighbours.flatMap { try alone.image(at: $0).pixels }
      #expect(try windows.image(at: place).pixels == rows)
    }
    let unseen = try FrameFeatures(of: Self.test, by: Self.model(), scale: features.scale)
    #expect(unseen.scale == features.scale)
    let own = try FrameFeatures(of: Self.test, by: Self.model())
    #expect(own.scale != features.scale)
  }

  @Test("frames without groups are refused")
  func withoutGroups() throws {
    #expect(throws: DatasetError.self) {
      try FrameFeatures(of: TinyData.make(), by: Self.model())
    }
  }

  @Test("an encoder learns its labeled windows, and resumes to the same bits")
  func training() throws {
    let features = try FrameFeatures(of: Self.train, by: Self.model())
    let whole = try Self.trainer(of: features)
    var losses: [Float] = []
    try whole.run { event in
      if case .step(let report) = event { losses.append(report.terms[0].value) }
      return .proceed
    }
    #expect(losses.count == 8 && losses[6...].max() ?? 0 < losses[0])

    let first = try Self.trainer(of: features)
    try first.run { event in
      if case .step(let report) = event, report.progress.step == 3 { return .stop }
      return .proceed
    }
    let second = try Self.trainer(of: features)
    try second.restore(from: Checkpoint(bytes: first.checkpoint().serialized(), file: "memory"))
    try second.run()
    #expect(second.model.store.weightsSHA256() == whole.model.store.weightsSHA256())
  }
}
