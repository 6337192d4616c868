import Foundation
import TensorCore
import TestSupport
import Testing

@testable import Augmentations

@Suite("CTAugment")
struct CTAugmentTests {
  @Test("rates and the probabilities of bins are those of a stream computed elsewhere")
  func rates() throws {
    let file = try ReferenceVectors.load("ctaugment_rates")
    let names = try file.json("names", as: [String].self)
    var rates = MagnitudeRates(
      decay: try file.number("decay"), threshold: try file.number("threshold"))
    let levels = try file.floats("in.levels")
    let matches = try file.floats("in.matches")
    for (place, number) in try file.integers("in.operations").enumerated() {
      let operation = try #require(CTAugmentOperation(rawValue: names[number]))
      let trial = AugmentationTrial(
        operation,
        levels: operation.binCounts.indices.map { Double(levels[2 * place + $0]) })
      rates.learn(from: [trial], match: Double(matches[place]))
    }
    for operation in CTAugmentOperation.allCases {
      let probabilities = rates.probabilities(of: operation)
      #expect(probabilities.map(\.count) == operation.binCounts)
      for (place, bins) in probabilities.enumerated() {
        let key = "out.\(operation.rawValue).\(place)"
        expectClose(bins.map(Float.init), try file.floats(key), within: 1e-6, key)
        #expect(bins.map { $0 == 0 } == (try file.floats(key).map { $0 == 0 }), "\(key)")
      }
    }
  }

