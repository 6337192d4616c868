public import TensorCore
public import TrainingSteps

/// Cross-entropy of the student with the labels of the labeled batch.
///
///     loss = sum over i of w[i] * CE(student(view(x[i])), y[i]) / sum over i of w[i]
///
/// where `w[i]` is the class weight of `y[i]` (1 without class weights) times the labeled weight of
/// the policy's selection for the view (1 where the policy gives none), or 0 where training signal
/// annealing leaves the sample out. With equal weights this is the mean over the batch. An empty batch and one in which nothing counts give 0. Gradients flow to the student
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
  /// What leaves out samples that are learned already; nil leaves out none.
  public let annealing: TrainingSignalAnnealing?
  /// Whether scores lie somewhere between those of the joint and of the labeled batch (AdaMatch).
  public let interpolatesLogits: Bool

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - labelSmoothing: The share of every target that is spread over all classes, from 0 to 1.
  ///   - classWeights: How much the samples of each class count, none negative, or nil.
  ///   - annealing: What leaves out samples that are learned already; nil leaves out none.
  ///   - interpolatesLogits: Whether scores lie between those of the joint and of the labeled batch.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .labeledWeak, labelSmoothing: Float = 0, classWeights: [Float]? = nil,
    annealing: TrainingSignalAnnealing? = nil, interpolatesLogits: Bool = false,
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
    self.annealing = annealing
    self.interpolatesLogits = interpolatesLogits
    self.name = name
  }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] {
    interpolatesLogits ? LogitInterpolation(view).requests(gradient: true) : [.learned(view)]
  }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, the labels and the selection, if there is one.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    if step.labels.isEmpty { return Tensor(0) }
    let logits =
      interpolatesLogits
      ? LogitInterpolation(view).logits(step, gradient: true) : step.logits(.learned(view))
    var weights = sampleWeights(step)
    if let annealing {
      let isKept = annealing.keeps(logits, labels: step.labels, progress: step.progress)
      for (place, isKept) in isKept.enumerated() where !isKept { weights[place] = 0 }
    }
    return logits.crossEntropy(labels: step.labels, smoothing: labelSmoothing)
      .weightedMean(weights, by: .selected)
  }

  private func sampleWeights(_ step: Step) -> [Float] {
    let labeled = step.selection?.labeledWeights[view]
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
