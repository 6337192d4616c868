package import TensorCore

/// Goes through the whole pool in random order, then through it again in another order.
///
/// The batches of all steps, laid end to end, are one permutation of the pool after the other; a
/// batch may hold the end of one and the start of the next.
///
/// - Note: A step costs one permutation of the pool, a few nanoseconds a sample: the price of
///   needing no state.
public struct ShuffledSampler: IndexSampler {
  private let poolSize: Int
  private let key: RandomKey
  private let purpose: RandomPurpose

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - poolSize: The number of samples in the pool, at least 1.
  ///   - key: The key of the run.
  ///   - purpose: Tells the samplers of a run apart, such as one for each pool.
  package init(poolSize: Int, key: RandomKey, purpose: RandomPurpose) {
    check(poolSize > 0, "ShuffledSampler: the pool is empty")
    self.poolSize = poolSize
    self.key = key
    self.purpose = purpose
  }

  /// Returns the places of a step; see ``IndexSampler``.
  public func indices(step: Int, count: Int) -> [Int] {
    var result: [Int] = []
    result.reserveCapacity(count)
    var place = step * count
    let end = place + count
    while place < end {
      let round = place / poolSize
      var random = key.stream(purpose, step: round)
      let start = place - round * poolSize
      let taken = min(poolSize - start, end - place)
      result += random.permutation(of: poolSize)[start..<start + taken]
      place += taken
    }
    return result
  }
}
