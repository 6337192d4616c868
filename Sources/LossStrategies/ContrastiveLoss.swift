public import Parts
public import TensorCore
public import TrainingSteps

/// Rejected samples learn features: two views of one image lie nearer than views of different ones.
///
/// The normalized temperature-scaled cross-entropy of the features of two weak views, over the
/// samples whose weight in the selection is 0; 0 if there are none. Gradients flow to the student
/// through both views.
///
/// Sources: Chen et al., "A simple framework for contrastive learning", 2020 (arXiv 2002.05709);
/// on the rejected samples, with temperature 0.07 and weight 0.1, in Li et al., "Ada-CM", 2022
/// (arXiv 2203.12341).
public struct ContrastiveLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "contrastive", "two views of a rejected sample have near features (Ada-CM's NT-Xent)",
    source: "https://arxiv.org/abs/2203.12341")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// What products of features are divided by.
    public var temperature: Float = 0.07

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "temperature", \.temperature, in: 1e-3...1e3, "temperature of the products (Ada-CM: 0.07)")
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// One of the two views.
  public let first: View
  /// The other view.
  public let second: View
  /// What products of features are divided by.
  public let temperature: Float

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(temperature: options.temperature)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - first: One of the two views.
  ///   - second: The other view, of the same images.
  ///   - temperature: What products of features are divided by, more than 0.
  ///   - name: The name of the term in logs.
  public init(
    _ first: View = .unlabeledWeak, _ second: View = View(.unlabeled, .weak, number: 1),
    temperature: Float = Options().temperature, name: String = info.name
  ) {
    check(temperature > 0, "ContrastiveLoss: temperature \(temperature) is not positive")
    self.first = first
    self.second = second
    self.temperature = temperature
    self.name = name
  }

  /// Pseudo-labels.
  public var needs: Set<SelectionContent> { [.pseudoLabels] }

  /// What the loss reads: the student's features of both views, with gradient.
  public var requests: [ViewRequest] { [.learned(first), .learned(second)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, and the policy's selection.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let weights = step.requiredSelection(by: name).weights
    let rejected = weights.indices.filter { weights[$0] == 0 }
    if rejected.isEmpty { return Tensor(0) }
    return Tensor.normalizedTemperatureCrossEntropy(
      step.features(.learned(first)).gathered(rows: rejected),
      step.features(.learned(second)).gathered(rows: rejected), temperature: temperature)
  }
}
