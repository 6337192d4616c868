// The README's program: composes a pipeline, trains and predicts.

// snippet.training
import SemiSupervised

// Faces that the package draws; "folder:IMAGES" takes yours, one folder for each class.
let parts = try DatasetSource(parsing: "faces:train=2000,test=500,channels=1")
  .load(DatasetOptions(imageSize: 32))
let split = try LabelSplit.perClass(10, of: parts.train, key: RandomKey(seed: 0))
let data = try TrainingData(train: parts.train, split: split, test: parts.test)
let classCount = parts.train.classNames.count

let pipeline = try Pipeline(
  backbone: ConvNet(classCount: classCount, inputChannels: parts.train.channels),
  weak: .flipAndCrop, strong: .randAugment(.usb),
  teacher: .exponentialMovingAverage(decay: 0.99),
  threshold: DynamicThresholdAdjustment(classCount: classCount),
  losses: [
    SupervisedCrossEntropy(),
    PseudoLabelCrossEntropy(),
    SelectiveNegativeLearning(below: 0.05),
  ])

let trainer = try Trainer(pipeline: pipeline, data: data, options: TrainingOptions(steps: 1_000))
try trainer.run { event in
  if case .epoch(let report) = event { print(report.step, report.test?.balancedAccuracy ?? 0) }
  return .proceed
}
// snippet.end

// snippet.predict
let predictions = try trainer.model.predict(files: ["one.jpg", "another.png"])
for prediction in predictions { print(prediction.className, prediction.confidence) }
// snippet.end
