package import TensorCore
package import TrainingSteps

/// The probabilities that a policy decides from, wherever they come from.
package struct EvaluatedBatch: Sendable {
  /// The probabilities of the unlabeled samples, `[unlabeled, classes]`.
  package let probabilities: Tensor
  /// The indices of the unlabeled samples in their pool.
  package let sampleIDs: [Int]
  /// The number of samples in the pool.
  package let poolSize: Int
  /// The probabilities of the labeled samples, `[labeled, classes]`, if the policy reads them.
  package let labeledProbabilities: Tensor?
  /// The classes of the labeled samples.
  package let labels: [Int]
  /// The number of epochs done.
  package let epoch: Int

  /// Creates a batch from probabilities.
  package init(
    probabilities: Tensor, sampleIDs: [Int] = [], poolSize: Int = 0,
    labeledProbabilities: Tensor? = nil, labels: [Int] = [], epoch: Int = 0
  ) {
    check(
      probabilities.shape.rank == 2, "a policy evaluates [samples, classes], not \(probabilities)")
    self.probabilities = probabilities
    self.sampleIDs = sampleIDs
    self.poolSize = poolSize
    self.labeledProbabilities = labeledProbabilities
    self.labels = labels
    self.epoch = epoch
  }

  /// Reads a step: the mean of the probabilities that answer several requests.
  ///
  /// - Parameters:
  ///   - step: What the networks said.
  ///   - views: The views of the unlabeled batch.
  ///   - labeled: The request about the labeled batch, if the policy reads it.
  ///   - labeledProbabilities: Those of the labeled samples, if the policy makes them itself.
  package init(
    _ step: Step, views: EvaluatedViews, labeled: ViewRequest? = nil,
    labeledProbabilities: Tensor? = nil
  ) {
    let requests = views.requests
    var mean = step.probabilities(requests[0])
    for request in requests.dropFirst() { mean = mean + step.probabilities(request) }
    if requests.count > 1 { mean = mean * (1 / Float(requests.count)) }
    self.init(
      probabilities: mean, sampleIDs: step.sampleIDs, poolSize: step.poolSize,
      labeledProbabilities: labeledProbabilities ?? labeled.map { step.probabilities($0) },
      labels: step.labels,
      epoch: step.progress.epoch)
  }

  /// The number of classes.
  package var classCount: Int { probabilities.shape[1] }
}
