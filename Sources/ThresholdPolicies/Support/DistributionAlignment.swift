import TensorCore

/// Moves probabilities so that their average over time matches a target distribution.
///
///     model  = momentum * model + (1 - momentum) * mean of this batch      (first the mean itself)
///     p'[c]  = p[c] * (target[c] + epsilon) / (model[c] + epsilon),  then divided by its sum
///
/// With a queue the model is the plain mean over the last batch means, as many as the queue is long;
/// it starts filled with the uniform distribution.
///
/// The averages are updated before they are used. Rows that hold a number that is not finite do
/// not enter them and stay as they are.
///
/// Source: Berthelot et al., "ReMixMatch", 2020 (arXiv 1911.09785), and the code of "AdaMatch", 2022
/// (arXiv 2106.04732), both with a queue of 128; moving averages as in the USB library (first batch
/// mean, then 0.999; epsilon 1e-6).
public struct DistributionAlignment: Sendable, Codable {
  /// What the average of the probabilities should become.
  public enum Target: String, Sendable, Hashable, Codable, CaseIterable {
    /// Nothing: probabilities stay as they are.
    case none
    /// Every class as often as any other.
    case uniform
    /// The moving average of the mean probabilities of the labeled batches, at first uniform.
    case labeled
    /// The fractions of the classes among all labels of the labeled batches so far.
    case labels
  }

  /// What the average of the probabilities should become.
  public let target: Target
  /// The fraction of the old averages that stays at each step.
  public let momentum: Double
  /// Added to both averages before they are divided.
  public let epsilon: Double
  /// The number of batch means that the model is the mean of; 0 for a moving average.
  package let queueLength: Int
  private var model: [Double] = []
  private var labeled: [Double] = []
  private var queue: [[Double]] = []
  private var queueIndex = 0

  /// Creates an alignment.
  ///
  /// - Parameters:
  ///   - target: What the average of the probabilities should become.
  ///   - momentum: The fraction of the old averages that stays at each step, from 0 to 1.
  ///   - epsilon: Added to both averages before they are divided, more than 0.
  ///   - queueLength: The number of batch means that the model is the mean of; 0 for a moving
  ///     average.
  package init(
    target: Target = .uniform, momentum: Double = 0.999, epsilon: Double = 1e-6,
    queueLength: Int = 0
  ) {
    check((0...1).contains(momentum), "DistributionAlignment: momentum \(momentum) not in 0...1")
    check(epsilon > 0, "DistributionAlignment: epsilon \(epsilon) is not positive")
    self.target = target
    self.momentum = momentum
    self.epsilon = epsilon
    check(queueLength >= 0, "DistributionAlignment: a queue of \(queueLength) batches")
    self.queueLength = queueLength
  }

  /// Takes note of a batch and aligns its probabilities.
  mutating func align(_ batch: EvaluatedBatch, _ summary: RowSummary) -> Tensor {
    if target == .none { return batch.probabilities }
    let classCount = batch.classCount
    if summary.count > 0 { updateModel(summary.meanProbabilities) }
    let goal = updatedTarget(batch, classCount: classCount)
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

  private mutating func updateModel(_ mean: [Double]) {
    if queueLength > 0 {
      if queue.isEmpty {
        queue = Array(
          repeating: [Double](repeating: 1 / Double(mean.count), count: mean.count),
          count: queueLength)
      }
      queue[queueIndex] = mean
      queueIndex = (queueIndex + 1) % queueLength
      model = mean.indices.map { column in
        queue.reduce(0) { $0 + $1[column] } / Double(queueLength)
      }
    } else if model.isEmpty {
      model = mean
    } else {
      move(&model, towards: mean, momentum: momentum)
    }
  }

  private mutating func updatedTarget(_ batch: EvaluatedBatch, classCount: Int) -> [Double] {
    let uniform = [Double](repeating: 1 / Double(classCount), count: classCount)
    switch target {
    case .none, .uniform: return uniform
    case .labeled:
      if labeled.isEmpty { labeled = uniform }
      if let probabilities = batch.labeledProbabilities {
        let summary = RowSummary(probabilities)
        if summary.count > 0 {
          move(&labeled, towards: summary.meanProbabilities, momentum: momentum)
        }
      }
      return labeled
    case .labels:
      if labeled.isEmpty { labeled = [Double](repeating: 0, count: classCount) }
      for label in batch.labels { labeled[label] += 1 }
      let total = labeled.reduce(0, +)
      return total > 0 ? labeled.map { $0 / total } : uniform
    }
  }
}
