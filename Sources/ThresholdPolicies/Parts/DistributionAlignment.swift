import TensorCore

/// Moves probabilities so that their average over time matches a target distribution.
///
///     model  = momentum * model + (1 - momentum) * mean of this batch      (first the mean itself)
///     p'[c]  = p[c] * (target[c] + epsilon) / (model[c] + epsilon),  then divided by its sum
///
/// The averages are updated before they are used. Rows that hold a number that is not finite do
/// not enter them and stay as they are.
///
/// Source: Berthelot et al., "ReMixMatch", 2020 (arXiv 1911.09785); moving averages as
/// in the USB library (first batch mean, then 0.999; epsilon 1e-6).
public struct DistributionAlignment: Sendable, Codable {
  /// What the average of the probabilities should become.
  public enum Target: Sendable, Hashable, Codable {
    /// Every class as often as any other.
    case uniform
    /// A known distribution, `[classes]`.
    case given([Float])
    /// The moving average of the mean probabilities of the labeled batches, at first uniform.
    case labeled
  }

  /// What the average of the probabilities should become.
  public let target: Target
  /// The share of the old averages that stays at each step.
  public let momentum: Double
  /// Added to both averages before they are divided.
  public let epsilon: Double
  private var model: [Double] = []
  private var labeled: [Double] = []

  /// Creates an alignment.
  ///
  /// - Parameters:
  ///   - target: What the average of the probabilities should become.
  ///   - momentum: The share of the old averages that stays at each step, from 0 to 1.
  ///   - epsilon: Added to both averages before they are divided, more than 0.
  public init(target: Target = .uniform, momentum: Double = 0.999, epsilon: Double = 1e-6) {
    check((0...1).contains(momentum), "DistributionAlignment: momentum \(momentum) not in 0...1")
    check(epsilon > 0, "DistributionAlignment: epsilon \(epsilon) is not positive")
    self.target = target
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// Takes note of a batch and aligns its probabilities.
  mutating func align(_ batch: JudgedBatch, _ summary: RowSummary) -> Tensor {
    let classCount = batch.classCount
    if summary.count > 0 {
      if model.isEmpty {
        model = summary.meanProbabilities
      } else {
        move(&model, towards: summary.meanProbabilities, momentum: momentum)
      }
    }
    let goal = updatedTarget(batch.labeledProbabilities, classCount: classCount)
    guard model.count == classCount else { return batch.probabilities }
    let factors = zip(goal, model).map { Float(($0 + epsilon) / ($1 + epsilon)) }
    return Tensor(shape: batch.probabilities.shape) { aligned in
      batch.probabilities.withUnsafeValues { values in
        for row in 0..<batch.probabilities.shape[0] {
          let start = row * classCount
          var sum: Float = 0
          for column in 0..<classCount { sum += values[start + column] * factors[column] }
          for column in 0..<classCount {
            aligned[start + column] =
              sum > 0 ? values[start + column] * factors[column] / sum : values[start + column]
          }
        }
      }
    }
  }

  private mutating func updatedTarget(_ probabilities: Tensor?, classCount: Int) -> [Double] {
    let uniform = [Double](repeating: 1 / Double(classCount), count: classCount)
    switch target {
    case .uniform: return uniform
    case .given(let shares):
      check(shares.count == classCount, "\(shares.count) target shares for \(classCount) classes")
      return shares.map(Double.init)
    case .labeled:
      if labeled.isEmpty { labeled = uniform }
      if let probabilities {
        let summary = RowSummary(probabilities)
        if summary.count > 0 {
          move(&labeled, towards: summary.meanProbabilities, momentum: momentum)
        }
      }
      return labeled
    }
  }
}
