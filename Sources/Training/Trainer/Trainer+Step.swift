import Backbones
import Datasets
import LossStrategies
import TensorCore
import ThresholdPolicies
import TrainingSteps

extension Trainer {
  /// Does one step: views, passes, selection, losses, gradients, weights, teacher.
  func performStep() throws -> StepReport {
    let clock = MonotonicClock()
    beginStageIfDue()
    let done = progress.step
    let now = TrainingProgress(
      step: stepOfStage, stepCount: stageSteps[progress.stage].count,
      epochSteps: options.epochSteps)
    let batch = try loader.batch(at: progress.step)
    let before = stateBeforeStep()
    var images = Dictionary(uniqueKeysWithValues: zip(pipeline.views, batch.images))
    let passes = pipeline.passes
    let networks = networks
    var step = Step(
      progress: now, classCount: pipeline.backbone.classCount, labels: batch.labels,
      sampleIDs: batch.unlabeledPlaces, poolSize: data.unlabeled.count,
      key: key(of: progress.stage), images: images,
      outputs: networks.outputs(for: passes[0], images: images, step: done),
      furtherPass: { images, network, statistics, draw in
        networks.run(
          images, by: network, statistics: statistics, step: done, dropoutDraw: draw)
      },
      headPass: { networks.scores(of: $0, from: $1, by: $2) })
    if policy != nil {
      step.selection = withoutGradients { policy?.select(step) }
    }
    if let transform = pipeline.transform {
      let made = transform(step)
      images.merge(made.mapValues(\.images)) { _, new in new }
      step.add(
        made, answers: networks.outputs(for: passes[1], images: images, step: done))
    }

    var terms: [StepReport.Term] = []
    var total: Tensor?
    for loss in pipeline.losses {
      let value = loss(step)
      terms.append(StepReport.Term(name: loss.name, value: value.scalar))
      total = total.map { $0 + value } ?? value
    }
    let failure = computeGradients(of: total, terms: terms, step: done)
    let rate =
      options.optimizer.learningRate
      * options.schedule.factor(
        step: now.step, of: now.stepCount, epochSteps: options.epochSteps)
    if let failure {
      guard let before else { throw failure }
      try skip(restoring: before, failure: failure)
    } else {
      optimizer.update(
        networks.student, learningRate: rate,
        teacher: networks.isTeacherFrozen ? nil : networks.teacher,
        teacherUpdate: pipeline.teacher, step: now.step)
      progress.skippedInARow = 0
    }

    learnMagnitudes(from: step, at: done, isSkipped: failure != nil)
    var coverage: Float?
    if failure == nil, let selection = step.selection {
      let trueLabels = batch.unlabeledPlaces.map { data.unlabeledLabel(at: $0) }
      for loss in pipeline.losses {
        guard let negatives = loss.negativeLabels(step) else { continue }
        progress.pseudoLabels.addNegatives(negatives, trueLabels: trueLabels)
      }
      progress.thresholds = selection.thresholds
      if hasPseudoLabels {
        progress.pseudoLabels.add(selection, trueLabels: trueLabels)
        progress.samples.add(selection, places: batch.unlabeledPlaces, trueLabels: trueLabels)
        coverage =
          selection.weights.isEmpty
          ? 0 : selection.weights.reduce(0, +) / Float(selection.weights.count)
      }
    }
    progress.step += 1
    let imageCount = passes.joined().reduce(0) { $0 + (images[$1.request.view]?.shape[0] ?? 0) }
    let seconds = clock.seconds
    progress.trainingSeconds += seconds
    progress.trainingImages += imageCount
    return StepReport(
      progress: TrainingProgress(
        step: done, stepCount: options.steps, epochSteps: options.epochSteps), terms: terms,
      coverage: coverage,
      thresholds: step.selection?.thresholds ?? [], learningRate: Float(rate), seconds: seconds,
      imageCount: imageCount, isSkipped: failure != nil)
  }

  /// Whether the pipeline takes unlabeled images to be of some class.
  var hasPseudoLabels: Bool { pipeline.threshold?.judgesUnlabeled ?? false }

  /// Lets the policy learn from the epoch, and judges the weights.
  func endEpoch() throws -> EpochReport {
    let epoch = (progress.step + options.epochSteps - 1) / options.epochSteps
    let epochOfStage = (stepOfStage + options.epochSteps - 1) / options.epochSteps
    if let network = policy?.labeledEvaluation {
      let store = networks.store(of: network)
      let probabilities = try Model(backbone: pipeline.backbone, store: store, data: data)
        .probabilities(of: data.train, at: data.labeled, batchSize: options.evaluationBatchSize)
      policy?.endEpoch(
        EpochEnd(
          epoch: epochOfStage, labeledProbabilities: probabilities, labels: data.labels))
    } else {
      policy?.endEpoch(EpochEnd(epoch: epochOfStage, labeledProbabilities: nil, labels: []))
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
      pseudoLabels: hasPseudoLabels ? progress.pseudoLabels : nil,
      thresholds: policy == nil ? [] : progress.thresholds,
      samples: hasPseudoLabels ? progress.samples : nil)
    progress.note(report)
    return report
  }
}
