public import Parts
public import TensorCore
public import TrainingSteps

/// What is left beside an accepted sample's class is spread evenly over the classes in doubt.
///
///     D[j]    = the k most probable classes of sample j but its pseudo-label     in doubt
///     y[j]    = (1 - sum of p[j, c] over classes that are not in D[j]) / (k - 1)
///     loss    = mean over accepted j and c in D[j] of -(y log p[j, c] + (1 - y) log (1 - p[j, c]))
///
/// with `p` the student's probabilities on the learned view and `k` the least number, from 2 on, for
/// which the learned view's top k holds the pseudo-label of every sample of the batch. Classes to
/// which the learned view gives more than the ceiling do not count. Each sample counts by its weight.
/// If nothing counts the loss is 0. Gradients flow to the student through the learned view, through
/// `y` too, as in the authors' code.
///
/// Source: Chen et al., "FullMatch", 2023 (arXiv 2303.11066), entropy meaning loss, weight 1.
public struct EntropyMeaningLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "entropy-meaning", "accepted samples spread the rest over classes in doubt (FullMatch)",
    source: "https://arxiv.org/abs/2303.11066")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The unlabeled images that the student answers to.
    package var view = AugmentedView.strong
    /// The probability of the learned view above which a class does not count.
    public var ceiling: Float = 0.9025
    /// The number of epochs without this term.
    public var warmUpEpochs = 0

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("view", \.view, "the unlabeled view that learns (paper: strong)"),
      .number(
        "ceiling", \.ceiling, in: 0...1,
        "probability of the learned view above which a class does not count (FullMatch: 0.95^2)"),
      .whole(
        "warm-up-epochs", \.warmUpEpochs, in: 0...1_000_000,
        "epochs without this term (FullMatch: 5 as an option)"),
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View
  /// The probability of the learned view above which a class does not count.
  package let ceiling: Float
  /// The number of epochs without this term.
  package let warmUpEpochs: Int

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(
      view: options.view.view(of: .unlabeled), ceiling: options.ceiling,
      warmUpEpochs: options.warmUpEpochs)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - ceiling: The probability of the learned view above which a class does not count; FullMatch
  ///     has 0.95 squared.
  ///   - warmUpEpochs: The number of epochs without this term; FullMatch has 5 as an option.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .unlabeledStrong, ceiling: Float = Options().ceiling,
    warmUpEpochs: Int = Options().warmUpEpochs, name: String = info.name
  ) {
    check((0...1).contains(ceiling), "EntropyMeaningLoss: ceiling \(ceiling) is not in 0...1")
    check(warmUpEpochs >= 0, "EntropyMeaningLoss: \(warmUpEpochs) warm-up epochs")
    self.view = view
    self.ceiling = ceiling
    self.warmUpEpochs = warmUpEpochs
    self.name = name
  }

  /// Pseudo-labels.
  public var needs: Set<SelectionContent> { [.pseudoLabels] }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] { [.learned(view)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, and the policy's selection.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view))
    let selection = step.requiredSelection(by: name)
    guard step.progress.epoch >= warmUpEpochs else { return Tensor(0) }
    let learned = step.probabilities(.learned(view)).values
    let classes = ComplementaryClasses(
      probabilities: selection.probabilities.values, learned: learned, labels: selection.classes,
      classCount: step.classCount)
    let (k, isInDoubt) = classes.doubt()
    let counts = isInDoubt.indices.map { place in
      isInDoubt[place] && learned[place] <= ceiling
        ? selection.weights[place / step.classCount] : Float(0)
    }
    let total = counts.reduce(0, +)
    if total == 0 { return Tensor(0) }
    let p = logits.softmax()
    let certain = Tensor(isInDoubt.map { $0 ? 0 : 1 }, shape: p.shape)
    let spread = (1 - (p * certain).sum(axes: [1], keepingAxes: true) + 1e-7) * (1 / Float(k - 1))
    let terms = spread * (p + 1e-10).log() + (1 - spread) * (1 - p + 1e-10).log()
    return (terms * Tensor(counts.map { -$0 / total }, shape: p.shape)).sum()
  }
}
