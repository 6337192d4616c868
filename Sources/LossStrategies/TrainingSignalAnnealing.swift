import Foundation
import TensorCore
package import TrainingSteps

/// Leaves labeled samples out of the loss once they are learned better than the run is old.
///
///     level = a * (1 - 1 / K) + 1 / K        a: linear t,  exponential e^(5 (t - 1)),
///                                            logarithmic 1 - e^(-5 t),  t the fraction of the run
///
/// A sample counts while its probability is at most the level.
///
/// Source: Xie et al., "Unsupervised data augmentation", 2020 (arXiv 1904.12848), section 3: the
/// probability of the true class. The USB library looks at the largest probability. The authors'
/// scripts for CIFAR-10 use no annealing.
public struct TrainingSignalAnnealing: Sendable, Hashable, Codable {
  /// How the level grows.
  public enum Schedule: String, Sendable, Hashable, Codable, CaseIterable {
    /// Not at all: all samples count.
    case none
    /// In proportion to the run.
    case linear
    /// Late: for few labels.
    case exponential
    /// Early: for many labels.
    case logarithmic
  }

  /// Which probability is compared with the level.
  public enum Measure: String, Sendable, Hashable, Codable, CaseIterable {
    /// That of the true class, as in the paper.
    case trueClass
    /// The largest, as in the USB library.
    case largest
  }

  /// How the level grows.
  package var schedule: Schedule
  /// Which probability is compared with the level.
  public var measure: Measure

  /// Creates an annealing.
  ///
  /// - Parameters:
  ///   - schedule: How the level grows.
  ///   - measure: Which probability is compared with the level.
  package init(_ schedule: Schedule, measure: Measure = .trueClass) {
    self.schedule = schedule
    self.measure = measure
  }

  /// Returns the probability above which a sample is left out.
  ///
  /// - Parameters:
  ///   - progress: How far the run has come.
  ///   - classCount: The number of classes.
  /// - Returns: A level from one over the number of classes to 1.
  package func level(_ progress: TrainingProgress, classCount: Int) -> Double {
    let t = progress.fraction
    let fraction =
      switch schedule {
      case .none: 1.0
      case .linear: t
      case .exponential: exp(5 * (t - 1))
      case .logarithmic: 1 - exp(-5 * t)
      }
    let chance = 1 / Double(max(classCount, 1))
    return fraction * (1 - chance) + chance
  }

  /// Returns which samples count.
  ///
  /// - Parameters:
  ///   - logits: The scores of the labeled samples, `[labeled, classes]`.
  ///   - labels: Their classes.
  ///   - progress: How far the run has come.
  /// - Returns: One answer a sample; samples with probabilities that are no numbers count, so that
  ///   they are seen.
  func keeps(_ logits: Tensor, labels: [Int], progress: TrainingProgress) -> [Bool] {
    if schedule == .none { return labels.map { _ in true } }
    let classCount = logits.shape[1]
    let level = Float(level(progress, classCount: classCount))
    let probabilities = withoutGradients { logits.detached().softmax() }
    let largest = probabilities.rowMaxima()
    return probabilities.withUnsafeValues { values in
      labels.enumerated().map { row, label in
        let value = measure == .trueClass ? values[row * classCount + label] : largest[row]
        return !(value > level)
      }
    }
  }
}
