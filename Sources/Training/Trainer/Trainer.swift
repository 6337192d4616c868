import Augmentations
public import Backbones
import Datasets
import Foundation
public import Inference
import LossStrategies
import TensorCore
import ThresholdPolicies
import TrainingSteps

/// Trains a pipeline's network, one step after the other, on the calling thread.
///
/// The same pipeline, data and options give the same bits on one kernel path, whatever the number
/// of threads: every random number derives from the seed and the step. Nothing is printed; a
/// listener hears of every step and epoch and may stop the run between steps.
///
/// A trainer is used from one thread at a time. It computes for a long while: keep it off the
/// threads of Swift concurrency, as ``events(running:)`` does.
public final class Trainer {
  /// What a listener answers to an event.
  public enum Directive: Sendable {
    /// Go on.
    case proceed
    /// Stop after this event.
    case stop
  }

  /// What is trained one after the other; most methods have one stage.
  public let stages: [Stage]
  /// The present stage's method.
  public var pipeline: Pipeline { state.pipeline }
  /// The sizes, optimizer, schedules and seed.
  public let options: TrainingOptions
  /// The images and labels.
  public let data: TrainingData

  /// The steps of every stage.
  let stageSteps: [Range<Int>]
  /// What the present stage works with.
  var state: StageState
  var progress: TrainerProgress
  /// What became of the weights that the run started from; nil if they were random.
  package private(set) var startingWeights: WeightsReport?

  /// The weights that the run was given to start from, where a later stage starts from them again.
  var startingPoint: ParameterStore?

  /// Prepares a run.
  ///
  /// - Parameters:
  ///   - pipeline: The method.
  ///   - data: The images and labels.
  ///   - options: The sizes, optimizer, schedules and seed.
  /// - Throws: A ``TrainingError`` if method and data do not fit together.
  public convenience init(
    pipeline: Pipeline, data: TrainingData, options: TrainingOptions
  ) throws {
    try self.init(stages: [Stage(pipeline)], data: data, options: options)
  }

  /// Prepares a run of several stages.
  ///
  /// - Parameters:
  ///   - stages: What is trained one after the other, at least one, all of one network.
  ///   - data: The images and labels.
  ///   - options: The sizes, optimizer, schedules and seed; the steps are those of all stages.
  /// - Throws: A ``TrainingError`` if method and data do not fit together, or for too few steps.
  public init(stages: [Stage], data: TrainingData, options: TrainingOptions) throws {
    guard let pipeline = stages.first?.pipeline else {
      throw TrainingError.mismatch("a run needs at least one stage")
    }
    for stage in stages {
      try data.validate(for: stage.pipeline, options: options)
      check(
        stage.pipeline.backbone.layout == pipeline.backbone.layout, "stages of several networks")
    }
    self.stages = stages
    self.options = options
    self.data = data
    stageSteps = try stages.ranges(in: options.steps)
    state = StageState(0, of: stages, steps: stageSteps[0], data: data, options: options)
    progress = TrainerProgress(classCount: pipeline.backbone.classCount)
  }

  /// The networks of the present stage.
  var networks: Networks { state.networks }

  /// Starts from given weights instead of random ones; the teacher starts from the same.
  ///
  /// - Parameters:
  ///   - file: The weights, with PyTorch's names and order of axes.
  ///   - name: The file's name, for errors.
  /// - Throws: A `WeightsError` if they are of another network; the trainer is then unchanged.
  public func load(_ file: SafetensorsFile, name: String) throws {
    check(progress.step == 0, "weights are loaded before the first step")
    startingWeights = try networks.student.load(
      file, name: name, classCount: pipeline.backbone.classCount)
    networks.teacher?.copy(from: networks.student)
    if stages.dropFirst().contains(where: { $0.start == .anew }) {
      let store = ParameterStore(layout: networks.student.layout, isTrained: false)
      store.copy(from: networks.student)
      startingPoint = store
    }
  }

  /// The number of steps done.
  public var step: Int { progress.step }

  /// The number of steps after which the weights were last evaluated; 0 before the first epoch's end.
  package var judgedStep: Int { progress.judgedStep }

  /// The best epoch on the validation samples so far; nil before the first, and without such samples.
  package var bestEpoch: TrainingResult.BestEpoch? { progress.best }

  /// Whether an epoch's last step is done and the weights were not evaluated since.
  package var isEpochDue: Bool {
    progress.step > progress.judgedStep
      && (progress.step % options.epochSteps == 0 || progress.step >= options.steps)
  }

  /// The weights that are evaluated and saved for use: the teacher's if there is one.
  public var model: Model {
    Model(backbone: pipeline.backbone, store: networks.evaluated, data: data)
  }

  /// Runs all steps that are left.
  ///
  /// - Parameter listener: Hears of every step and epoch; its answer goes on or stops.
  /// - Returns: What the run came to.
  /// - Throws: A ``TrainingError`` if a number is not finite, or an error of the data.
  @discardableResult
  public func run(
    _ listener: (TrainingEvent) throws -> Directive = { _ in .proceed }
  ) throws -> TrainingResult {
    var directive = Directive.proceed
    while true {
      // Before the step, not after it: a checkpoint may have been taken between the two.
      if isEpochDue {
        let epoch = try endEpoch()
        if try listener(.epoch(epoch)) == .stop { directive = .stop }
      }
      if directive == .stop || progress.step >= options.steps { break }
      directive = try listener(.step(performStep()))
    }
    let result = try summarize()
    _ = try listener(.finished(result))
    return result
  }
}
