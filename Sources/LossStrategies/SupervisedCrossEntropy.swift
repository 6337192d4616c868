public import Parts
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
public struct SupervisedCrossEntropy: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "supervised", "cross-entropy with the labels", source: "https://arxiv.org/abs/2001.07685")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The labeled images that the student answers to.
    package var view = AugmentedView.weak
    /// The fraction of every target that is spread over all classes.
    public var labelSmoothing: Float = 0
    /// What leaves out samples that are learned already.
    public var annealing = TrainingSignalAnnealing(.none)
    /// Whether scores lie somewhere between those of the joint and of the labeled batch.
    public var interpolation = false

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("view", \.view, "the labeled view that learns (FixMatch: weak)"),
      .number(
        "label-smoothing", \.labelSmoothing, in: 0...1,
        "fraction of every target that is spread over all classes"),
      .choice(
        "annealing", \.annealing.schedule,
        "training signal annealing of labeled samples (UDA's CIFAR-10 script: none)"),
      .choice(
        "annealing-measure", \.annealing.measure,
        "the probability that annealing looks at (UDA: trueClass; USB: largest)",
        when: { $0.annealing.schedule != .none }),
      .flag(
        "interpolation", \.interpolation,
        "random interpolation of labeled scores (AdaMatch: true; others: false)"),
    ]

    /// Plain cross-entropy.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View
  /// The fraction of every target that is spread over all classes.
  package let labelSmoothing: Float
  /// How much the samples of each class count; nil where all count alike.
  package let classWeights: [Float]?
  /// What leaves out samples that are learned already; by default none.
  package let annealing: TrainingSignalAnnealing
  /// Whether scores lie somewhere between those of the joint and of the labeled batch (AdaMatch).
  package let interpolatesLogits: Bool

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(
      view: options.view.view(of: .labeled), labelSmoothing: options.labelSmoothing,
      annealing: options.annealing, interpolatesLogits: options.interpolation)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - labelSmoothing: The fraction of every target that is spread over all classes, from 0 to 1.
  ///   - classWeights: How much the samples of each class count, none negative, or nil.
  ///   - annealing: What leaves out samples that are learned already; by default none.
  ///   - interpolatesLogits: Whether scores lie between those of the joint and of the labeled batch.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .labeledWeak, labelSmoothing: Float = Options().labelSmoothing,
    classWeights: [Float]? = nil,
    annealing: TrainingSignalAnnealing = Options().annealing,
    interpolatesLogits: Bool = Options().interpolation, name: String = info.name
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
    let isKept = annealing.keeps(logits, labels: step.labels, progress: step.progress)
    for (index, isKept) in isKept.enumerated() where !isKept { weights[index] = 0 }
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
    return step.labels.enumerated().map { index, label in
      (classWeights?[label] ?? 1) * (labeled?[index] ?? 1)
    }
  }
}
