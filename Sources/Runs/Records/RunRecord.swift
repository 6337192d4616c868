import Datasets
import LossStrategies
package import Training

/// What runs: the first line of `metrics.jsonl`.
public struct RunRecord: Sendable, Hashable, Codable {
  /// The version of the form of the lines.
  public var version = 1
  /// The names of the classes; lists by class are in this order.
  public let classNames: [String]
  /// The number of steps of the whole run.
  public let steps: Int
  /// The number of steps of an epoch.
  public let epochSteps: Int
  /// The names of the losses, in the order in which they are added.
  public let losses: [String]
  /// The number of labeled images.
  public let labeledCount: Int
  /// The number of labeled images of each class.
  package let labeledPerClass: [Int]
  /// The number of images of the unlabeled pool.
  package let unlabeledCount: Int
  /// The number of validation images.
  package let validationCount: Int
  /// The number of test images.
  public let testCount: Int

  /// Describes a run.
  ///
  /// - Parameter trainer: The trainer of the run.
  package init(_ trainer: Trainer) {
    let data = trainer.data
    classNames = data.train.classNames
    steps = trainer.options.steps
    epochSteps = trainer.options.epochSteps
    losses = trainer.lossNames
    labeledCount = data.labeled.count
    var counts = [Int](repeating: 0, count: classNames.count)
    for place in data.labeled { counts[data.train.labels[place]] += 1 }
    labeledPerClass = counts
    unlabeledCount = data.unlabeled.count
    validationCount = data.validation.count
    testCount = data.test?.count ?? 0
  }
}
