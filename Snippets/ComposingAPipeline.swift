// Methods of the literature as compositions.

import SemiSupervised

// snippet.fixmatch
let fixMatch = try Pipeline(
  backbone: WideResNet(depth: 28, widen: 2, classCount: 10),
  weak: .flipAndCrop, strong: .randAugment(.google),
  teacher: .exponentialMovingAverage(decay: 0.999),
  threshold: FixedThreshold(0.95),
  losses: [SupervisedCrossEntropy(), PseudoLabelCrossEntropy()])
// snippet.end

// snippet.flexmatch
var flexMatch = fixMatch
flexMatch.threshold = FlexMatchThreshold(0.95)
// snippet.end

// snippet.paper
let paper = try Pipeline(
  backbone: ResNet18(
    classCount: 7, localAttention: LocalAttention(branches: 2, dropProbability: 0.6),
    head: .normalized),
  weak: .flipAndCrop(padding: .twentyEighth), strong: .randAugment(.usb, padding: .twentyEighth),
  teacher: .exponentialMovingAverage(decay: 0.999),
  threshold: DynamicThresholdAdjustment(classCount: 7),
  losses: [
    SupervisedCrossEntropy() * 0.5,
    PseudoLabelCrossEntropy(),
    SelectiveNegativeLearning(below: 0.05) * 0.1,
  ])
// snippet.end

// snippet.supervised
let supervised = try Pipeline(
  backbone: WideResNet(depth: 10, widen: 1, classCount: 10), losses: [SupervisedCrossEntropy()])
// snippet.end

// snippet.mean-teacher
let meanTeacher = try Pipeline(
  backbone: WideResNet(depth: 10, widen: 1, classCount: 10),
  losses: [
    SupervisedCrossEntropy(),
    WeightedLoss(ConsistencyLoss(), weight: 50, ramp: Ramp(.linear, over: 0.4)),
  ])
// snippet.end

// snippet.thresholds
let patient = DynamicThresholdAdjustment(classCount: 7, beta: 0.9, floor: 0.7)
let forgiving = FixedThreshold(0.8)
// snippet.end

_ = (flexMatch, paper, supervised, meanTeacher, patient, forgiving)
