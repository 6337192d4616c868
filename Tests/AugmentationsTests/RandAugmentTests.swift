import TensorCore
import Testing

@testable import Augmentations

@Suite struct RandAugmentTests {
  static let fourteen: Set<ImageOperation> = Set(ImageOperation.allCases).subtracting([.invert])

  /// The magnitudes that each source allows at 40 by 20 pixels: bounds, or every value.
  static let bounds: [String: [ImageOperation: ClosedRange<Double>]] = [
    "google": [
      .brightness: 0.28...1.72, .color: 0.28...1.72, .contrast: 0.28...1.72,
      .sharpness: 0.28...1.72, .posterize: 1...4, .rotate: -27...27, .shearX: -0.27...0.27,
      .shearY: -0.27...0.27, .solarize: 26...231, .translateX: -9...9, .translateY: -9...9,
    ],
    "usb": [
      .brightness: 0.05...0.95, .color: 0.05...0.95, .contrast: 0.05...0.95,
      .sharpness: 0.05...0.95, .posterize: 4...8, .rotate: -30...30, .shearX: -0.3...0.3,
      .shearY: -0.3...0.3, .solarize: 0...256, .translateX: -12...12, .translateY: -6...6,
    ],
    "kekmodel": [
      .brightness: 0.14...0.86, .color: 0.14...0.86, .contrast: 0.14...0.86,
      .sharpness: 0.14...0.86, .posterize: 4...7, .rotate: -27...27, .shearX: -0.27...0.27,
      .shearY: -0.27...0.27, .solarize: 26...231, .translateX: -10...10, .translateY: -5...5,
    ],
  ]

  @Test("draws all fourteen operations evenly, in their ranges", arguments: RandAugmentPreset.all)
  func ranges(_ preset: RandAugmentPreset) throws {
    let bounds = try #require(Self.bounds[preset.name])
    var counts: [ImageOperation: Int] = [:]
    var lowest: [ImageOperation: Double] = [:]
    var highest: [ImageOperation: Double] = [:]
    let augmentation = RandAugment(preset)
    for sample in 0..<14_000 {
      var random = stream(sample)
      let drawn = augmentation.draw(width: 40, height: 20, using: &random)
      counts[drawn.operation, default: 0] += 1
      lowest[drawn.operation] = min(lowest[drawn.operation] ?? .infinity, drawn.magnitude)
      highest[drawn.operation] = max(highest[drawn.operation] ?? -.infinity, drawn.magnitude)
      let range = bounds[drawn.operation] ?? 0...0
      #expect(
        drawn.magnitude >= range.lowerBound - 1e-9 && drawn.magnitude <= range.upperBound + 1e-9,
        "\(drawn)")
      if preset.name != "usb",
        [.rotate, .posterize, .solarize, .translateX, .translateY].contains(drawn.operation)
      {
        #expect(drawn.magnitude == drawn.magnitude.rounded())
      }
      if drawn.operation == .posterize {
        #expect(drawn.magnitude == drawn.magnitude.rounded())
      }
    }
    #expect(Set(counts.keys) == Self.fourteen)
    for (operation, count) in counts { #expect(abs(count - 1000) < 153, "\(operation)") }
    // Both ends are reached, to within a twentieth of the range.
    for (operation, range) in bounds where !(preset.name == "usb" && operation == .posterize) {
      let slack = (range.upperBound - range.lowerBound) / 20
      #expect((lowest[operation] ?? 0) <= range.lowerBound + slack, "\(operation)")
      #expect((highest[operation] ?? 0) >= range.upperBound - slack, "\(operation)")
    }
  }

  @Test("levels give the sources' values")
  func levels() throws {
    func magnitude(_ preset: RandAugmentPreset, _ operation: ImageOperation, _ level: Int) throws
      -> Double
    {
      let choice = try #require(preset.choices.first { $0.operation == operation })
      return choice.range.magnitude(level: Double(level), of: 10, side: 32)
    }
    #expect(
      try (1...9).map { try magnitude(.google, .posterize, $0) } == [4, 4, 3, 3, 2, 2, 2, 1, 1])
    #expect(
      try (1...9).map { try magnitude(.kekmodel, .posterize, $0) } == [4, 4, 5, 5, 6, 6, 6, 7, 7])
    #expect(
      try (1...9).map { try magnitude(.google, .solarize, $0) }
        == [231, 205, 180, 154, 128, 103, 77, 52, 26])
    #expect(
      try (1...9).map { try magnitude(.kekmodel, .translateX, $0) } == [0, 1, 2, 3, 4, 5, 6, 7, 8])
    #expect(try (1...9).map { try magnitude(.google, .translateX, $0) } == (1...9).map(Double.init))
    #expect(
      try (1...9).map { try magnitude(.google, .rotate, $0) } == [3, 6, 9, 12, 15, 18, 21, 24, 27])
    #expect(abs(try magnitude(.google, .brightness, 5) - 1) < 1e-12)
    #expect(abs(try magnitude(.kekmodel, .brightness, 1) - 0.14) < 1e-12)
  }

  @Test("signs are turned half the time", arguments: RandAugmentPreset.all)
  func signs(_ preset: RandAugmentPreset) {
    var positive = 0
    var count = 0
    for sample in 0..<14_000 {
      var random = stream(sample)
      let drawn = RandAugment(preset).draw(width: 40, height: 40, using: &random)
      if [.rotate, .shearX, .shearY].contains(drawn.operation) {
        count += 1
        if drawn.magnitude > 0 { positive += 1 }
      }
    }
    #expect(abs(Double(positive) - Double(count) / 2) < 2.5 * Double(count).squareRoot())
  }

  @Test("operations are applied as often as the preset says")
  func application() {
    // With invert as the only choice, an odd number of applications shows.
    func inverted(count: Int, probability: Float) -> Int {
      let preset = RandAugmentPreset(
        name: "test", summary: "", operationCount: count, applicationProbability: probability,
        levels: .uniform, choices: [.init(.invert, .unused)],
        cutout: Cutout(side: .pixels(0)))
      let image = PixelImage.grey([[0]])
      return (0..<2000).count { sample in
        var random = stream(sample)
        return RandAugment(preset)(image, using: &random).pixels == [255]
      }
    }
    #expect(inverted(count: 3, probability: 1) == 2000)
    #expect(inverted(count: 2, probability: 1) == 0)
    #expect(inverted(count: 0, probability: 1) == 0)
    #expect(inverted(count: 3, probability: 0) == 0)
    #expect(abs(inverted(count: 1, probability: 0.5) - 1000) < 112)
  }

  @Test("presets have the numbers of the sources")
  func numbers() {
    #expect(RandAugmentPreset.all.map(\.name) == ["google", "usb", "kekmodel"])
    #expect(RandAugmentPreset.all.map(\.operationCount) == [2, 3, 2])
    #expect(RandAugmentPreset.all.map(\.applicationProbability) == [0.5, 1, 0.5])
    for preset in RandAugmentPreset.all {
      #expect(preset.choices.count == 14)
      #expect(Set(preset.choices.map(\.operation)) == Self.fourteen)
    }
  }
}
