import TensorCore

/// A variant of RandAugment: operations with ranges, their number, probability and levels.
///
/// Implementations of FixMatch differ in all of these; the presets are three of them. All draw from
/// the fourteen operations of FixMatch (Sohn et al., 2020, appendix E), with replacement.
public struct RandAugmentPreset: Sendable {
  /// How the level of an operation is drawn.
  package enum Levels: Sendable, Hashable {
    /// A real number, uniform from zero to the highest level.
    case uniform
    /// A whole number within bounds, every one equally likely, against the highest level.
    case whole(ClosedRange<Int>, of: Int)
  }

  /// An operation and the range of its magnitude.
  package struct Choice: Sendable, Hashable {
    /// The operation.
    package let operation: ImageOperation
    /// How its magnitude follows from the level.
    package let range: MagnitudeRange

    /// Creates a choice.
    ///
    /// - Parameters:
    ///   - operation: The operation.
    ///   - range: How its magnitude follows from the level.
    package init(_ operation: ImageOperation, _ range: MagnitudeRange) {
      self.operation = operation
      self.range = range
    }
  }

  /// The name in configurations.
  package let name: String
  /// One line that describes the preset.
  package let summary: String
  /// The number of operations drawn for an image, with replacement.
  package let operationCount: Int
  /// The probability that a drawn operation is applied.
  package let applicationProbability: Float
  /// How levels are drawn.
  package let levels: Levels
  /// The operations, each drawn with the same probability.
  package let choices: [Choice]
  /// The cutout that follows the operations in the strong augmentation of FixMatch.
  package let cutout: Cutout

  /// Creates a preset.
  ///
  /// - Parameters:
  ///   - name: The name in configurations.
  ///   - summary: One line that describes the preset.
  ///   - operationCount: The number of operations drawn for an image, not negative.
  ///   - applicationProbability: The probability that a drawn operation is applied, in 0 ... 1.
  ///   - levels: How levels are drawn.
  ///   - choices: The operations, at least one.
  ///   - cutout: The cutout that follows the operations in the strong augmentation.
  package init(
    name: String, summary: String, operationCount: Int, applicationProbability: Float,
    levels: Levels, choices: [Choice], cutout: Cutout
  ) {
    check(operationCount >= 0, "RandAugmentPreset \(name): \(operationCount) operations")
    check(
      applicationProbability >= 0 && applicationProbability <= 1,
      "RandAugmentPreset \(name): probability \(applicationProbability)")
    check(!choices.isEmpty, "RandAugmentPreset \(name): no operations to choose from")
    self.name = name
    self.summary = summary
    self.operationCount = operationCount
    self.applicationProbability = applicationProbability
    self.levels = levels
    self.choices = choices
    self.cutout = cutout
  }
}

extension RandAugmentPreset {
  /// The names of the presets.
  package enum Name: String, Sendable, Hashable, Codable, CaseIterable {
    /// ``RandAugmentPreset/google``.
    case google
    /// ``RandAugmentPreset/usb``.
    case usb
    /// ``RandAugmentPreset/kekmodel``.
    case kekmodel

    /// The preset.
    package var preset: RandAugmentPreset {
      switch self {
      case .google: .google
      case .usb: .usb
      case .kekmodel: .kekmodel
      }
    }

    /// Where the preset's numbers stand.
    var source: String {
      switch self {
      case .google: "google-research/fixmatch"
      case .usb: "microsoft/Semi-supervised-learning"
      case .kekmodel: "kekmodel/FixMatch-pytorch"
      }
    }
  }

  /// All presets.
  public static let all: [RandAugmentPreset] = Name.allCases.map(\.preset)

