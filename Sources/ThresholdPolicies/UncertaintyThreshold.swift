import Backbones
import Foundation
import TensorCore
public import TrainingSteps

/// Accepts samples of which a network is sure each time it is asked, and names classes that they
/// surely are not.
///
///     p[k, j]   = softmax(answer k to sample j)                          k of `passes` answers
///     weight[j] = 1 if max mean p[., j] >= confidence and deviation of p[., j, y] <= deviation
///     n[k, j]   = softmax(answer k / negativeTemperature)
///     class c of sample j is rejected if mean n[., j, c] <= negativeProbability and its deviation
///       <= negativeDeviation, c is not y, and sample j is not accepted
///
/// with `y` the most probable class of the mean and deviations divided by one less than the number of
/// answers. Answers differ by the weak views that they are given to, or by what dropout drops; a
/// network that drops nothing gives the same answer each time, and then confidence decides alone. Rows
/// that are not finite are neither accepted nor told what they are not. It has no state.
///
/// Source: Rizve et al., "In defense of pseudo-labeling", 2021 (arXiv 2101.06329): 0.70, 0.05, 0.05,
/// 0.005, ten answers, and temperature 2 for rejected classes as in its code. The paper asks with
/// dropout and shows augmentation to serve as well.
public struct UncertaintyThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "ups", "confident each time it is asked, and sure of what it is not (UPS)",
    source: "https://arxiv.org/abs/2101.06329")

  /// What makes one answer differ from another.
  public enum Variation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A weak view of its own for each answer.
    case augmentation
    /// What dropout drops, on one weak view.
    case dropout
  }

  /// The numbers that samples and classes are held against.
  public struct Limits: Sendable, Hashable, Codable {
    /// The least mean probability of a pseudo-label.
    public var confidence: Float
    /// The largest deviation of a pseudo-label's probability.
    public var deviation: Float
    /// The largest mean probability of a rejected class.
    public var negativeProbability: Float
    /// The largest deviation of a rejected class's probability.
    public var negativeDeviation: Float
    /// The temperature of the probabilities by which classes are rejected.
    public var negativeTemperature: Float

    /// Creates limits; the defaults are those of the authors' code.
    ///
    /// - Parameters:
    ///   - confidence: The least mean probability of a pseudo-label.
    ///   - deviation: The largest deviation of a pseudo-label's probability.
    ///   - negativeProbability: The largest mean probability of a rejected class.
    ///   - negativeDeviation: The largest deviation of a rejected class's probability.
    ///   - negativeTemperature: The temperature by which classes are rejected, more than 0.
    public init(
      confidence: Float = 0.7, deviation: Float = 0.05, negativeProbability: Float = 0.05,
      negativeDeviation: Float = 0.005, negativeTemperature: Float = 2
    ) {
      check(negativeTemperature > 0, "a temperature of \(negativeTemperature)")
      self.confidence = confidence
      self.deviation = deviation
      self.negativeProbability = negativeProbability
      self.negativeDeviation = negativeDeviation
      self.negativeTemperature = negativeTemperature
    }
  }

  /// The numbers that samples and classes are held against.
  public let limits: Limits
  /// The number of answers.
  public let passes: Int
  /// What makes one answer differ from another.
  public let variation: Variation
  /// Which network answers.
  public let network: ViewRequest.Network

  /// Creates the policy.
  ///
  /// - Parameters:
  ///   - limits: The numbers that samples and classes are held against.
  ///   - passes: The number of answers, at least 2.
  ///   - variation: What makes one answer differ from another.
  ///   - network: Which network answers, on its running statistics.
  public init(
    limits: Limits = Limits(), passes: Int = 10, variation: Variation = .augmentation,
    network: ViewRequest.Network = .teacher
  ) {
    check(passes >= 2, "UncertaintyThreshold: \(passes) answers have no deviation")
    self.limits = limits
    self.passes = passes
    self.variation = variation
    self.network = network
  }

  /// What the policy reads: one weak view for each answer, or the one that dropout works on.
  public var requests: [ViewRequest] {
    .weak(variation == .augmentation ? passes : 1, by: network, statistics: .running)
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: Weights, hard pseudo-labels, and the rejected classes in
  ///   ``/TrainingSteps/Selection/rejectedClasses``.
  public mutating func select(_ step: Step) -> Selection {
    let answers: [Tensor] =
      switch variation {
      case .augmentation: requests.map { step.logits($0).detached() }
      case .dropout:
        (1...passes).map { draw in
          step.forward(
            step.images(of: .unlabeledWeak), by: network, statistics: .running, dropoutDraw: draw
          ).logits.detached()
        }
      }
    let sure = Self.moments(answers.map { $0.softmax() })
    let soft = Self.moments(answers.map { ($0 * (1 / limits.negativeTemperature)).softmax() })
    let classCount = step.classCount
    var selection = Selection(
      accepting: Tensor(sure.means, shape: answers[0].shape),
      above: [Float](repeating: limits.confidence, count: classCount))
    let classes = selection.classes
    var rejected = [Float](repeating: 0, count: sure.means.count)
    for (row, label) in classes.enumerated() {
      let start = row * classCount
      if !(sure.deviations[start + label] <= limits.deviation) { selection.weights[row] = 0 }
      let range = start..<start + classCount
      guard selection.weights[row] == 0, sure.means[range].allSatisfy(\.isFinite) else { continue }
      for column in 0..<classCount where column != label {
        let isRejected =
          soft.means[start + column] <= limits.negativeProbability
          && soft.deviations[start + column] <= limits.negativeDeviation
        rejected[start + column] = isRejected ? 1 : 0
      }
    }
    selection.statistics[Selection.rejectedClasses] = rejected
    return selection
  }

  /// The means and deviations of every number over several tensors of one shape.
  private static func moments(_ tensors: [Tensor]) -> (means: [Float], deviations: [Float]) {
    let values = tensors.map(\.values)
    let count = Double(values.count)
    var means: [Float] = []
    var deviations: [Float] = []
    for index in values[0].indices {
      let mean = values.reduce(0) { $0 + Double($1[index]) } / count
      let squares = values.reduce(0) { $0 + pow(Double($1[index]) - mean, 2) }
      means.append(Float(mean))
      deviations.append(Float((squares / (count - 1)).squareRoot()))
    }
    return (means, deviations)
  }
}
