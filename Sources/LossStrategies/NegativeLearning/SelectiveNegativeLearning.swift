public import TensorCore
public import TrainingSteps

/// Teaches the student what the samples that the policy rejects are not.
///
///     N[j]  = classes that the rule finds safe to reject, without the pseudo-label
///     l[j]  = 1 / |N[j]| * sum over c in N[j] of -log(clamp(1 - p[j, c], epsilon, 1))
///     loss  = 1 / n * sum over j of (1 - weight[j]) * l[j]
///
/// with `p` the student's softmax on the learned view, the sets from the selection's probabilities
/// and `n` the number of all unlabeled samples (``Normalizer/all``) or the sum of `1 - weight[j]`
/// over samples with a set that is not empty (``Normalizer/nonEmpty``). A sample without such a class
/// gives 0, as does a batch without rejected samples and every step of the warm-up epochs. Gradients
/// flow to the student through `p` alone; the sets are constants. No class is both the
/// pseudo-label and rejected. With two classes to reject one is to accept the other, so the term
/// then is a pseudo-label loss on rejected samples.
///
/// The paper (Cai et al., 2026, arXiv 2601.05556) calls this selective negative learning; its formula
/// was not to be had, so this joins the two senses of its ancestors: samples are selected by the
/// threshold (Kim et al., "NLNL", 2019, arXiv 1908.07387), classes by their probability (Rizve et
/// al., 2021, arXiv 2101.06329: below 0.05, clamp 1e-7, weight 1). FullMatch (arXiv 2303.11066) is
/// the rule ``ComplementaryRule/adaptiveTopK(ceiling:)`` on all samples with sums over classes.
public struct SelectiveNegativeLearning: LossStrategy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "snl", "rejected samples learn what they are not (selective negative learning)",
    source: "https://arxiv.org/abs/2601.05556")

  /// What the sum over samples is divided by.
  public enum Normalizer: String, Sendable, Hashable, Codable, CaseIterable {
    /// The number of all unlabeled samples.
    case all
    /// The samples that count and have a class to reject.
    case nonEmpty
  }

  /// Which samples learn.
  public enum Samples: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those that the policy rejects, each by one minus its weight.
    case rejected
    /// All unlabeled samples alike.
    case all
  }

  /// How the terms of one sample's classes are joined.
  public enum ClassReduction: String, Sendable, Hashable, Codable, CaseIterable {
    /// Their mean.
    case mean
    /// Their sum, as in FullMatch.
    case sum
  }

  /// The name of the term in logs.
  public let name: String
  /// Which classes are rejected.
  public let rule: ComplementaryRule
  /// What the sum over samples is divided by.
  public let normalizer: Normalizer
  /// Which samples learn.
  public let samples: Samples
  /// How the terms of one sample's classes are joined.
  public let reduction: ClassReduction
  /// The temperature of the probabilities that the rule looks at.
  public let temperature: Float
  /// The number of epochs without this term.
  public let warmUpEpochs: Int
  /// The images that the student answers to.
  public let view: View
  /// The least probability of rejection that is told apart from zero.
  public let epsilon: Float

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - rule: Which classes are rejected.
  ///   - normalizer: What the sum over samples is divided by.
  ///   - samples: Which samples learn.
  ///   - reduction: How the terms of one sample's classes are joined.
  ///   - temperature: The temperature of the probabilities that the rule looks at, more than 0;
  ///     UPS uses 2.
  ///   - warmUpEpochs: The number of epochs without this term; FullMatch has 5 as an option.
  ///   - view: The images that the student answers to.
  ///   - epsilon: The least probability of rejection that is told apart from zero, more than 0.
  ///   - name: The name of the term in logs.
  public init(
    _ rule: ComplementaryRule = .belowProbability(0.05), normalizer: Normalizer = .all,
    samples: Samples = .rejected, reduction: ClassReduction = .mean, temperature: Float = 1,
    warmUpEpochs: Int = 0, view: View = .unlabeledStrong, epsilon: Float = 1e-7,
    name: String = "negative"
  ) {
    let type = "SelectiveNegativeLearning"
    switch rule {
    case .belowProbability(let limit):
      check((0...1).contains(limit), "\(type): probability \(limit) is not in 0...1")
    case .outsideTopK(let count): check(count >= 1, "\(type): top \(count)")
    case .lowest(let count): check(count >= 1, "\(type): the lowest \(count) classes")
    case .adaptiveTopK(let ceiling):
      check((0...1).contains(ceiling), "\(type): ceiling \(ceiling) is not in 0...1")
    case .belowChance, .randomOne, .bySelection: break
    }
    check(temperature > 0, "\(type): temperature \(temperature) is not positive")
    check(warmUpEpochs >= 0, "\(type): \(warmUpEpochs) warm-up epochs")
    check(epsilon > 0 && epsilon < 1, "\(type): epsilon \(epsilon) is not between 0 and 1")
    self.rule = rule
    self.normalizer = normalizer
    self.samples = samples
    self.reduction = reduction
    self.temperature = temperature
    self.warmUpEpochs = warmUpEpochs
    self.view = view
    self.epsilon = epsilon
    self.name = name
  }

  /// Creates the term with the rule that rejects classes below a probability.
  ///
  /// - Parameter probability: The probability below which a class is rejected, from 0 to 1.
  public init(below probability: Float) {
    self.init(.belowProbability(probability))
  }

  /// What the loss reads: the student's answer to the view, with gradient.
  public var requests: [ViewRequest] { [.learned(view)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, and the policy's selection.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = step.logits(.learned(view))
    guard step.progress.epoch >= warmUpEpochs else { return Tensor(0) }
    let marks = complementaryMarks(step)
    let counts = setSizes(marks, classCount: step.classCount)
    let weights = sampleWeights(step.requiredSelection(by: name))
    var factors = zip(weights, counts).map { $1 > 0 ? $0 : 0 }
    let total = factors.reduce(0, +)
    if total == 0 { return Tensor(0) }
    let divisor = normalizer == .all ? Float(weights.count) : total
    for (row, count) in counts.enumerated() {
      factors[row] *= (reduction == .sum ? Float(count) : 1) / divisor
    }
    let losses = logits.negativeLearning(complementary: marks, epsilon: epsilon)
    return (losses * Tensor(factors, shape: losses.shape)).sum()
  }

  /// Returns the classes that each unlabeled sample is told it is not, for reports.
  ///
  /// - Parameter step: A step with a selection.
  /// - Returns: The rejected classes of every sample; none during warm-up, and none for a sample
  ///   that does not count.
  public func rejectedClasses(_ step: Step) -> [[Int]] {
    let weights = sampleWeights(step.requiredSelection(by: name))
    guard step.progress.epoch >= warmUpEpochs else { return weights.map { _ in [] } }
    let marks = complementaryMarks(step)
    return weights.enumerated().map { row, weight in
      weight > 0 ? (0..<step.classCount).filter { marks[row * step.classCount + $0] } : []
    }
  }

  /// Returns the classes that each unlabeled sample is told it is not, as ``rejectedClasses(_:)``.
  ///
  /// - Parameter step: A step with a selection.
  /// - Returns: The rejected classes of every sample.
  public func negativeLabels(_ step: Step) -> [[Int]]? { rejectedClasses(step) }

  private func complementaryMarks(_ step: Step) -> [Bool] {
    let selection = step.requiredSelection(by: name)
    let learned = step.probabilities(.learned(view))
    check(
      selection.probabilities.shape == learned.shape,
      "\(name): judged \(selection.probabilities.shape), learned \(learned.shape)")
    let named = selection.statistics[Selection.rejectedClasses]
    check(
      rule != .bySelection || named?.count == learned.elementCount,
      "\(name): the threshold policy names no rejected classes")
    let classes = ComplementaryClasses(
      probabilities: selection.probabilities.sharpened(temperature: temperature).values,
      learned: learned.values, labels: selection.classes, classCount: step.classCount,
      named: named ?? [])
    return classes.marks(rule) { row in
      step.random(
        "complementary class", sample: row < step.sampleIDs.count ? step.sampleIDs[row] : row)
    }
  }

  private func sampleWeights(_ selection: Selection) -> [Float] {
    selection.weights.map { samples == .all ? 1 : 1 - $0 }
  }

  private func setSizes(_ marks: [Bool], classCount: Int) -> [Int] {
    stride(from: 0, to: marks.count, by: max(classCount, 1)).map { start in
      marks[start..<start + classCount].count { $0 }
    }
  }
}
