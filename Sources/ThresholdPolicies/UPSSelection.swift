import Backbones
import Foundation
public import Parts
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
public struct UPSSelection: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "ups", "confident each time it is asked, and sure of what it is not (UPS)",
    source: "https://arxiv.org/abs/2101.06329")

  /// What makes one answer differ from another.
  public enum Variation: String, Sendable, Hashable, Codable, CaseIterable {
    /// A weak view of its own for each answer.
    case augmentation
    /// What dropout drops, on one weak view.
    case dropout
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The least mean probability of a pseudo-label.
    public var confidence: Float = 0.7
    /// The largest deviation of a pseudo-label's probability.
    package var deviation: Float = 0.05
    /// The largest mean probability of a rejected class.
    package var negativeProbability: Float = 0.05
    /// The largest deviation of a rejected class's probability.
    package var negativeDeviation: Float = 0.005
    /// The temperature of the probabilities by which classes are rejected.
    package var negativeTemperature: Float = 2
    /// The number of answers.
    public var passes = 10
    /// What makes one answer differ from another.
    public var variation = Variation.augmentation
    /// Which network answers, on its running statistics.
    public var network = ViewRequest.Network.teacher

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "threshold", \.confidence, in: 0...1,
        "least mean confidence of a pseudo-label (authors: 0.70)"),
      .number(
        "deviation", \.deviation, in: 0...1, "largest deviation of a pseudo-label (authors: 0.05)"),
      .number(
        "negative-probability", \.negativeProbability, in: 0...1,
        "mean probability below which a class is rejected (authors: 0.05)"),
      .number(
        "negative-deviation", \.negativeDeviation, in: 0...1,
        "largest deviation of a rejected class (authors: 0.005)"),
      .number(
        "negative-temperature", \.negativeTemperature, in: 0.001...1_000,
        "temperature of the probabilities that reject classes (authors: 2)"),
      .whole(
        "passes", \.passes, in: 2...1_000, "answers behind mean and deviation (paper: 10)"),
      .choice(
        "variation", \.variation,
        "what makes answers differ: weak views, or what a network's dropout drops (paper: dropout)"),
      .pseudoLabelSource(\.network),
    ]

    /// The values of the authors' code.
    public init() {}
  }

  /// What was chosen.
  public let options: Options

  /// Creates the policy.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates the policy.
  ///
  /// - Parameters:
  ///   - passes: The number of answers, at least 2.
  ///   - variation: What makes one answer differ from another.
  public init(passes: Int = Options().passes, variation: Variation = Options().variation) {
    var options = Options()
    options.passes = passes
    options.variation = variation
    self.init(options)
  }

  /// Creates the policy.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options) {
    options.checkBounds(of: "UPSSelection")
    self.options = options
  }

  /// Pseudo-labels, and the classes that samples surely are not.
  public var gives: Set<SelectionContent> {
    [.pseudoLabels, SelectionKey.rejectedClasses.content]
  }

  /// What the policy reads: one weak view for each answer, or the one that dropout works on.
  public var requests: [ViewRequest] {
    (0..<(options.variation == .augmentation ? options.passes : 1)).map {
      ViewRequest(
        View(.unlabeled, .weak, number: $0), by: options.network, statistics: .running)
    }
  }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: Weights, hard pseudo-labels, and the rejected classes in
  ///   `rejectedClasses`.
  public mutating func select(_ step: Step) -> Selection {
    let answers: [Tensor] =
      switch options.variation {
      case .augmentation: requests.map { step.logits($0).detached() }
      case .dropout:
        (1...options.passes).map { draw in
          step.forward(
            step.images(of: .unlabeledWeak), by: options.network, statistics: .running,
            dropoutDraw: draw
          ).logits.detached()
        }
      }
    let sure = Self.moments(answers.map { $0.softmax() })
    let soft = Self.moments(answers.map { ($0 * (1 / options.negativeTemperature)).softmax() })
    let classCount = step.classCount
    var selection = Selection(
      accepting: Tensor(sure.means, shape: answers[0].shape),
      above: [Float](repeating: options.confidence, count: classCount))
    let classes = selection.classes
    var rejected = [Bool](repeating: false, count: sure.means.count)
    for (row, label) in classes.enumerated() {
      let start = row * classCount
      if !(sure.deviations[start + label] <= options.deviation) { selection.weights[row] = 0 }
      let range = start..<start + classCount
      guard selection.weights[row] == 0, sure.means[range].allSatisfy(\.isFinite) else { continue }
      for column in 0..<classCount where column != label {
        rejected[start + column] =
          soft.means[start + column] <= options.negativeProbability
          && soft.deviations[start + column] <= options.negativeDeviation
      }
    }
    selection[.rejectedClasses] = rejected
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
