import TensorCore
import Testing

@testable import Augmentations

/// What the protocol promises, checked for every augmentation on every kind of image.
@Suite struct AugmentationConformanceTests {
  struct Subject: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let augmentation: any Augmentation
    /// The size of the result, if it is not that of the image.
    var size: (width: Int, height: Int)?
  }

  static let subjects: [Subject] =
    [
      Subject(testDescription: "flip", augmentation: HorizontalFlip()),
      Subject(testDescription: "crop", augmentation: PadAndCrop()),
      Subject(testDescription: "crop by 2", augmentation: PadAndCrop(padding: 2)),
      Subject(testDescription: "crop by 40", augmentation: PadAndCrop(padding: 40)),
      Subject(
        testDescription: "cutout of 5", augmentation: Cutout(side: .pixels(5), placement: .cut)),
      Subject(
        testDescription: "moved cutout of 5",
        augmentation: Cutout(side: .pixels(5), placement: .moved)),
      Subject(
        testDescription: "moved cutout of a fraction",
        augmentation: Cutout(side: .uniformFraction(upTo: 0.5), placement: .moved)),
      Subject(
        testDescription: "empty cutout", augmentation: Cutout(side: .pixels(0), placement: .moved)),
      Subject(
        testDescription: "resize", augmentation: Resize(width: 7, height: 5, filter: .bicubic),
        size: (7, 5)),
      Subject(
        testDescription: "resized crop", augmentation: RandomResizedCrop(width: 6, height: 9),
        size: (6, 9)),
      Subject(
        testDescription: "flip, then resize",
        augmentation: HorizontalFlip().then(Resize(width: 3, height: 3)), size: (3, 3)),
      Subject(
        testDescription: "probe",
        augmentation: CTAugmentProbe(of: CTAugment(operationCount: 3), after: HorizontalFlip())),
    ]
    + CTAugmentOperation.allCases.map { operation in
      Subject(
        testDescription: "CTAugment's \(operation)",
        augmentation: AugmentationTrial(operation, levels: operation.binCounts.map { _ in 0.7 }))
    }
    + RandAugmentPreset.all.map {
      Subject(testDescription: "RandAugment \($0.name)", augmentation: RandAugment($0))
    }
    + pipelines.map { Subject(testDescription: "pipeline \($0.name)", augmentation: $0) }

  static let pipelines: [AugmentationPipeline] = [
    .none, .flipAndCrop, .randAugment(.google), .randAugment(.usb), .randAugment(.kekmodel),
    .ctAugment(), .ctAugment(cutout: true),
  ]

  static let sizes = [
    (1, 1), (1, 9), (9, 1), (2, 2), (3, 3), (2, 5), (28, 28), (32, 32), (31, 20), (257, 130),
  ]

  @Test("keeps its promises on every size", arguments: subjects)
  func promises(_ subject: Subject) {
    for (width, height) in Self.sizes {
      for channels in [1, 3] {
        let image = PixelImage.noise(width: width, height: height, channels: channels)
        let original = image
        for sample in 0..<(width > 100 ? 1 : 12) {
          var first = stream(sample)
          var second = stream(sample)
          let result = subject.augmentation(image, using: &first)
          #expect(image == original, "the image changed")
          #expect(result.channels == channels)
          #expect(result.width == subject.size?.width ?? width)
          #expect(result.height == subject.size?.height ?? height)
          #expect(result.pixels.count == result.width * result.height * channels)
          #expect(result == subject.augmentation(image, using: &second), "not deterministic")
          #expect(first.next() == second.next(), "streams are left in different places")
          var inPlace = image
          var third = stream(sample)
          subject.augmentation.apply(to: &inPlace, using: &third)
          #expect(inPlace == result, "in place differs")
        }
      }
    }
  }

  @Test("different streams give different views", arguments: subjects)
  func varies(_ subject: Subject) {
    let trial = subject.augmentation as? AugmentationTrial
    let isFixed =
      ["resize", "empty cutout", "pipeline none"].contains(subject.testDescription)
      || trial != nil && trial?.operation != .cutout
    let image = PixelImage.noise(width: 32, height: 32, channels: 3)
    var results: Set<PixelImage> = []
    for sample in 0..<40 {
      var random = stream(sample)
      results.insert(subject.augmentation(image, using: &random))
    }
    #expect(isFixed ? results.count == 1 : results.count > 1)
  }
}
