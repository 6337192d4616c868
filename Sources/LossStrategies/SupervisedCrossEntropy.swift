public import TensorCore
public import TrainingSteps

/// Cross-entropy of the student with the labels of the labeled batch.
///
///     loss = sum over i of w[i] * CE(student(view(x[i])), y[i]) / sum over i of w[i]
///
/// where `w[i]` is the class weight of `y[i]` (1 without class weights) times the labeled weight of
/// the policy's selection (1 where the policy gives none). With equal weights this is the mean over
/// the batch. An empty batch and one in which nothing counts give 0. Gradients flow to the student
/// through the one view, never to labels or weights.
///
/// Source: weighted means divide by the sum of the weights, as PyTorch's cross-entropy does; label
/// smoothing is that of Szegedy et al., 2016 (arXiv 1512.00567).
public struct SupervisedCrossEntropy: LossStrategy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "supervised", "cross-entropy with the labels", source: "https://arxiv.org/abs/2001.07685")

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View
  /// The share of every target that is spread over all classes.
  public let labelSmoothing: Float
  /// How much the samples of each class count; nil where all count alike.
  public let classWeights: [Float]?

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - labelSmoothing: The share of every target that is spread over all classes, from 0 to 1.
  ///   - classWeights: How much the samples of each class count, none negative, or nil.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .labeledWeak, labelSmoothing: Float = 0, classWeights: [Float]? = nil,
    name: String = "supervised"
  ) {
    check(
      (0...1).contains(labelSmoothing),
      "SupervisedCrossEntropy: label smoothing \(labelSmoothing) is not in 0...1")
    check(
      classWeights?.allSatisfy { $0 >= 0 && $0.isFinite } ?? true,
      "SupervisedCrossEntropy: class weights \(classWeights ?? []) are not all finite and positive")
    self.view = view
    self.labelSmoothing = labelSmoothing
    self.classWeights = classWeights
    self.name = name
  }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] { [.learned(view)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, the labels and the selection, if there is one.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view))
    if step.labels.isEmpty { return Tensor(0) }
    let weights = sampleWeights(step)
    return logits.crossEntropy(labels: step.labels, smoothing: labelSmoothing)
      .weightedMean(weights, by: .selected)
  }

  private func sampleWeights(_ step: Step) -> [Float] {
    let labeled = step.selection?.labeledWeights
    check(
      labeled == nil || labeled?.count == step.labels.count,
      "\(labeled?.count ?? 0) labeled weights for \(step.labels.count) labels")
    check(
      classWeights == nil || classWeights?.count == step.classCount,
      "\(classWeights?.count ?? 0) class weights for \(step.classCount) classes")
    return step.labels.enumerated().map { place, label in
      (classWeights?[label] ?? 1) * (labeled?[place] ?? 1)
    }
  }
}
