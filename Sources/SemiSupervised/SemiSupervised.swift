// The umbrella: one import for everything that a program needs to train and to use a classifier.
@_exported import Augmentations
@_exported import Backbones
@_exported import Datasets
@_exported import LossStrategies
@_exported import Reports
@_exported import TensorCore
@_exported import ThresholdPolicies
@_exported import Training
@_exported import TrainingSteps
