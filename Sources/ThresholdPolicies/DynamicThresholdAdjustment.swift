import Foundation
public import Parts
import TensorCore
public import TrainingSteps

/// A threshold for every class that follows the confidence on labeled samples of that class.
///
///     S[c]         = labeled samples of class c that are classified correctly
///     m[c]         = mean over S[c] of their largest probability
///     threshold[c] = max(floor, beta * m[c] / (1 + gamma^(-e)))       floor if S[c] is empty
///
/// with `e` the number of epochs that have ended, 1 after the first. The policy selects with the
/// thresholds it has and updates them when an epoch ends (with `eachLabeledBatch`
/// after every selection); before the first update every class asks for the initial threshold.
/// With gamma = 2.718 the epoch's factor is 0.71, 0.85, 0.92, 0.95, ... of beta's 0.97, so that
/// at first the floor rules and later the class's own confidence.
///
/// The paper (Cai et al., 2026, arXiv 2601.05556) calls this dynamic threshold adjustment; the form is
/// that of Li et al., "Towards semi-supervised deep facial expression recognition with an adaptive
/// confidence margin", 2022 (arXiv 2203.12341): beta 0.97, gamma e, floor and start 0.8, there with the
/// student and two weak views. What is known and what is inferred: `Provenance`.
public struct DynamicThresholdAdjustment: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "dta", "each class's own confidence on labeled samples (DTA, Ada-CM)",
    source: "https://arxiv.org/abs/2601.05556", preferences: ["teacher.buffers": "averaged"])

  /// Where the labeled confidences come from, and when thresholds change.
  package enum Evidence: String, Sendable, Hashable, Codable, CaseIterable {
    /// The whole labeled set in inference mode without augmentation, at the end of an epoch.
    case labeledSet
    /// The labeled batches of an epoch as they came, at its end; Ada-CM's code is near this.
    case labeledBatches
    /// A moving average over labeled batches, after every step. The first mean of a class starts
    /// its average. That thresholds change every step follows Li et al., "An enhanced adaptive
    /// confidence margin", 2025; the average is our inference.
    case eachLabeledBatch
  }

  /// How a threshold follows from mean confidences.
  package enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
    /// `beta * m / (1 + gamma^(-e))`.
    case epochScaled
    /// `beta * m`: no factor that grows with the epochs.
    case classMean
    /// `beta * (m + u) / 2`, where `u` is the mean confidence of the accepted unlabeled samples of
    /// the class since the last update; where one of them is missing the other stands alone. With
    /// beta 1 and floor 0.5 as in the semi-supervised head of OpenVINO training extensions.
    case classMeanWithUnlabeled
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The fraction of the mean confidence that is asked for.
    public var beta = 0.97
    /// How fast the epoch's factor grows towards one.
    package var gamma = 2.718281828459045
    /// The threshold before the first update.
    package var initialThreshold: Float = 0.8
    /// The least threshold after an update.
    public var floor: Float = 0.8
    /// How a threshold follows from mean confidences.
    package var rule = Rule.epochScaled
    /// Where the labeled confidences come from.
    package var evidence = Evidence.labeledSet
    /// Which network's answers to labeled samples count.
    package var evidenceNetwork = ViewRequest.Network.teacher
    /// The fraction of the old averages that stays, for thresholds that change every step.
    package var evidenceMomentum = 0.999
    /// The views whose probabilities are averaged and evaluated.
    package var views = EvaluatedViews.weak(by: .teacher)

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "beta", \.beta, in: 0...1, "fraction of a class's mean labeled confidence (Ada-CM: 0.97)"),
      .number(
        "gamma", \.gamma, in: 1.0001...1e6,
        "how fast the epoch's factor 1 / (1 + gamma^-e) grows (Ada-CM: e)",
        when: { $0.rule == .epochScaled }),
      .number(
        "initial-threshold", \.initialThreshold, in: 0...1,
        "threshold before the first update (Ada-CM: 0.8)"),
      .number("floor", \.floor, in: 0...1, "least threshold after an update (Ada-CM: 0.8)"),
      .choice("rule", \.rule, "how a threshold follows from mean confidences (Ada-CM)"),
      .choice(
        "evidence", \.evidence,
        "whether thresholds follow the whole labeled set or labeled batches, by epoch or by step"),
      .choice(
        "evidence-source", \.evidenceNetwork,
        "which network's answers to labeled images count (Ada-CM: teacher)"),
      .number(
        "evidence-momentum", \.evidenceMomentum, in: 0...1,
        "momentum of thresholds that change every step",
        when: { $0.evidence == .eachLabeledBatch }),
      .weakViews(\.views.count),
      .pseudoLabelSource(\.views.network),
      .viewStatistics(\.views.statistics),
    ]

    /// Ada-CM's values, with one weak view of the teacher.
    public init() {}
  }

  /// The number of classes.
  public let classCount: Int
  /// What was chosen.
  public let options: Options

  private var thresholds: [Float]
  private var labeled: ClassConfidences
  private var accepted: ClassConfidences
  private var averages: [Double?]

  /// Creates dynamic thresholds.
  ///
  /// - Parameters:
  ///   - options: What was chosen; stops the program if something is out of bounds.
  ///   - context: Says the number of classes.
  public init(_ options: Options = Options(), for context: PartContext) {
    self.init(options, classCount: context.classCount)
  }

  /// Creates dynamic thresholds.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - beta: The fraction of the mean confidence that is asked for, from 0 to 1.
  ///   - floor: The least threshold after an update, from 0 to 1.
  public init(
    classCount: Int, beta: Double = Options().beta, floor: Float = Options().floor
  ) {
    var options = Options()
    options.beta = beta
    options.floor = floor
    self.init(options, classCount: classCount)
  }

  /// Creates dynamic thresholds.
  ///
  /// - Parameters:
  ///   - options: What was chosen; stops the program if something is out of bounds.
  ///   - classCount: The number of classes.
  public init(_ options: Options, classCount: Int) {
    check(classCount > 0, "DynamicThresholdAdjustment: \(classCount) classes")
    options.checkBounds(of: "DynamicThresholdAdjustment")
    self.options = options
    self.classCount = classCount
    thresholds = [Float](repeating: options.initialThreshold, count: classCount)
    labeled = ClassConfidences(classCount: classCount)
    accepted = labeled
    averages = [Double?](repeating: nil, count: classCount)
  }

  /// What the policy reads: the views that it judges and, where it needs them, the labeled samples.
  public var requests: [ViewRequest] {
    options.views.requests + [labeledView].compactMap(\.self)
  }

  /// The network whose answers to the labeled set set the thresholds, if the evidence is the set.
  public var labeledEvaluation: ViewRequest.Network? {
    options.evidence == .labeledSet ? options.evidenceNetwork : nil
  }

  private var labeledView: ViewRequest? {
    options.evidence == .labeledSet
      ? nil : ViewRequest(.labeledWeak, by: options.evidenceNetwork)
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(EvaluatedBatch(step, views: options.views, labeled: labeledView))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: EvaluatedBatch) -> Selection {
    let selection = Selection(accepting: batch.probabilities, above: thresholds)
    if options.rule == .classMeanWithUnlabeled {
      let confidences = batch.probabilities.rowMaxima()
      for (index, label) in selection.classes.enumerated() where selection.weights[index] > 0 {
        accepted.add(confidences[index], of: label)
      }
    }
    if let probabilities = batch.labeledProbabilities {
      labeled.addCorrect(probabilities, labels: batch.labels)
    }
    if options.evidence == .eachLabeledBatch {
      for (label, mean) in labeled.means.enumerated() {
        guard let mean else { continue }
        var average = averages[label] ?? mean
        move(&average, towards: mean, momentum: options.evidenceMomentum)
        averages[label] = average
      }
      update(averages, epoch: batch.epoch + 1)
    }
    return selection
  }

  /// Sets the thresholds from the labeled set or from the labeled batches of the epoch.
  ///
  /// - Parameter epoch: Which epoch has ended, and what the network says about the labeled set.
  public mutating func endEpoch(_ epoch: EpochEnd) {
    switch options.evidence {
    case .labeledSet:
      guard let probabilities = epoch.labeledProbabilities else {
        fail("DynamicThresholdAdjustment: an epoch ended without answers for the labeled set")
      }
      labeled = ClassConfidences(classCount: classCount)
      labeled.addCorrect(probabilities, labels: epoch.labels)
      update(labeled.means, epoch: epoch.epoch)
    case .labeledBatches: update(labeled.means, epoch: epoch.epoch)
    case .eachLabeledBatch: break
    }
  }

  private mutating func update(_ means: [Double?], epoch: Int) {
    let unlabeled = accepted.means
    thresholds = (0..<classCount).map { label in
      guard options.rule == .classMeanWithUnlabeled else {
        return threshold(meanConfidence: means[label], epoch: epoch)
      }
      let known = [means[label], unlabeled[label]].compactMap(\.self)
      return threshold(
        meanConfidence: known.isEmpty ? nil : known.reduce(0, +) / Double(known.count),
        epoch: epoch)
    }
    labeled = ClassConfidences(classCount: classCount)
    accepted = labeled
  }

  /// Returns the threshold of a class.
  ///
  /// - Parameters:
  ///   - meanConfidence: The mean confidence of the class; nil if there is none.
  ///   - epoch: The number of epochs that have ended.
  /// - Returns: The confidence that the class asks for.
  package func threshold(meanConfidence: Double?, epoch: Int) -> Float {
    guard let meanConfidence else { return options.floor }
    let factor =
      options.rule == .epochScaled ? 1 / (1 + pow(options.gamma, -Double(epoch))) : 1
    return max(options.floor, Float(options.beta * meanConfidence * factor))
  }
}

extension DynamicThresholdAdjustment {
  private enum CodingKeys: String, CodingKey {
    case classCount, options, thresholds, labeled, accepted, averages
  }

  /// Decodes options and state.
  ///
  /// - Parameter decoder: Holds what `encode(to:)` wrote.
  /// - Throws: `DecodingError` also where the state is that of another number of classes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classCount = try container.decode(Int.self, forKey: .classCount)
    options = try container.decode(Options.self, forKey: .options)
    thresholds = try container.decode([Float].self, forKey: .thresholds)
    labeled = try container.decode(ClassConfidences.self, forKey: .labeled)
    accepted = try container.decode(ClassConfidences.self, forKey: .accepted)
    averages = try container.decode([Double?].self, forKey: .averages)
    let counts = [thresholds.count, labeled.classCount, accepted.classCount, averages.count]
    guard counts.allSatisfy({ $0 == classCount }) else {
      throw DecodingError.dataCorruptedError(
        forKey: .classCount, in: container,
        debugDescription: "expected state of \(classCount) classes, found \(counts)")
    }
  }
}
