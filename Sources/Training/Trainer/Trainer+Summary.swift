import Inference
import TensorCore

extension Trainer {
  /// Evaluates the weights as they are now.
  func summarize() throws -> TrainingResult {
    let isJudged = progress.step == options.steps && progress.lastTest != nil
    let test =
      isJudged
      ? progress.lastTest
      : try data.test.map { try model.evaluate($0, batchSize: options.evaluationBatchSize) }
    var testOfStudent = test
    if networks.teacher != nil {
      let student = Model(backbone: pipeline.backbone, store: networks.student, data: data)
      testOfStudent = try data.test.map {
        try student.evaluate($0, batchSize: options.evaluationBatchSize)
      }
    }
    let seconds = progress.trainingSeconds
    return TrainingResult(
      model: model, steps: progress.step, skippedSteps: progress.skippedSteps,
      wasCancelled: progress.step < options.steps, test: test, testOfStudent: testOfStudent,
      medianAccuracy: progress.accuracies.median,
      bestValidation: progress.best,
      pseudoLabels: pipeline.selectsUnlabeled
        ? progress.lastPseudoLabels ?? progress.pseudoLabels : nil,
      secondsPerStep: progress.step > 0 ? seconds / Double(progress.step) : 0,
      imagesPerSecond: seconds > 0 ? Double(progress.trainingImages) / seconds : 0,
      weightsSHA256: networks.evaluated.weightsSHA256())
  }
}
