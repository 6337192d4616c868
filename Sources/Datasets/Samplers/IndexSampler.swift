/// A rule that draws the samples of a batch from a pool.
///
/// A sampler has no state: what a step draws depends on the step alone, so that a run that is
/// resumed draws what it would have drawn.
public protocol IndexSampler: Sendable {
  /// Returns the places in the pool of the samples of a step.
  ///
  /// - Parameters:
  ///   - step: The step, from 0.
  ///   - count: The number of samples of the batch, the same in every step of a run.
  /// - Returns: `count` places, from 0 up to the size of the pool.
  func indices(step: Int, count: Int) -> [Int]
}
