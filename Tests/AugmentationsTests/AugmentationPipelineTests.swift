import Parts
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

  @Test("every name finds its pipeline, and every pipeline has a summary and a source")
  func names() throws {
    let catalog = Catalog<AugmentationPipeline>.augmentations
    #expect(
      catalog.names == [
        "none", "flip-and-crop", "google", "usb", "kekmodel", "ctaugment", "ctaugment-cutout",
      ])
    for entry in catalog.entries {
      #expect(!entry.info.summary.isEmpty && !entry.info.summary.contains("\n"))
      #expect(!entry.info.source.isEmpty)
      let pipeline = try entry.make(for: PartContext(classCount: 3))
      #expect(pipeline.name == entry.info.name && pipeline.summary == entry.info.summary)
      #expect(entry.options.map(\.name) == (entry.info.name == "none" ? [] : ["padding"]))
      #expect(entry.options.allSatisfy { $0.defaultValue == .word("automatic") })
    }
  }

  @Test("a name comes with its padding")
  func padding() throws {
    let image = PixelImage.noise(width: 56, height: 60, channels: 1)
    let pairs: [(String, AugmentationPipeline)] = [
      ("flip-and-crop", .flipAndCrop(padding: 2)), ("usb", .randAugment(.usb, padding: 2)),
      ("ctaugment-cutout", .ctAugment(cutout: true, padding: 2)),
    ]
    for (name, built) in pairs {
      let found = try Catalog<AugmentationPipeline>.augmentations.named(name)
        .make(["padding": .word("twenty-eighth")], for: PartContext(classCount: 3))
      for sample in 0..<20 {
        var first = stream(sample)
        var second = stream(sample)
        #expect(found(image, using: &first) == built(image, using: &second))
      }
    }
  }

  @Test("an unknown name is an error that lists the names and the nearest one")
  func unknown() {
    let error = #expect(throws: PartError.self) {
      try Catalog<AugmentationPipeline>.augmentations.named("ubs")
    }
    #expect(
      error?.description
        == "unknown augmentation 'ubs'. Did you mean 'usb'? Known: none, flip-and-crop, google, usb, "
        + "kekmodel, ctaugment, ctaugment-cutout")
  }

  @Test("every stored option of an augmentation is declared")
  func declared() {
    func check<Options: PartOptions>(_: Options.Type) {
      let stored = Mirror(reflecting: Options()).children.compactMap(\.label)
      #expect(stored.count == Options.declared.count, "\(Options.self)")
    }
    check(FlipAndCrop.Options.self)
    check(StrongRandAugment.Options.self)
    check(StrongCTAugment.Options.self)
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
