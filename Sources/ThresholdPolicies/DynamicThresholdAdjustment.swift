import Foundation
import TensorCore
public import TrainingSteps

/// Asks of each class the confidence that the network has on labeled samples of that class.
///
///     S[c]         = labeled samples of class c that are classified correctly
///     m[c]         = mean over S[c] of their largest probability
///     threshold[c] = max(floor, beta * m[c] / (1 + gamma^(-e)))       floor if S[c] is empty
///
/// with `e` the number of epochs that have ended, 1 after the first. The policy selects with the
/// thresholds it has and updates them when an epoch ends (with ``Evidence/eachLabeledBatch(_:momentum:)``
/// after every selection); before the first update every class asks for the initial threshold.
/// With gamma = 2.718 the epoch's factor is 0.71, 0.85, 0.92, 0.95, ... of beta's 0.97, so that
/// at first the floor rules and later the class's own confidence.
///
/// The paper (Cai et al., 2026, arXiv 2601.05556) calls this dynamic threshold adjustment; its
/// formula was not to be had, so this is that of the nearest ancestor whose code is public: Li et
/// al., "Towards semi-supervised deep facial expression recognition with an adaptive confidence
/// margin", 2022 (arXiv 2203.12341), beta 0.97, gamma e, floor and start 0.8, there with the student
/// and two weak views (``adaptiveConfidenceMargin(classCount:)``).
public struct DynamicThresholdAdjustment: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "dta", "each class's own confidence on labeled samples (DTA, Ada-CM)",
    source: "https://arxiv.org/abs/2601.05556")

  /// Where the labeled confidences come from, and when thresholds change.
  public enum Evidence: Sendable, Hashable, Codable {
    /// The whole labeled set in inference mode without augmentation, at the end of an epoch.
    case labeledSet(by: ViewRequest.Network)
    /// The labeled batches of an epoch as they came, at its end; Ada-CM's code is near this.
    case labeledBatches(ViewRequest)
    /// A moving average over labeled batches, after every step. The first mean of a class starts
    /// its average. That thresholds change every step follows Li et al., "An enhanced adaptive
    /// confidence margin", 2025; the average is our inference.
    case eachLabeledBatch(ViewRequest, momentum: Double)
  }

  /// How a threshold follows from mean confidences.
  public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
    /// `beta * m / (1 + gamma^(-e))`.
    case epochScaled
    /// `beta * m`: no factor that grows with the epochs.
    case classMean
    /// `beta * (m + u) / 2`, where `u` is the mean confidence of the accepted unlabeled samples of
    /// the class since the last update; where one of them is missing the other stands alone. With
    /// beta 1 and floor 0.5 as in the semi-supervised head of OpenVINO training extensions.
    case classMeanWithUnlabeled
  }

  /// The number of classes.
  public let classCount: Int
  /// The share of the mean confidence that is asked for.
  public let beta: Double
  /// How fast the epoch's factor grows towards one.
  public let gamma: Double
  /// The threshold before the first update.
  public let initialThreshold: Float
  /// The least threshold after an update.
  public let floor: Float
  /// How a threshold follows from mean confidences.
  public let rule: Rule
  /// Where the labeled confidences come from.
  public let evidence: Evidence
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]

  private var thresholds: [Float]
  private var labeled: ClassConfidences
  private var accepted: ClassConfidences
  private var averages: [Double?]

  /// Creates dynamic thresholds.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - beta: The share of the mean confidence that is asked for, from 0 to 1.
  ///   - gamma: How fast the epoch's factor grows towards one, more than 1.
  ///   - initialThreshold: The threshold before the first update, from 0 to 1.
  ///   - floor: The least threshold after an update, from 0 to 1.
  ///   - rule: How a threshold follows from mean confidences.
  ///   - evidence: Where the labeled confidences come from; by default the teacher's answers to
  ///     the labeled set.
  ///   - views: The requests whose probabilities are averaged and judged; by default the
  ///     teacher's answer to one weak view, in inference mode.
  public init(
    classCount: Int, beta: Double = 0.97, gamma: Double = 2.718281828459045,
    initialThreshold: Float = 0.8,
    floor: Float = 0.8, rule: Rule = .epochScaled, evidence: Evidence = .labeledSet(by: .teacher),
    views: [ViewRequest] = .weak(by: .teacher)
  ) {
    let name = "DynamicThresholdAdjustment"
    check(classCount > 0, "\(name): \(classCount) classes")
    check((0...1).contains(beta), "\(name): beta \(beta) is not in 0...1")
    check(gamma > 1 && gamma.isFinite, "\(name): gamma \(gamma) is not a number above 1")
    check(
      (0...1).contains(initialThreshold),
      "\(name): initial threshold \(initialThreshold) is not in 0...1")
    check((0...1).contains(floor), "\(name): floor \(floor) is not in 0...1")
    check(!views.isEmpty, "\(name): no view to judge")
    if case .eachLabeledBatch(_, let momentum) = evidence {
      check((0...1).contains(momentum), "\(name): momentum \(momentum) is not in 0...1")
    }
    self.classCount = classCount
    self.beta = beta
    self.gamma = gamma
    self.initialThreshold = initialThreshold
    self.floor = floor
    self.rule = rule
    self.evidence = evidence
    self.views = views
    thresholds = [Float](repeating: initialThreshold, count: classCount)
    labeled = ClassConfidences(classCount: classCount)
    accepted = labeled
    averages = [Double?](repeating: nil, count: classCount)
  }

  /// The thresholds of Ada-CM: pseudo-labels from two weak views of the student, labeled
  /// confidences from the teacher.
  public static func adaptiveConfidenceMargin(classCount: Int) -> Self {
    Self(classCount: classCount, views: .weak(2, by: .student))
  }

  /// What the policy reads: the views that it judges and, where it needs them, the labeled samples.
  public var requests: [ViewRequest] { views + [labeledView].compactMap(\.self) }

  /// The network whose answers to the labeled set set the thresholds, if the evidence is the set.
  public var labeledEvaluation: ViewRequest.Network? {
    if case .labeledSet(let network) = evidence { network } else { nil }
  }

  private var labeledView: ViewRequest? {
    switch evidence {
    case .labeledSet: nil
    case .labeledBatches(let view): view
    case .eachLabeledBatch(let view, _): view
    }
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(JudgedBatch(step, views: views, labeled: labeledView))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: JudgedBatch) -> Selection {
    let selection = Selection(accepting: batch.probabilities, above: thresholds)
    if rule == .classMeanWithUnlabeled {
      let confidences = batch.probabilities.rowMaxima()
      for (place, label) in selection.classes.enumerated() where selection.weights[place] > 0 {
        accepted.add(confidences[place], of: label)
      }
    }
    if let probabilities = batch.labeledProbabilities {
      labeled.addCorrect(probabilities, labels: batch.labels)
    }
    if case .eachLabeledBatch(_, let momentum) = evidence {
      for (label, mean) in labeled.means.enumerated() {
        guard let mean else { continue }
        var average = averages[label] ?? mean
        move(&average, towards: mean, momentum: momentum)
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
    switch evidence {
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
      guard rule == .classMeanWithUnlabeled else {
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
    guard let meanConfidence else { return floor }
    let factor = rule == .epochScaled ? 1 / (1 + pow(gamma, -Double(epoch))) : 1
    return max(floor, Float(beta * meanConfidence * factor))
  }
}

extension DynamicThresholdAdjustment {
  private enum CodingKeys: String, CodingKey {
    case classCount, beta, gamma, initialThreshold, floor, rule, evidence, views
    case thresholds, labeled, accepted, averages
  }

  /// Decodes settings and state.
  ///
  /// - Parameter decoder: Holds what `encode(to:)` wrote.
  /// - Throws: `DecodingError` also where the state is that of another number of classes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    classCount = try container.decode(Int.self, forKey: .classCount)
    beta = try container.decode(Double.self, forKey: .beta)
    gamma = try container.decode(Double.self, forKey: .gamma)
    initialThreshold = try container.decode(Float.self, forKey: .initialThreshold)
    floor = try container.decode(Float.self, forKey: .floor)
    rule = try container.decode(Rule.self, forKey: .rule)
    evidence = try container.decode(Evidence.self, forKey: .evidence)
    views = try container.decode([ViewRequest].self, forKey: .views)
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
