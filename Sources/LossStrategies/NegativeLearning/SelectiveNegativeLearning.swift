public import Parts
public import TensorCore
public import TrainingSteps

/// Teaches the student what the samples that the policy rejects are not.
///
///     N[j]  = classes that the rule finds safe to reject, without the pseudo-label
///     l[j]  = 1 / |N[j]| * sum over c in N[j] of -log(clamp(1 - p[j, c], epsilon, 1))
///     loss  = 1 / n * sum over j of (1 - weight[j]) * l[j]
///
/// with `p` the student's softmax on the learned view, the sets from the selection's probabilities
/// and `n` the number of all unlabeled samples (`all`) or the sum of `1 - weight[j]`
/// over samples with a set that is not empty (`nonEmpty`). A sample without such a class
/// gives 0, as does a batch without rejected samples and every step of the warm-up epochs. Gradients
/// flow to the student through `p` alone; the sets are constants. No class is both the
/// pseudo-label and rejected. With two classes to reject one is to accept the other, so the term
/// then is a pseudo-label loss on rejected samples.
///
/// The paper (Cai et al., 2026, arXiv 2601.05556) calls this selective negative learning. Samples are
/// selected by the threshold (Kim et al., "NLNL", 2019, arXiv 1908.07387), classes by their probability
/// (Rizve et al., 2021, arXiv 2101.06329: below 0.05, clamp 1e-7, weight 1). FullMatch (arXiv
/// 2303.11066) is the rule `adaptiveTopK` on all samples with sums over
/// classes. What is known and what is inferred: `Provenance` in ThresholdPolicies.
public struct SelectiveNegativeLearning: NegativeLabeling, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "snl", "rejected samples learn what they are not (selective negative learning)",
    source: "https://arxiv.org/abs/2601.05556")

  /// What the sum over samples is divided by.
  package enum Normalizer: String, Sendable, Hashable, Codable, CaseIterable {
    /// The number of all unlabeled samples.
    case all
    /// The samples that count and have a class to reject.
    case nonEmpty
  }

  /// Which samples learn.
  package enum Samples: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those that the policy rejects, each by one minus its weight.
    case rejected
    /// All unlabeled samples alike.
    case all
  }

  /// How the terms of one sample's classes are joined.
  package enum ClassReduction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Their mean.
    case mean
    /// Their sum, as in FullMatch.
    case sum
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// Which classes are rejected.
    public var rule = ComplementaryRule()
    /// What the sum over samples is divided by.
    package var normalizer = Normalizer.all
    /// Which samples learn.
    package var samples = Samples.rejected
    /// How the terms of one sample's classes are joined.
    package var reduction = ClassReduction.mean
    /// The temperature of the probabilities that the rule looks at.
    public var temperature: Float = 1
    /// The number of epochs without this term.
    package var warmUpEpochs = 0
    /// The unlabeled images that the student answers to.
    package var view = AugmentedView.strong
    /// The least probability of rejection that is told apart from zero.
    public var epsilon: Float = 1e-7

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("rule", \.rule.kind, "which classes a rejected sample is not (UPS)"),
      .number(
        "probability", \.rule.probability, in: 0...1,
        "probability below which a class is rejected (UPS: 0.05)",
        when: { $0.rule.kind == .belowProbability }),
      .whole(
        "count", \.rule.count, in: 1...65_534,
        "classes outside of which others are rejected, or the number of lowest classes",
        when: { $0.rule.kind == .outsideTopK || $0.rule.kind == .lowest }),
      .number(
        "ceiling", \.rule.ceiling, in: 0...1,
        "probability of the learned view above which a class is spared (FullMatch: 0.95^2)",
        when: { $0.rule.kind == .adaptiveTopK }),
      .choice(
        "normalizer", \.normalizer, "what the sum over samples is divided by (UPS: nonEmpty)"),
      .choice("samples", \.samples, "whether rejected or all samples learn (FullMatch: all)"),
      .choice(
        "reduction", \.reduction, "how the terms of a sample's classes are joined (FullMatch: sum)"),
      .number(
        "temperature", \.temperature, in: 0.001...1_000,
        "temperature of the probabilities that the rule looks at (UPS: 2)"),
      .whole(
        "warm-up-epochs", \.warmUpEpochs, in: 0...1_000_000,
        "epochs without negative learning (FullMatch: 5 as an option)"),
      .choice("view", \.view, "the unlabeled view that learns what it is not"),
      .number(
        "epsilon", \.epsilon, in: 1e-30...0.5,
        "least probability of rejection that is told apart from zero (UPS: 1e-7; FullMatch: 1e-10)"),
    ]

    /// Rejected samples learn from classes below 0.05.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// What was chosen.
  public let options: Options

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen; stops the program if something is out of bounds.
  ///   - name: The name of the term in logs.
  public init(_ options: Options, name: String = info.name) {
    options.checkBounds(of: "SelectiveNegativeLearning")
    self.options = options
    self.name = name
  }

  /// Creates the term with a rule.
  ///
  /// - Parameters:
  ///   - rule: Which classes are rejected.
  ///   - change: Changes further options.
  public init(
    _ rule: ComplementaryRule = ComplementaryRule(), _ change: (inout Options) -> Void = { _ in }
  ) {
    var options = Options()
    options.rule = rule
    change(&options)
    self.init(options)
  }

  /// Creates the term with the rule that rejects classes below a probability.
  ///
  /// - Parameter probability: The probability below which a class is rejected, from 0 to 1.
  public init(below probability: Float) {
    self.init(.belowProbability(probability))
  }

  private var view: View { options.view.view(of: .unlabeled) }

  /// Pseudo-labels and, with the rule of the policy's own classes, these.
  public var needs: Set<SelectionContent> {
    options.rule.kind == .bySelection
      ? [.pseudoLabels, SelectionKey.rejectedClasses.content] : [.pseudoLabels]
  }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] { [.learned(view)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, and the policy's selection.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view))
    guard step.progress.epoch >= options.warmUpEpochs else { return Tensor(0) }
    let marks = complementaryMarks(step)
    let counts = setSizes(marks, classCount: step.classCount)
    let weights = sampleWeights(step.requiredSelection(by: name))
    var factors = zip(weights, counts).map { $1 > 0 ? $0 : 0 }
    let total = factors.reduce(0, +)
    if total == 0 { return Tensor(0) }
    let divisor = options.normalizer == .all ? Float(weights.count) : total
    for (row, count) in counts.enumerated() {
      factors[row] *= (options.reduction == .sum ? Float(count) : 1) / divisor
    }
    let losses = logits.negativeLearning(complementary: marks, epsilon: options.epsilon)
    return (losses * Tensor(factors, shape: losses.shape)).sum()
  }

  /// Returns the classes that each unlabeled sample is told it is not, for reports.
  ///
  /// - Parameter step: A step with a selection.
  /// - Returns: The rejected classes of every sample; none during warm-up, and none for a sample
  ///   that does not count.
  public func rejectedClasses(_ step: Step) -> [[Int]] {
    let weights = sampleWeights(step.requiredSelection(by: name))
    guard step.progress.epoch >= options.warmUpEpochs else { return weights.map { _ in [] } }
    let marks = complementaryMarks(step)
    return weights.enumerated().map { row, weight in
      weight > 0 ? (0..<step.classCount).filter { marks[row * step.classCount + $0] } : []
    }
  }

  private func complementaryMarks(_ step: Step) -> [Bool] {
    let selection = step.requiredSelection(by: name)
    let learned = step.probabilities(.learned(view))
    check(
      selection.probabilities.shape == learned.shape,
      "\(name): evaluated \(selection.probabilities.shape), learned \(learned.shape)")
    let named = selection[.rejectedClasses]
    check(
      options.rule.kind != .bySelection || named?.count == learned.elementCount,
      "\(name): the threshold policy names no rejected classes")
    let classes = ComplementaryClasses(
      probabilities: selection.probabilities.sharpened(temperature: options.temperature).values,
      learned: learned.values, labels: selection.classes, classCount: step.classCount,
      named: named ?? [])
    return classes.marks(options.rule) { row in
      step.random(
        "complementary class", sample: row < step.sampleIDs.count ? step.sampleIDs[row] : row)
    }
  }

  private func sampleWeights(_ selection: Selection) -> [Float] {
    selection.weights.map { options.samples == .all ? 1 : 1 - $0 }
  }

  private func setSizes(_ marks: [Bool], classCount: Int) -> [Int] {
    stride(from: 0, to: marks.count, by: max(classCount, 1)).map { start in
      marks[start..<start + classCount].count { $0 }
    }
  }
}
