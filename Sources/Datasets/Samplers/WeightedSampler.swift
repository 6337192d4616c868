package import TensorCore

/// Draws with replacement, every sample as likely as its weight says; those of weight 0 never.
public struct WeightedSampler: IndexSampler {
  /// The sum of the weights up to and with each sample's.
  private let sums: [Double]
  private let key: RandomKey
  private let purpose: RandomPurpose

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - weights: The weight of every sample of the pool, none negative, not all zero.
  ///   - key: The key of the run.
  ///   - purpose: Tells the samplers of a run apart, such as one for each pool.
  package init(weights: [Double], key: RandomKey, purpose: RandomPurpose) {
    check(weights.allSatisfy { $0 >= 0 && $0.isFinite }, "WeightedSampler: a weight is negative")
    var sum = 0.0
    sums = weights.map {
      sum += $0
      return sum
    }
    check(sum > 0 && sum.isFinite, "WeightedSampler: the weights sum to \(sum)")
    self.key = key
    self.purpose = purpose
  }

  /// Draws the places of a step; see ``IndexSampler``.
  public func indices(step: Int, count: Int) -> [Int] {
    var random = key.stream(purpose, step: step)
    let total = sums[sums.count - 1]
    return (0..<count).map { _ in
      let share = Double(random.next() >> 11) / Double(1 << 53)
      return place(of: share * total)
    }
  }

  /// The first sample whose sum is above a value.
  private func place(of value: Double) -> Int {
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > value { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
