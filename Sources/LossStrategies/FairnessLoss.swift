public import Parts
public import TensorCore
public import TrainingSteps

/// FreeMatch's fairness term: accepted samples should be spread over classes as the network's
/// answers are.
///
///     A = norm(model / histogram)      B = norm(mean of softmax(s) / histogram of argmax(s))
///     loss = sum over c of A[c] * log(B[c] + 1e-12)
///
/// over the accepted samples' scores `s` on the learned view, with `model` and `histogram` from the
/// policy's statistics (FreeMatch's threshold gives them). The value is at most 0 by design and
/// 0 if nothing is accepted. Gradients flow to the student through the one view, not through
/// histograms.
///
/// Source: Wang et al., "FreeMatch", 2023 (arXiv 2205.07246), as in the USB library; weight 0.001
/// in its settings.
public struct FairnessLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "fairness", "accepted samples spread over classes (FreeMatch)",
    source: "https://arxiv.org/abs/2205.07246")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The unlabeled images that the student answers to.
    package var view = AugmentedView.strong

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("view", \.view, "the unlabeled view that learns (paper: strong)")
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(view: options.view.view(of: .unlabeled))
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - name: The name of the term in logs.
  public init(view: View = .unlabeledStrong, name: String = info.name) {
    self.view = view
    self.name = name
  }

  /// Pseudo-labels, and averages of classes.
  public var needs: Set<SelectionContent> {
    [.pseudoLabels, SelectionKey.classAverages.content]
  }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] { [.learned(view)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, and the selection of a policy that gives statistics.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view))
    let selection = step.requiredSelection(by: name)
    guard let averages = selection[.classAverages] else {
      fail("the loss '\(name)' needs a threshold policy with averages of classes")
    }
    let accepted = selection.weights.indices.filter { selection.weights[$0] > 0 }
    if accepted.isEmpty { return Tensor(0) }
    return logits.gathered(rows: accepted)
      .fairness(probabilities: averages.probabilities, histogram: averages.histogram)
  }
}
