// A whole training in twenty lines: the README's and the first article's program.

// snippet.training
import SemiSupervised

// Seven facial expressions, drawn by the package: ten labels a class, all else without labels.
let faces = DrawnFaces(DrawnFacesConfiguration(trainingCount: 1_000, testCount: 500))
let train = ImageDataset(faces, part: .training)
let data = try TrainingData(
  train: train, split: .perClass(10, of: train, key: RandomKey(seed: 0)),
  test: ImageDataset(faces, part: .test))

let pipeline = try Pipeline(
  backbone: ConvNet(classCount: 7),
  weak: .flipAndCrop, strong: .randAugment(.usb),
  teacher: .exponentialMovingAverage(decay: 0.999),
  threshold: DynamicThresholdAdjustment(classCount: 7),
  losses: [
    SupervisedCrossEntropy(),
    PseudoLabelCrossEntropy(),
    SelectiveNegativeLearning(below: 0.05),
  ])

let trainer = try Trainer(pipeline: pipeline, data: data, options: TrainingOptions(steps: 300))
let result = try trainer.run()
print("balanced accuracy", result.test?.balancedAccuracy ?? 0)
// snippet.end

// snippet.listener
try trainer.run { event in
  switch event {
  case .step(let report):
    print(report.progress.step, report.terms.map(\.value), report.coverage ?? 0)
  case .epoch(let report):
    print("epoch", report.epoch, "thresholds", report.thresholds)
  case .finished(let result):
    print("took \(result.secondsPerStep) s a step")
  }
  return .proceed  // or .stop, to end the run after this step
}
// snippet.end
