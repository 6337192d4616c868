import SemiSupervised

let isShort = CommandLine.arguments.contains("--short")

// Seven facial expressions, drawn by the package: 20 labels a class, the other images unlabeled.
let faces = DrawnFaces(
  DrawnFacesConfiguration(trainingCount: 1_000, testCount: 350, channels: 1, isBalanced: true))
let train = ImageDataset(faces, part: .training)
let split = try LabelSplit.perClass(20, of: train, key: RandomKey(seed: 0))
let data = try TrainingData(
  train: train, split: split, test: ImageDataset(faces, part: .test))

let pipeline = try Pipeline(
  backbone: ConvNet(classCount: 7, inputChannels: 1),
  weak: .flipAndCrop, strong: .randAugment(.usb),
  teacher: .exponentialMovingAverage(decay: 0.97),
  threshold: FixedThreshold(0.95),
  losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()])

let trainer = try Trainer(
  pipeline: pipeline, data: data,
  options: TrainingOptions(
    steps: isShort ? 8 : 240, epochSteps: isShort ? 2 : 60, optimizer: .sgd(learningRate: 0.1)))
try trainer.run { event in
  if case .epoch(let epoch) = event, let metrics = epoch.test {
    let percent = Int((metrics.balancedAccuracy * 100).rounded())
    print("epoch \(epoch.epoch): balanced accuracy \(percent) %")
  }
  return .proceed
}
