public import Parts
public import TensorCore
public import TrainingSteps

/// Cross-entropy of the student with the pseudo-labels of the samples that the policy accepts.
///
///     loss = 1 / n * sum over j of weight[j] * CE(student(view(u[j])), pseudo-label[j])
///
/// with `n` the number of all unlabeled samples, or the sum of the weights with the normalizer
/// ``LossNormalizer/selected``. Pseudo-labels are classes or probabilities, as the policy gives
/// them. If nothing is accepted, and for an empty batch, the loss is 0. Gradients flow to the student
/// through the one view, never to pseudo-labels or weights. Scores that are not finite make the loss
/// NaN even for rejected samples, so that a diverging run is seen.
///
/// Source: Sohn et al., "FixMatch", 2020 (arXiv 2001.07685): the mean over all samples.
public struct PseudoLabelCrossEntropy: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "pseudo-label", "cross-entropy with the pseudo-labels of accepted samples",
    source: "https://arxiv.org/abs/2001.07685")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The unlabeled images that the student answers to.
    package var view = AugmentedView.strong
    /// What the sum over samples is divided by.
    public var normalizer = LossNormalizer.all

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("view", \.view, "the unlabeled view that learns (FixMatch: strong; Lee, 2013: weak)"),
      .choice(
        "normalizer", \.normalizer, "what the sum over samples is divided by (FixMatch: all)"),
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that the student answers to.
  public let view: View
  /// What the sum over samples is divided by.
  package let normalizer: LossNormalizer

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(view: options.view.view(of: .unlabeled), normalizer: options.normalizer)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that the student answers to.
  ///   - normalizer: What the sum over samples is divided by.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .unlabeledStrong, normalizer: LossNormalizer = Options().normalizer,
    name: String = info.name
  ) {
    self.view = view
    self.normalizer = normalizer
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
    guard selection.weights.contains(where: { $0 > 0 }) else { return Tensor(0) }
    let losses =
      switch selection.pseudoLabels {
      case .hard(let labels): logits.crossEntropy(labels: labels)
      case .soft(let rows):
        logits.crossEntropy(targets: rows.withoutRejectedRows(selection.weights))
      }
    return losses.weightedMean(selection.weights, by: normalizer)
  }
}

extension Tensor {
  /// Returns targets with zeros for rejected samples, whose probabilities may be no numbers.
  fileprivate func withoutRejectedRows(_ weights: [Float]) -> Tensor {
    check(shape.rank == 2 && shape[0] == weights.count, "soft pseudo-labels of shape \(shape)")
    guard weights.contains(0) else { return detached() }
    let columns = shape[1]
    return Tensor(shape: shape) { target in
      withUnsafeValues { values in
        for index in values.indices {
          target.initializeElement(at: index, to: weights[index / columns] > 0 ? values[index] : 0)
        }
      }
    }
  }
}
