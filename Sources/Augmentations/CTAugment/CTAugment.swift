package import TensorCore

/// Applies operations at levels under which the network still knew labeled images.
///
/// Each of the operations is drawn with the same probability. Of each of its levels a bin is drawn
/// as ``MagnitudeRates`` says, and the level is uniform within the bin.
///
/// Alone it keeps the rates that it is given. In a pipeline's strong augmentation the trainer makes
/// it learn from a ``CTAugmentProbe`` of the labeled images in every step.
///
/// Source: Berthelot et al., "ReMixMatch", 2020 (arXiv 1911.09785), section 3.2: two operations.
package struct CTAugment: LearningAugmentation {
  /// The number of operations drawn for an image, with replacement.
  package let operationCount: Int
  /// How likely levels are.
  package let rates: MagnitudeRates
  private let probabilities: [CTAugmentOperation: [[Double]]]

  /// Creates an augmentation with given rates.
  ///
  /// - Parameters:
  ///   - operationCount: The number of operations drawn for an image, at least one.
  ///   - rates: How likely levels are, at first or for good.
  package init(operationCount: Int = 2, rates: MagnitudeRates = MagnitudeRates()) {
    check(operationCount > 0, "CTAugment of \(operationCount) operations")
    self.operationCount = operationCount
    self.rates = rates
    probabilities = Dictionary(
      uniqueKeysWithValues: CTAugmentOperation.allCases.map { ($0, rates.probabilities(of: $0)) })
  }

  /// The rates at first.
  package var learned: MagnitudeRates { rates }

  /// Returns the augmentation with the rates that were learned.
  package func applying(_ learned: MagnitudeRates) -> CTAugment {
    CTAugment(operationCount: operationCount, rates: learned)
  }

  /// Returns what tries operations at any level.
  package func probe(after weak: any Augmentation) -> any Augmentation {
    CTAugmentProbe(of: self, after: weak)
  }

  /// Moves the rate of every bin that was tried towards how much of its class the teacher still saw.
  ///
  /// What was tried is drawn again, from the streams that the probe drew it from.
  package func learn(from images: [ProbedImage], into learned: inout MagnitudeRates) {
    for image in images {
      var random = image.random
      learned.learn(
        from: probe(using: &random),
        match: MagnitudeRates.match(of: image.probabilities, with: image.label))
    }
  }

  /// Applies the drawn operations.
  package func apply(to image: inout PixelImage, using random: inout RandomStream) {
    let trials = draw(using: &random) { operation, random in
      probabilities[operation, default: []].map { shares in
        let bin = Self.place(in: shares, at: Double(random.uniform()))
        return (Double(bin) + Double(random.uniform())) / Double(shares.count)
      }
    }
    for trial in trials { trial.apply(to: &image, using: &random) }
  }

  /// Draws operations with all levels alike.
  func probe(using random: inout RandomStream) -> [AugmentationTrial] {
    draw(using: &random) { operation, random in
      operation.binCounts.map { _ in Double(random.uniform()) }
    }
  }

  private func draw(
    using random: inout RandomStream,
    levels: (CTAugmentOperation, inout RandomStream) -> [Double]
  ) -> [AugmentationTrial] {
    (0..<operationCount).map { _ in
      let all = CTAugmentOperation.allCases
      let operation = all[random.integer(below: all.count)]
      return AugmentationTrial(operation, levels: levels(operation, &random))
    }
  }

  /// Returns the place at which the sum of shares passes a number.
  private static func place(in shares: [Double], at number: Double) -> Int {
    var sum = 0.0
    var last = 0
    for (place, share) in shares.enumerated() where share > 0 {
      sum += share
      last = place
      if number < sum { return place }
    }
    return last
  }
}
