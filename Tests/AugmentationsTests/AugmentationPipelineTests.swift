import TensorCore
import Testing

@testable import Augmentations

@Suite struct AugmentationPipelineTests {
  struct Constant: Augmentation {
    let value: UInt8
    func apply(to image: inout PixelImage, using random: inout RandomStream) {
      image.pixels = image.pixels.map { $0 &* 2 &+ value }
    }
  }

  /// Stands in for a training pipeline: the parameter type that leading-dot syntax starts from.
  private func name(weak: AugmentationPipeline, strong: AugmentationPipeline) -> String {
    weak.name + " " + strong.name
  }

  @Test("pipelines are told by leading-dot syntax")
  func leadingDot() {
    #expect(name(weak: .flipAndCrop, strong: .randAugment(.google)) == "flip-and-crop google")
    #expect(
      name(weak: .flipAndCrop(padding: 2), strong: .randAugment(.usb, padding: 2))
        == "flip-and-crop usb")
    #expect(name(weak: .none, strong: .none) == "none none")
  }

  @Test("every name finds its pipeline, and every pipeline has a summary")
  func names() throws {
    let names = AugmentationPipeline.all.map(\.name)
    #expect(
      names == [
        "none", "flip-and-crop", "google", "usb", "kekmodel", "ctaugment", "ctaugment-cutout",
      ])
    let image = PixelImage.noise(width: 32, height: 32, channels: 3)
    for pipeline in AugmentationPipeline.all {
      #expect(!pipeline.summary.isEmpty && !pipeline.summary.contains("\n"))
      let found = try AugmentationPipeline.named(pipeline.name)
      #expect(found.name == pipeline.name)
      for sample in 0..<10 {
        var first = stream(sample)
        var second = stream(sample)
        #expect(found(image, using: &first) == pipeline(image, using: &second))
      }
    }
  }

  @Test("a name comes with its padding")
  func padding() throws {
    let image = PixelImage.noise(width: 28, height: 28, channels: 1)
    let pairs: [(AugmentationPipeline, AugmentationPipeline)] = [
      (try .named("flip-and-crop", padding: 2), .flipAndCrop(padding: 2)),
      (try .named("usb", padding: 2), .randAugment(.usb, padding: 2)),
      (try .named("ctaugment-cutout", padding: 2), .ctAugment(cutout: true, padding: 2)),
    ]
    for (found, built) in pairs {
      for sample in 0..<20 {
        var first = stream(sample)
        var second = stream(sample)
        #expect(found(image, using: &first) == built(image, using: &second))
      }
    }
  }

  @Test("an unknown name is an error that lists the names")
  func unknown() {
    let error = #expect(throws: UnknownAugmentationError.self) {
      try AugmentationPipeline.named("ubs")
    }
    #expect(
      error?.description
        == "unknown augmentation \"ubs\"; expected one of none, flip-and-crop, google, usb, kekmodel, "
        + "ctaugment, ctaugment-cutout"
    )
  }

  @Test("the strong pipeline is the weak one, then RandAugment, then cutout, on one stream")
  func order() {
    let image = PixelImage.noise(width: 28, height: 28, channels: 1)
    for sample in 0..<20 {
      var first = stream(sample)
      var second = stream(sample)
      let strong = AugmentationPipeline.randAugment(.usb, padding: 2)(image, using: &first)
      var expected = AugmentationPipeline.flipAndCrop(padding: 2)(image, using: &second)
      RandAugment(.usb).apply(to: &expected, using: &second)
      RandAugmentPreset.usb.cutout.apply(to: &expected, using: &second)
      #expect(strong == expected)
    }
  }

  @Test("composition applies first to last and is flat")
  func composition() {
    var random = stream(0)
    let both = Constant(value: 1).then(Constant(value: 5)).then(Constant(value: 0))
    #expect(both.steps.count == 3)
    #expect(both(PixelImage.grey([[1]]), using: &random).pixels == [22])
    let image = PixelImage.grey([[1, 2]])
    #expect(AugmentationPipeline([])(image, using: &random) == image)
  }
}
