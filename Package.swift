// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
  name: "SemiSupervised",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: [
    .library(name: "TensorCore", targets: ["TensorCore"]),
    .library(name: "Parts", targets: ["Parts"]),
    .library(name: "Backbones", targets: ["Backbones"]),
    .library(name: "Augmentations", targets: ["Augmentations"]),
    .library(name: "TrainingSteps", targets: ["TrainingSteps"]),
    .library(name: "ThresholdPolicies", targets: ["ThresholdPolicies"]),
    .library(name: "LossStrategies", targets: ["LossStrategies"]),
    .library(name: "Datasets", targets: ["Datasets"]),
    .library(name: "Inference", targets: ["Inference"]),
    .library(name: "Training", targets: ["Training"]),
    .library(name: "Methods", targets: ["Methods"]),
    .library(name: "Export", targets: ["Export"]),
    .library(name: "Runs", targets: ["Runs"]),
    .library(name: "Reports", targets: ["Reports"]),
    .library(name: "CommandLineInterface", targets: ["CommandLineInterface"]),
    .library(name: "SemiSupervised", targets: ["SemiSupervised"]),
    .executable(name: "semisup", targets: ["semisup"]),
  ],
  targets: [
    // The command line.
    .executableTarget(
      name: "semisup", dependencies: ["CommandLineInterface"], swiftSettings: settings),
    .target(
      name: "CommandLineInterface",
      dependencies: [
        "Reports", "Runs", "Export", "Methods", "Training", "Inference", "Datasets",
        "LossStrategies", "ThresholdPolicies", "TrainingSteps", "Augmentations", "Backbones",
        "Parts", "TensorCore",
      ],
      swiftSettings: settings),

    // The library, highest target first; each imports only those below it.
    .target(
      name: "SemiSupervised",
      dependencies: [
        "Reports", "Runs", "Export", "Methods", "Training", "Inference", "Datasets",
        "LossStrategies", "ThresholdPolicies", "TrainingSteps", "Augmentations", "Backbones",
        "Parts", "TensorCore",
      ],
      swiftSettings: settings),
    .target(
      name: "Reports",
      dependencies: [
        "Runs", "Methods", "Training", "Inference", "Datasets", "TrainingSteps", "Augmentations",
        "TensorCore",
      ],
      swiftSettings: settings),
    .target(
      name: "Runs",
      dependencies: [
        "Export", "Methods", "Training", "Inference", "Datasets", "LossStrategies",
        "ThresholdPolicies", "TrainingSteps", "Augmentations", "Backbones", "Parts", "TensorCore",
      ],
      swiftSettings: settings),
    .target(
      name: "Export",
      dependencies: ["Inference", "Augmentations", "Backbones", "TensorCore"],
      swiftSettings: settings),
    .target(
      name: "Methods",
      dependencies: [
        "Training", "LossStrategies", "ThresholdPolicies", "TrainingSteps", "Augmentations",
        "Backbones", "Parts", "TensorCore",
      ],
      swiftSettings: settings),
    .target(
      name: "Training",
      dependencies: [
        "Inference", "Datasets", "LossStrategies", "ThresholdPolicies", "TrainingSteps",
        "Augmentations", "Backbones", "Parts", "TensorCore",
      ],
      swiftSettings: settings),
    .target(
      name: "Inference",
      dependencies: ["Datasets", "Augmentations", "Backbones", "TensorCore"],
      swiftSettings: settings),
    .target(
      name: "Datasets", dependencies: ["Augmentations", "TensorCore", "CImageCodecs"],
      swiftSettings: settings),
    .target(
      name: "LossStrategies", dependencies: ["TrainingSteps", "Backbones", "Parts", "TensorCore"],
      swiftSettings: settings),
    .target(
      name: "ThresholdPolicies",
      dependencies: ["TrainingSteps", "Backbones", "Parts", "TensorCore"],
      swiftSettings: settings),
    .target(
      name: "TrainingSteps", dependencies: ["Backbones", "Parts", "TensorCore"],
      swiftSettings: settings),
    .target(
      name: "Augmentations", dependencies: ["Parts", "TensorCore"], swiftSettings: settings),
    .target(name: "Backbones", dependencies: ["Parts", "TensorCore"], swiftSettings: settings),
    .target(name: "Parts", dependencies: ["TensorCore"], swiftSettings: settings),
    .target(
      name: "TensorCore", dependencies: ["CTensorKernels"],
      exclude: ["Operations/Convolution/README.md"], swiftSettings: settings),
    .target(
      name: "CImageCodecs",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
    .target(
      name: "CTensorKernels",
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),

    // Tests, one target for each of the library's.
    .target(name: "CAllocationProbe", path: "Tests/CAllocationProbe"),
    .target(
      name: "TestSupport",
      dependencies: [
        "ThresholdPolicies", "TrainingSteps", "Backbones", "Parts", "TensorCore",
        "CAllocationProbe",
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    .target(
      name: "TrainingTestSupport",
      dependencies: [
        "Runs", "Methods", "Training", "Datasets", "Augmentations", "Backbones", "Parts",
        "TensorCore",
      ],
      path: "Tests/TrainingTestSupport", swiftSettings: settings),
    .testTarget(
      name: "TensorCoreTests",
      dependencies: [
        "TensorCore", "CTensorKernels", "Backbones", "TrainingTestSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "PartsTests",
      dependencies: ["Parts", "TensorCore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "BackbonesTests",
      dependencies: ["Backbones", "Parts", "TensorCore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "AugmentationsTests",
      dependencies: ["Augmentations", "Backbones", "Parts", "TensorCore", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "ThresholdPoliciesTests",
      dependencies: [
        "ThresholdPolicies", "TrainingSteps", "Backbones", "Parts", "TensorCore", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "LossStrategiesTests",
      dependencies: [
        "LossStrategies", "ThresholdPolicies", "TrainingSteps", "Backbones", "Parts", "TensorCore",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "DatasetsTests",
      dependencies: [
        "Datasets", "Augmentations", "Backbones", "TensorCore", "CImageCodecs", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "InferenceTests",
      dependencies: [
        "Methods", "Training", "Inference", "Datasets", "Augmentations", "Backbones", "TensorCore",
        "TrainingTestSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TrainingTests",
      dependencies: [
        "Methods", "Training", "Inference", "Datasets", "LossStrategies", "ThresholdPolicies",
        "TrainingSteps",
        "Augmentations", "Backbones", "Parts", "TensorCore", "TrainingTestSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "MethodsTests",
      dependencies: [
        "Methods", "Training", "Inference", "Datasets", "LossStrategies", "ThresholdPolicies",
        "TrainingSteps", "Augmentations", "Backbones", "Parts", "TensorCore", "TrainingTestSupport",
        "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "RunsTests",
      dependencies: [
        "Export", "Runs", "Methods", "Training", "Inference", "Datasets", "LossStrategies",
        "ThresholdPolicies", "TrainingSteps", "Augmentations", "Backbones", "Parts", "TensorCore",
        "TrainingTestSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "ReportsTests",
      dependencies: [
        "Reports", "Runs", "Methods", "Training", "Inference", "Datasets", "TrainingSteps",
        "Augmentations", "TensorCore", "TrainingTestSupport", "TestSupport",
      ],
      swiftSettings: settings),
    .testTarget(
      name: "SemiSupervisedTests",
      dependencies: ["SemiSupervised"],
      swiftSettings: settings),
    .testTarget(
      name: "CommandLineInterfaceTests",
      dependencies: [
        "CommandLineInterface", "semisup", "Reports", "Runs", "Export", "Methods", "Training",
        "Inference", "Datasets", "LossStrategies", "ThresholdPolicies", "TrainingSteps",
        "Augmentations", "Backbones", "Parts", "TensorCore", "TrainingTestSupport", "TestSupport",
      ],
      exclude: ["Fixtures"],
      swiftSettings: settings),
  ],
  swiftLanguageModes: [.v6]
)
