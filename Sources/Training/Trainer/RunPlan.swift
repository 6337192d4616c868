import Backbones
import Datasets
import Inference
import TensorCore
import ThresholdPolicies

/// What a run will cost, measured on a few of its steps before it starts.
public struct RunPlan: Sendable, Hashable, Codable {
  /// The number of weights that are trained.
  public let parameterCount: Int
  /// The height, width and channels of an image.
  public let imageShape: [Int]
  /// The number of labeled images.
  public let labeledCount: Int
  /// The number of images of the unlabeled pool.
  package let unlabeledCount: Int
  /// The number of test images.
  public let testCount: Int
  /// The additions and multiplications of matrix products and convolutions for one image, forward.
  public let operationsPerImage: Int
  /// The additions and multiplications of matrix products and convolutions in one step.
  public let operationsPerStep: Int
  /// The number of images that the networks see in one step.
  public let imagesPerStep: Int
  /// The number of steps of the run.
  public let steps: Int
  /// The number of times that the weights are evaluated.
  public let epochs: Int
  /// The number of steps that were measured.
  public let measuredSteps: Int
  /// The median time of a measured step, the first left out.
  public let secondsPerStep: Double
  /// The time of evaluating the weights once.
  package let secondsPerEvaluation: Double
  /// The time of the whole run.
  public let totalSeconds: Double
  /// The largest resident memory so far, the images of the data set included.
  public let peakMemoryMiB: Double

  /// The largest number of images that evaluation is measured on.
  private static let evaluatedImages = 500

  /// Trains a few steps and evaluates a few images, with the clock running.
  ///
  /// - Parameters:
  ///   - trainer: The trainer of the run at step 0; it must not be used after that.
  ///   - steps: The number of steps to measure, at least 1; no more than the run has.
  /// - Throws: A ``TrainingError`` if a number is not finite, or an error of the data.
  public init(measuring trainer: consuming Trainer, steps: Int = 6) throws {
    let trainer = trainer
    let data = trainer.data
    let options = trainer.options
    let profile = OperationProfile()
    var times: [Double] = []
    var imageCount = 0
    measuredSteps = min(options.steps, max(1, steps))
    for _ in 0..<measuredSteps {
      let report = try profile.record { try trainer.performStep() }
      times.append(report.seconds)
      imageCount = report.imageCount
    }
    let settled = times.dropFirst(times.count > 1 ? 1 : 0).sorted()
    secondsPerStep = settled[settled.count / 2]
    operationsPerStep = profile.operations / measuredSteps
    imagesPerStep = imageCount

    let judged = Array(0..<min(Self.evaluatedImages, data.train.count))
    let single = OperationProfile()
    _ = try single.record { try trainer.model.probabilities(of: data.train, at: [0]) }
    operationsPerImage = single.operations
    let clock = MonotonicClock()
    _ = try trainer.model.probabilities(
      of: data.train, at: judged, batchSize: options.evaluationBatchSize)
    let secondsPerImage = clock.seconds / Double(judged.count)
    testCount = data.test?.count ?? 0
    let labeled = trainer.state.policy?.labeledEvaluation == nil ? 0 : data.labeled.count
    secondsPerEvaluation =
      secondsPerImage * Double(testCount + data.validation.count + labeled)

    parameterCount = trainer.pipeline.backbone.layout.parameterCount
    imageShape = [data.train.height, data.train.width, data.train.channels]
    labeledCount = data.labeled.count
    unlabeledCount = data.unlabeled.count
    self.steps = options.steps
    epochs = (options.steps + options.epochSteps - 1) / options.epochSteps
    // At the end the student is evaluated too.
    let student = trainer.pipeline.teacher == nil ? 0 : secondsPerImage * Double(testCount)
    totalSeconds =
      secondsPerStep * Double(options.steps) + secondsPerEvaluation * Double(epochs) + student
    peakMemoryMiB = ProcessMemory.peakResidentMiB
  }
}
