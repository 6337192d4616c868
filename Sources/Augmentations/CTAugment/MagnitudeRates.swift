import TensorCore

/// How well the network still knows images after each operation, for every bin of its levels.
///
///     rate <- decay * rate + (1 - decay) * match              match = 1 - 1/2 * |p - onehot(y)|_1
///     p    = rate + (1 - decay), divided by the largest of its level; 0 where less than threshold
///
/// All rates start at 1, so that at first every bin is as likely as any other.
///
/// Source: Berthelot et al., "ReMixMatch", 2020 (arXiv 1911.09785), section 3.2: decay 0.99,
/// threshold 0.80; the match as in google-research/remixmatch.
package struct MagnitudeRates: Sendable, Hashable, Codable {
  /// The share of an old rate that stays.
  package let decay: Double
  /// The least share of the largest rate of a level with which a bin is still drawn.
  package let threshold: Double
  private var rates: [CTAugmentOperation: [[Double]]]

  /// Creates rates of 1.
  ///
  /// - Parameters:
  ///   - decay: The share of an old rate that stays, from 0 to 1.
  ///   - threshold: The least share of the largest rate with which a bin is drawn, from 0 to 1.
  package init(decay: Double = 0.99, threshold: Double = 0.8) {
    check(
      (0...1).contains(decay) && (0...1).contains(threshold),
      "MagnitudeRates: decay \(decay), threshold \(threshold)")
    self.decay = decay
    self.threshold = threshold
    rates = Dictionary(
      uniqueKeysWithValues: CTAugmentOperation.allCases.map { operation in
        (operation, operation.binCounts.map { [Double](repeating: 1, count: $0) })
      })
  }

  /// Reads rates.
  ///
  /// - Parameter decoder: The decoder to read from.
  /// - Throws: `DecodingError` for numbers outside 0 ... 1, and where the bins are not those of
  ///   ``CTAugmentOperation``.
  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    decay = try values.decode(Double.self, forKey: .decay)
    threshold = try values.decode(Double.self, forKey: .threshold)
    rates = try values.decode([CTAugmentOperation: [[Double]]].self, forKey: .rates)
    let hasAllBins = CTAugmentOperation.allCases.allSatisfy {
      rates[$0]?.map(\.count) == $0.binCounts
    }
    let numbers = [decay, threshold] + rates.values.joined().joined()
    guard hasAllBins, numbers.allSatisfy({ (0...1).contains($0) }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .rates, in: values,
        debugDescription: "expected a number from 0 to 1 for every bin of every operation")
    }
  }

  /// Returns the rates of an operation: for each of its levels one number a bin.
  package func rates(of operation: CTAugmentOperation) -> [[Double]] {
    rates[operation, default: []]
  }

  /// Returns how likely every bin is, for each level of an operation; each level sums to one.
  package func probabilities(of operation: CTAugmentOperation) -> [[Double]] {
    rates(of: operation).map { bins in
      let raised = bins.map { $0 + (1 - decay) }
      guard let largest = raised.max(), largest > 0 else {
        return bins.map { _ in 1 / Double(bins.count) }
      }
      let kept = raised.map { $0 / largest < threshold ? 0 : $0 / largest }
      let total = kept.reduce(0, +)
      return kept.map { $0 / total }
    }
  }

  /// Returns how much of its class a network still sees in an image: 1 - 1/2 * |p - onehot(y)|_1.
  ///
  /// - Parameters:
  ///   - probabilities: What the network says, `[classes]`.
  ///   - label: The image's class.
  /// - Returns: A number from 0 to 1, which is the class's probability where all sum to one.
  package static func match(of probabilities: some Collection<Float>, with label: Int) -> Double {
    1 - 0.5
      * probabilities.enumerated().reduce(0) { sum, entry in
        sum + abs(Double(entry.element) - (entry.offset == label ? 1 : 0))
      }
  }

  /// Learns from one image on which operations were tried.
  ///
  /// - Parameters:
  ///   - trials: What was done to the image.
  ///   - match: How much of its class the network still saw, brought into 0 ... 1; a number that is
  ///     not finite is left out.
  package mutating func learn(from trials: [AugmentationTrial], match: Double) {
    guard match.isFinite else { return }
    let match = min(max(match, 0), 1)
    for trial in trials {
      for (place, level) in trial.levels.enumerated() {
        guard let count = rates[trial.operation]?[place].count else { continue }
        let bin = Int(level * Double(count) * 0.999)
        rates[trial.operation]?[place][bin] *= decay
        rates[trial.operation]?[place][bin] += (1 - decay) * match
      }
    }
  }
}
