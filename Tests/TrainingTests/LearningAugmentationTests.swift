import Augmentations
import Foundation
import LossStrategies
import TensorCore
import Testing
import ThresholdPolicies
import Training
import TrainingSteps
import TrainingTestSupport

/// An augmentation that darkens images the more, the surer the teacher is of darkened ones.
private struct Darkening: LearningAugmentation {
  /// How much is taken off, from 0 to 1.
  struct Level: Sendable, Codable {
    var value = 0.0
  }

  /// Darkens by a number of the stream.
  struct Probe: Augmentation {
    func apply(to image: inout PixelImage, using random: inout RandomStream) {
      Darkening.darken(&image, by: Double(random.uniform()))
    }
  }

  var learned = Level()

  func apply(to image: inout PixelImage, using random: inout RandomStream) {
    Self.darken(&image, by: learned.value)
  }

  func applying(_ learned: Level) -> Darkening { Darkening(learned: learned) }

  func probe(after weak: any Augmentation) -> any Augmentation { Probe() }

  func learn(from images: [ProbedImage], into learned: inout Level) {
    for image in images {
      var random = image.random
      let tried = Double(random.uniform())
      let said = Double(image.probabilities[image.probabilities.startIndex + image.label])
      learned.value += 0.1 * said * (tried - learned.value)
    }
  }

  static func darken(_ image: inout PixelImage, by level: Double) {
    image.pixels = image.pixels.map { UInt8(Double($0) * (1 - level)) }
  }
}

@Suite("A learning augmentation of a user's own", .serialized)
struct LearningAugmentationTests {
  private func trainer(_ strong: any Augmentation, ahead: Int = 3) throws -> Trainer {
    try Trainer(
      pipeline: try Pipeline(
        backbone: TinyData.backbone(), strong: AugmentationPipeline([HorizontalFlip(), strong]),
        threshold: FixedThreshold(0), losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()]
      ),
      data: TinyData.data(),
      options: TrainingOptions(
        steps: 16, epochSteps: 4, batchSize: 6, unlabeledRatio: 2, seed: 5, batchesAhead: ahead))
  }

  @Test("it learns, the same bits however far ahead batches are made, and goes on from any step")
  func learns() throws {
    var saved: [Int: Data] = [:]
    let whole = try trainer(Darkening())
    let result = try whole.run { event in
      if case .step(let report) = event {
        saved[report.progress.step + 1] = try whole.checkpoint().serialized()
      }
      return .proceed
    }
    #expect(try trainer(Darkening(), ahead: 0).run().weightsSHA256 == result.weightsSHA256)
    for stop in [1, 5, 11] {
      let rest = try trainer(Darkening())
      try rest.restore(from: Checkpoint(bytes: try #require(saved[stop]), file: "memory"))
      #expect(try rest.run().weightsSHA256 == result.weightsSHA256)
    }
    let content = try whole.checkpoint().bytes(of: .augmentation)
    #expect(String(decoding: content, as: UTF8.self).contains("value"))
    #expect(try trainer(HorizontalFlip()).run().weightsSHA256 != result.weightsSHA256)
  }

  @Test("what CTAugment has learned is not what another augmentation can go on from")
  func otherState() throws {
    let run = try trainer(CTAugment())
    try run.run { _ in .stop }
    #expect(throws: CheckpointError.self) {
      try trainer(Darkening()).restore(from: run.checkpoint())
    }
  }
}
