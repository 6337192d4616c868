public import Parts
public import TensorCore
public import TrainingSteps

/// The mean entropy of what the student says about a view, in nats: small where it is decided.
///
///     loss = mean over samples of -sum over c of p[c] * log p[c]
///
/// All samples of the view count; no threshold policy is needed. An empty batch gives 0. Gradients
/// flow to the student through the one view.
///
/// Source: Grandvalet and Bengio, "Semi-supervised learning by entropy minimization", 2004; weight
/// 0.06 beside virtual adversarial training.
public struct EntropyLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "entropy", "the entropy of the student's answers (entropy minimization)",
    source: "https://papers.nips.cc/paper/2740-semi-supervised-learning-by-entropy-minimization")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The unlabeled images that the student answers to.
    package var view = AugmentedView.weak
    /// Which statistics batch norm uses.
    public var statistics = ViewRequest.Statistics.joint

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("view", \.view, "the unlabeled view whose answers become decided"),
      .choice(
        "statistics", \.statistics,
        "which batch batch norm sees: all views, those of the pool, this view alone, or running ones"
      ),
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View
  /// Which statistics batch norm uses.
  public let statistics: ViewRequest.Statistics

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(view: options.view.view(of: .unlabeled), statistics: options.statistics)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - statistics: Which statistics batch norm uses.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .unlabeledWeak, statistics: ViewRequest.Statistics = Options().statistics,
    name: String = info.name
  ) {
    self.view = view
    self.statistics = statistics
    self.name = name
  }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] { [.learned(view, statistics: statistics)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view, statistics: statistics))
    return logits.elementCount == 0 ? Tensor(0) : logits.softmaxEntropy().mean()
  }
}
