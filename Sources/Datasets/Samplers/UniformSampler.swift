public import TensorCore

/// Draws with replacement, every sample of the pool equally likely.
public struct UniformSampler: IndexSampler {
  private let poolSize: Int
  private let key: RandomKey
  private let purpose: RandomPurpose

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - poolSize: The number of samples in the pool, at least 1.
  ///   - key: The key of the run.
  ///   - purpose: Tells the samplers of a run apart, such as one for each pool.
  public init(poolSize: Int, key: RandomKey, purpose: RandomPurpose) {
    check(poolSize > 0, "UniformSampler: the pool is empty")
    self.poolSize = poolSize
    self.key = key
    self.purpose = purpose
  }

  /// Draws the places of a step; see ``IndexSampler``.
  public func indices(step: Int, count: Int) -> [Int] {
    var random = key.stream(purpose, step: step)
    return (0..<count).map { _ in random.integer(below: poolSize) }
  }
}
