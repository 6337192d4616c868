import Foundation
import SemiSupervised

// FrameSequences [--short]
//
// Learns single frames from few labels by the method two-stage, then what a frame shows among its
// neighbours, from the features of the first network and the same labels.

let isShort = CommandLine.arguments.contains("--short")

// Eight frames a sequence: one face with one expression, while light, place and noise change.
var spatial = RunConfiguration(
  data: "faces:train=\(isShort ? 280 : 2800),test=\(isShort ? 112 : 1120)"
    + ",channels=1,frames=8,balanced",
  method: "two-stage")
spatial.backbone = "convnet"
spatial.labelsPerClass = isShort ? 4 : 16
spatial.steps = isShort ? 12 : 3_000
spatial.learningRate = 0.1
let parts = try spatial.loadParts()
let split = try spatial.makeSplit(of: parts)
let trainer = try spatial.makeTrainer(parts: parts)
try trainer.run()

// The features of every frame, once; those of the test frames in the scale of the training frames.
let seen = try FrameFeatures(of: parts.train, by: trainer.model)
let unseen = try FrameFeatures(of: parts.test, by: trainer.model, scale: seen.scale)

// A window of seven frames says what its middle frame shows. Windows are a data set like any other.
let length = 7
let temporal = try Trainer(
  pipeline: try Pipeline(
    backbone: TemporalEncoder(classCount: 7, frameFeatureCount: seen.featureCount),
    weak: .none, strong: .none, teacher: .exponentialMovingAverage(decay: 0.99),
    losses: [SupervisedCrossEntropy()]),
  data: TrainingData(
    train: seen.windows(length: length), split: split, test: unseen.windows(length: length),
    normalization: FrameFeatures.normalization),
  options: TrainingOptions(steps: isShort ? 12 : 300, optimizer: .adam(learningRate: 1e-3)))
try temporal.run()

func report(_ name: String, _ probabilities: Tensor) {
  let metrics = ClassificationMetrics(probabilities: probabilities, labels: parts.test.labels)
  print(name, String(format: "%.3f", metrics.balancedAccuracy))
}

let count = unseen.sequences.sequences.count
print("\(parts.test.count) frames, \(count) sequences: balanced accuracy")
let alone = try trainer.model.probabilities(of: parts.test)
report("frames alone               ", alone)
report("frames, smoothed           ", unseen.sequences.smoothed(alone, radius: length / 2))
let among = try temporal.model.probabilities(of: unseen.windows(length: length))
report("temporal encoder           ", among)
report("temporal encoder, smoothed ", unseen.sequences.smoothed(among, radius: length / 2))
