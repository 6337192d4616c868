public import TensorCore

/// What a threshold policy decided about the unlabeled batch.
public struct Selection: Sendable {
  /// The classes that unlabeled samples are taken to be.
  public enum PseudoLabels: Sendable {
    /// One class a sample.
    case hard([Int])
    /// A probability for every class, `[unlabeled, classes]`; rows sum to one.
    case soft(Tensor)
  }

  /// How much each unlabeled sample counts, from 0 to 1; 0 is rejected.
  public var weights: [Float]
  /// What each unlabeled sample is taken to be.
  public var pseudoLabels: PseudoLabels
  /// The probabilities that were evaluated, `[unlabeled, classes]`; no gradient.
  public var probabilities: Tensor
  /// The confidence that each class asks for, for plots; `[classes]`.
  public var thresholds: [Float]
  /// How much each labeled sample counts, by the view that it is learned from; a view without an
  /// entry counts all samples alike.
  package var labeledWeights: [View: [Float]]
  private var additions: [String: any Sendable] = [:]

  /// Creates a selection.
  ///
  /// - Parameters:
  ///   - weights: How much each unlabeled sample counts, in 0 ... 1.
  ///   - pseudoLabels: What each unlabeled sample is taken to be.
  ///   - probabilities: The probabilities that were evaluated, `[unlabeled, classes]`.
  ///   - thresholds: The confidence that each class asks for.
  ///   - labeledWeights: How much each labeled sample counts, by view.
  public init(
    weights: [Float], pseudoLabels: PseudoLabels, probabilities: Tensor, thresholds: [Float],
    labeledWeights: [View: [Float]] = [:]
  ) {
    self.weights = weights
    self.pseudoLabels = pseudoLabels
    self.probabilities = probabilities
    self.thresholds = thresholds
    self.labeledWeights = labeledWeights
  }

  /// What the policy gives under a key; nil if it gives nothing there.
  package subscript<Value>(key: SelectionKey<Value>) -> Value? {
    get { additions[key.content.name] as? Value }
    set { additions[key.content.name] = newValue }
  }

  /// The pseudo-labels as probabilities, `[unlabeled, classes]`: a hard one is one in its class.
  public var targets: Tensor {
    switch pseudoLabels {
    case .soft(let rows): rows.detached()
    case .hard(let labels): .oneHot(labels, classCount: probabilities.shape[1])
    }
  }

  /// The class of each sample: the hard label, or the most probable class (ties: the first).
  public var classes: [Int] {
    switch pseudoLabels {
    case .hard(let labels): labels
    case .soft(let rows): rows.argmaxRows()
    }
  }
}
