import Backbones
import Datasets
import Inference
import LossStrategies
import TensorCore
import ThresholdPolicies
import TrainingSteps

extension Trainer {
  /// Does one step: views, passes, selection, losses, gradients, weights, teacher.
  func performStep() throws -> StepReport {
    var recorder = StepRecorder(data: data)
    beginStageIfDue()
    let number = progress.step
    let batch = try state.loader.batch(at: number)
    let before = stateBeforeStep()

    var step = makeStep(of: batch)
    if state.policy != nil {
      step.selection = withoutGradients { state.policy?.select(step) }
    }
    if let transform = pipeline.transform {
      step.add(transform(step))
      step.add(
        answers: networks.outputs(
          of: state.plan.learned, images: step.images(of:), step: number))
    }

    let losses = LossSum(of: pipeline.losses, in: step)
    let failure = computeGradients(of: losses, step: number)
    let rate = options.learningRate(at: step.progress)
    if let failure {
      guard let before else { throw failure }
      try skip(restoring: before, failure: failure)
    } else {
      state.optimizer.update(
        networks.student, learningRate: rate, teacher: networks.teacher,
        teacherUpdate: networks.average, step: step.progress.step)
      progress.skippedInARow = 0
      recorder.record(step, of: pipeline, in: &progress)
    }
    learnAugmentation(from: step, at: number, isSkipped: failure != nil)
    return recorder.finish(
      step, losses: losses, learningRate: rate, imageCount: state.plan.imageCount(step),
      isSkipped: failure != nil, options: options, progress: &progress)
  }

  /// Returns a step with the answers that the policy, or everybody, reads.
  private func makeStep(of batch: LoadedBatch) -> Step {
    let number = progress.step
    let networks = networks
    let images = Dictionary(uniqueKeysWithValues: zip(state.plan.views, batch.images))
    var step = Step(
      progress: stageProgress, classCount: pipeline.backbone.classCount, labels: batch.labels,
      sampleIDs: batch.unlabeledPlaces, poolSize: data.unlabeled.count, key: state.key,
      images: images, outputs: [:],
      furtherPass: { images, network, statistics, draw in
        networks.run(
          images, by: network, statistics: statistics, step: number, dropoutDraw: draw)
      },
      headPass: { networks.scores(of: $0, from: $1, by: $2) })
    step.add(
      answers: networks.outputs(of: state.plan.evaluated, images: step.images(of:), step: number))
    return step
  }

  /// Lets the policy learn from the epoch, and evaluates the weights.
  func endEpoch() throws -> EpochReport {
    let epoch = (progress.step + options.epochSteps - 1) / options.epochSteps
    let epochOfStage = (stageProgress.step + options.epochSteps - 1) / options.epochSteps
    if let network = state.policy?.labeledEvaluation {
      let store = networks.store(of: network)
      let probabilities = try Model(backbone: pipeline.backbone, store: store, data: data)
        .probabilities(of: data.train, at: data.labeled, batchSize: options.evaluationBatchSize)
      state.policy?.endEpoch(
        EpochEnd(
          epoch: epochOfStage, labeledProbabilities: probabilities, labels: data.labels))
    } else {
      state.policy?.endEpoch(EpochEnd(epoch: epochOfStage, labeledProbabilities: nil, labels: []))
    }
    let test = try data.test.map { try model.evaluate($0, batchSize: options.evaluationBatchSize) }
    var validation: ClassificationMetrics?
    if !data.validation.isEmpty {
      let probabilities = try model.probabilities(
        of: data.train, at: data.validation, batchSize: options.evaluationBatchSize)
      validation = ClassificationMetrics(
        probabilities: probabilities, labels: data.validation.map { data.train.labels[$0] })
    }
    let report = EpochReport(
      epoch: epoch, step: progress.step, test: test, validation: validation,
      pseudoLabels: pipeline.selectsUnlabeled ? progress.pseudoLabels : nil,
      thresholds: state.policy == nil ? [] : progress.thresholds,
      samples: pipeline.selectsUnlabeled ? progress.samples : nil)
    progress.note(report)
    return report
  }
}
