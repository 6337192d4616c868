import SemiSupervised

// Seven facial expressions, drawn by the package: 10 labels a class, the other images unlabeled.
let faces = DrawnFaces(DrawnFacesConfiguration(trainingCount: 1_000, testCount: 500))
let train = ImageDataset(faces, part: .training)
let split = try LabelSplit.perClass(10, of: train, key: RandomKey(seed: 0))
let data = try TrainingData(
  train: train, split: split, test: ImageDataset(faces, part: .test))

let pipeline = Pipeline(
  backbone: ConvNet(classCount: 7, width: 8),
  weak: .flipAndCrop, strong: .randAugment(.usb),
  threshold: FixedThreshold(0.95),
  losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()])

let trainer = try Trainer(
  pipeline: pipeline, data: data, options: TrainingOptions(steps: 100, epochSteps: 25))
try trainer.run { event in
  if case .epoch(let epoch) = event, let metrics = epoch.test {
    print("epoch \(epoch.epoch): balanced accuracy \(metrics.balancedAccuracy)")
  }
  return .proceed
}