  @Test("every operation but the cutout gives Pillow's bytes", arguments: [1, 3])
  func operations(channels: Int) throws {
    let file = try ReferenceVectors.load("ctaugment_\(channels)")
    let shape = try file.shape("in.image")
    func image(_ key: String) throws -> PixelImage {
      PixelImage(
        width: shape[1], height: shape[0], channels: shape[2], pixels: try file.bytes(key))
    }
    let levels = try file.json("levels", as: [[Double]].self)
    for operation in CTAugmentOperation.allCases where operation != .cutout {
      for (place, level) in levels.enumerated() {
        let trial = AugmentationTrial(
          operation, levels: Array(level.prefix(operation.binCounts.count)))
        var random = stream(0)
        #expect(
          trial(try image("in.image"), using: &random)
            == (try image("out.\(operation.rawValue).\(place)")), "\(operation) at \(level)")
      }
    }
  }

  @Test(
    "the cutout is a grey square of up to half the shorter side, cut at the borders",
    arguments: [(0.0, 0), (0.2, 2), (0.5, 6), (1.0, 12)])
  func cutout(level: Double, side: Int) {
    // 1 + 0.499 * 24 * level, rounded down, and twice half of that rounded down.
    let image = PixelImage(width: 40, height: 24, channels: 3, filledWith: 9)
    var largest = 0
    for sample in 0..<60 {
      var random = stream(sample)
      let result = AugmentationTrial(.cutout, levels: [level])(image, using: &random)
      #expect(Set(result.pixels).isSubset(of: [9, 127]))
      largest = max(largest, result.pixels.count { $0 == 127 } / 3)
    }
    #expect(largest == side * side)
  }

  @Test("a match is the probability of the class, and what is not finite teaches nothing")
  func matches() {
    #expect(abs(MagnitudeRates.match(of: [0.2, 0.5, 0.3], with: 1) - 0.5) < 1e-6)
    #expect(MagnitudeRates.match(of: [0, 1], with: 0) == 0)
    var rates = MagnitudeRates()
    let before = rates
    rates.learn(from: [AugmentationTrial(.blur, levels: [0.5])], match: .nan)
    #expect(rates == before)
    rates.learn(from: [AugmentationTrial(.blur, levels: [0.5])], match: 0.25)
    #expect(rates.rates(of: .blur)[0][8] == 0.99 + 0.01 * 0.25)
    #expect(rates.rates(of: .blur)[0].count { $0 == 1 } == 16)
  }

  @Test("levels of bins that the network cannot bear are no longer drawn, until all are the same")
  func avoided() {
    var rates = MagnitudeRates(decay: 0.5)
    let lowest = AugmentationTrial(.brightness, levels: [0])
    for _ in 0..<6 { rates.learn(from: [lowest], match: 0) }
    let image = PixelImage(width: 1, height: 1, channels: 1, filledWith: 100)
    func darkest(_ rates: MagnitudeRates) -> UInt8 {
      let augmentation = CTAugment(operationCount: 1, rates: rates)
      return (0..<4_000).map { sample in
        var random = stream(sample)
        return augmentation(image, using: &random).pixels[0]
      }.filter { $0 > 0 }.min() ?? 0
    }
    // Bin 0 holds factors from 0.1 to 0.1 + 1.9 / 17.
    #expect(darkest(MagnitudeRates()) < 21)
    let without = CTAugmentOperation.allCases.count { $0 != .brightness }
    #expect(without == 18)
    #expect(rates.probabilities(of: .brightness)[0][0] == 0)
    #expect(abs(rates.probabilities(of: .brightness)[0][1] - 1 / 16) < 1e-12)
    for bin in 1..<17 {
      let trial = AugmentationTrial(.brightness, levels: [(Double(bin) + 0.5) / 17])
      for _ in 0..<6 { rates.learn(from: [trial], match: 0) }
    }
    #expect(rates.probabilities(of: .brightness)[0].allSatisfy { $0 > 0 })
    let none = MagnitudeRates(decay: 1, threshold: 1)
    #expect(none.probabilities(of: .blur)[0].allSatisfy { $0 == 1 / 17 })
  }

  @Test("a probe tries what its stream says, at any level, after the weak augmentation")
  func probe() {
    let policy = CTAugment(operationCount: 3)
    let probe = CTAugmentProbe(of: policy, after: HorizontalFlip())
    let image = PixelImage.noise(width: 12, height: 9, channels: 3)
    var levels: [Double] = []
    for sample in 0..<200 {
      var (first, second) = (stream(sample), stream(sample))
      let result = probe(image, using: &first)
      let trials = probe.trials(using: &second)
      #expect(trials.count == 3)
      var expected = image
      HorizontalFlip().apply(to: &expected, using: &second)
      for trial in trials { trial.apply(to: &expected, using: &second) }
      #expect(result == expected)
      levels += trials.flatMap(\.levels)
    }
    for bin in 0..<17 {
      #expect(levels.contains { Int($0 * 17) == bin })
    }
  }

  /// An image whose probe drew from a stream, and of whose class the teacher still saw so much.
  private func probed(sample: Int, sees: Float) -> ProbedImage {
    ProbedImage(random: stream(sample), probabilities: [sees, 1 - sees], label: 0)
  }

  @Test("images of a step know what was learned before the delay, whenever they are made")
  func history() {
    let history = LearningHistory(of: Counter(), step: 10)
    var seen: [Int: Set<Int>] = [:]
    for step in 10..<40 {
      #expect(history.state.step == step)
      for ahead in 0...LearningHistory<Counter>.delay {
        seen[step + ahead, default: []].insert(history.learned(at: step + ahead))
      }
      if step > 10 { seen[step - 1, default: []].insert(history.learned(at: step - 1)) }
      history.learn(from: [probed(sample: step, sees: 0)])
    }
    for step in 10..<40 {
      #expect(seen[step] == [max(0, step - LearningHistory<Counter>.delay - 10)])
    }
  }

  /// Counts the images that it has learned from.
  private struct Counter: LearningAugmentation {
    var learned = 0

    func apply(to image: inout PixelImage, using random: inout RandomStream) {}
    func applying(_ learned: Int) -> Counter { Counter(learned: learned) }
    func probe(after weak: any Augmentation) -> any Augmentation { weak }
    func learn(from images: [ProbedImage], into learned: inout Int) { learned += images.count }
  }

  @Test("a history goes on from its state, and a step without images changes nothing but time")
  func state() throws {
    let policy = CTAugment(rates: MagnitudeRates(decay: 0.9))
    let first = LearningHistory(of: policy)
    for step in 0..<9 {
      first.learn(from: step == 4 ? [] : [probed(sample: step, sees: 0.3)])
    }
    let data = try JSONEncoder().encode(first.state)
    let second = LearningHistory(
      of: policy,
      at: try JSONDecoder().decode(LearningHistory<CTAugment>.State.self, from: data))
    #expect(second.step == first.step)
    for step in 8...13 { #expect(first.learned(at: step) == second.learned(at: step)) }
    #expect(first.learned(at: 4 + 4) == first.learned(at: 5 + 4))
    #expect(first.learned(at: 8) != first.learned(at: 13))
  }

  @Test("what is learned is what the probe's stream tried")
  func learnsWhatWasTried() {
    let policy = CTAugment(rates: MagnitudeRates(decay: 0.5))
    for sample in 0..<20 {
      var learned = policy.learned
      policy.learn(from: [probed(sample: sample, sees: 0.25)], into: &learned)
      var random = stream(sample)
      var expected = policy.rates
      expected.learn(
        from: CTAugmentProbe(of: policy, after: HorizontalFlip()).trials(using: &random),
        match: MagnitudeRates.match(of: [0.25, 0.75], with: 0))
      #expect(learned == expected)
    }
  }

  @Test(
    "a damaged state is an error",
    arguments: ["\"step\":9", "\"decay\":0.5", "0.03125", "\"blur\""])
  func damaged(part: String) throws {
    var rates = MagnitudeRates(decay: 0.5)
    for _ in 0..<5 {
      rates.learn(from: [AugmentationTrial(.rotate, levels: [0.1])], match: 0)
    }
    let history = LearningHistory(of: CTAugment(rates: rates), step: 9)
    let text = String(decoding: try JSONEncoder().encode(history.state), as: UTF8.self)
    let replacement = [
      "\"step\":9": "\"step\":-9", "\"decay\":0.5": "\"decay\":1.5", "0.03125": "-1",
      "\"blur\"": "\"blurr\"",
    ]
    let damaged = text.replacing(part, with: try #require(replacement[part]))
    #expect(damaged != text)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(LearningHistory<CTAugment>.State.self, from: Data(damaged.utf8))
    }
  }

  @Test("a pipeline follows a history in all that can learn, and keeps its name")
  func following() {
    let image = PixelImage.noise(width: 20, height: 20, channels: 3)
    // Whoever follows knows from the start what `alone` does not.
    var rates = MagnitudeRates(decay: 0)
    for operation in CTAugmentOperation.allCases {
      for bin in 0..<17 {
        let levels = operation.binCounts.map { _ in (Double(bin) + 0.5) / 17 }
        rates.learn(from: [AugmentationTrial(operation, levels: levels)], match: bin == 3 ? 1 : 0)
      }
    }
    let history = LearningHistory(of: CTAugment(rates: rates), step: 10)
    let alone = AugmentationPipeline.ctAugment(cutout: true)
    let following = alone.following(history)
    #expect(following.name == "ctaugment-cutout" && following.summary == alone.summary)
    #expect(AugmentationPipeline.randAugment(.usb).learner == nil)
    #expect(alone.learner != nil && AugmentationPipeline([alone]).learner != nil)
    let learned = following.at(step: history.state.step)
    let nested = AugmentationPipeline([alone]).following(history).at(step: history.state.step)
    var differing = 0
    for sample in 0..<30 {
      var streams = (0..<4).map { _ in stream(sample) }
      // Who does not ask for a step has the rates of the start.
      #expect(following(image, using: &streams[0]) == alone(image, using: &streams[1]))
      let result = learned(image, using: &streams[2])
      var other = stream(sample)
      if result != alone(image, using: &other) { differing += 1 }
      #expect(nested(image, using: &streams[3]) == result)
    }
    #expect(differing > 15)
  }
}