  /// The authors' FixMatch (google-research/fixmatch): two operations at levels from 1 to 9 of 10.
  ///
  /// Each is applied with probability one half; then a square of 16 pixels is filled with zeros.
  /// Enhancements may strengthen as well as weaken (0.28 ... 1.72); 1 to 4 bits are kept, fewer
  /// than the paper's table says; images move by up to 9 pixels whatever their size.
  public static let google = RandAugmentPreset(
    name: "google",
    summary:
      "RandAugment of the FixMatch authors: 2 operations, each with probability 1/2, levels 1-9",
    operationCount: 2, applicationProbability: 0.5, levels: .whole(1...9, of: 10),
    choices: choices(
      enhancement: MagnitudeRange(0.1, 1.9),
      posterize: MagnitudeRange(4, 0, isWhole: true),
      rotate: MagnitudeRange(0, 30, isWhole: true, hasRandomSign: true),
      shear: MagnitudeRange(0, 0.3, hasRandomSign: true),
      solarize: MagnitudeRange(256, 0, isWhole: true),
      translate: MagnitudeRange(0, 10, isWhole: true, hasRandomSign: true)),
    cutout: Cutout(side: .pixels(16), placement: .cut, fill: FillColor(0)))

  /// USB and TorchSSL (microsoft/Semi-supervised-learning): three operations, always applied, with
  /// magnitudes uniform over their ranges; then a square of up to half the width is cut out.
  ///
  /// Enhancements only weaken (0.05 ... 0.95). The magnitude argument of that code has no effect,
  /// and so there is none here. The fill is (125, 123, 114), and 127 in grey images.
  public static let usb = RandAugmentPreset(
    name: "usb",
    summary: "RandAugment of USB and TorchSSL: 3 operations, always applied, uniform magnitudes",
    operationCount: 3, applicationProbability: 1, levels: .uniform,
    choices: choices(
      enhancement: MagnitudeRange(0.05, 0.95),
      posterize: MagnitudeRange(4, 8, isWhole: true),
      rotate: MagnitudeRange(-30, 30),
      shear: MagnitudeRange(-0.3, 0.3),
      solarize: MagnitudeRange(0, 256),
      translate: MagnitudeRange(-0.3, 0.3, in: .side)),
    cutout: Cutout(
      side: .uniformFraction(upTo: 0.5), placement: .moved,
      fill: FillColor(red: 125, green: 123, blue: 114, grey: 127)))

  /// The PyTorch FixMatch of kekmodel (FixMatch-pytorch): as `google`, with enhancements that only
  /// weaken, 4 to 7 bits kept, moves relative to the side, and 127 as the fill.
  package static let kekmodel = RandAugmentPreset(
    name: "kekmodel",
    summary: "RandAugment of kekmodel's FixMatch: 2 operations with probability 1/2, milder ranges",
    operationCount: 2, applicationProbability: 0.5, levels: .whole(1...9, of: 10),
    choices: choices(
      enhancement: MagnitudeRange(0.05, 0.95),
      posterize: MagnitudeRange(4, 8, isWhole: true),
      rotate: MagnitudeRange(0, 30, isWhole: true, hasRandomSign: true),
      shear: MagnitudeRange(0, 0.3, hasRandomSign: true),
      solarize: MagnitudeRange(256, 0, isWhole: true),
      translate: MagnitudeRange(0, 0.3, in: .side, isWhole: true, hasRandomSign: true)),
    cutout: Cutout(side: .pixels(16), placement: .moved, fill: FillColor(127)))

  /// The fourteen operations with the ranges in which presets differ.
  private static func choices(
    enhancement: MagnitudeRange, posterize: MagnitudeRange, rotate: MagnitudeRange,
    shear: MagnitudeRange, solarize: MagnitudeRange, translate: MagnitudeRange
  ) -> [Choice] {
    [
      Choice(.autoContrast, .unused), Choice(.brightness, enhancement),
      Choice(.color, enhancement), Choice(.contrast, enhancement), Choice(.equalize, .unused),
      Choice(.identity, .unused), Choice(.posterize, posterize), Choice(.rotate, rotate),
      Choice(.sharpness, enhancement), Choice(.shearX, shear), Choice(.shearY, shear),
      Choice(.solarize, solarize), Choice(.translateX, translate), Choice(.translateY, translate),
    ]
  }
}
