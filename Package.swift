// swift-tools-version: 6.2

import PackageDescription

/// The library targets, lowest first, each with the targets below it that it may import.
let rooms: [(name: String, below: [String])] = [
  ("TensorCore", ["CTensorKernels"]),
  ("Parts", ["TensorCore"]),
  ("Backbones", ["TensorCore", "Parts"]),
  ("Augmentations", ["TensorCore", "Parts"]),
  ("TrainingSteps", ["TensorCore", "Parts", "Backbones"]),
  ("ThresholdPolicies", ["TensorCore", "Parts", "Backbones", "TrainingSteps"]),
  ("LossStrategies", ["TensorCore", "Parts", "Backbones", "TrainingSteps"]),
  ("Datasets", ["TensorCore", "Augmentations", "CImageCodecs"]),
  (
    "Training",
    [
      "TensorCore", "Parts", "Backbones", "Augmentations", "TrainingSteps", "ThresholdPolicies",
      "LossStrategies", "Datasets",
    ]
  ),
  (
    "Reports",
    [
      "TensorCore", "Parts", "Backbones", "Augmentations", "TrainingSteps", "LossStrategies",
      "Datasets",
      "Training",
    ]
  ),
  (
    "SemiSupervised",
    [
      "TensorCore", "Parts", "Backbones", "Augmentations", "TrainingSteps", "ThresholdPolicies",
      "LossStrategies", "Datasets", "Training", "Reports",
    ]
  ),
]

let testSupport = "TestSupport"

let package = Package(
  name: "SemiSupervised",
  platforms: [.macOS(.v15), .iOS(.v18)],
  products: rooms.map { .library(name: $0.name, targets: [$0.name]) } + [
    .executable(name: "semisup", targets: ["semisup"])
  ],
  targets: [
    .target(
      name: "CTensorKernels",
      linkerSettings: [.linkedLibrary("m", .when(platforms: [.linux]))]),
    .target(
      name: "CImageCodecs",
      linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
  ]
    + rooms.map { room in
      .target(
        name: room.name, dependencies: room.below.map { .init(stringLiteral: $0) },
        exclude: room.name == "TensorCore" ? ["Operations/Convolution/README.md"] : [])
    }
    + [
      .target(
        name: "CommandLineInterface",
        dependencies: [
          "TensorCore", "Parts", "Backbones", "Augmentations", "TrainingSteps", "ThresholdPolicies",
          "LossStrategies", "Datasets", "Training", "Reports",
        ]),
      .executableTarget(name: "semisup", dependencies: ["CommandLineInterface"]),
      .target(name: "CAllocationProbe", path: "Tests/CAllocationProbe"),
      .target(
        name: testSupport,
        dependencies: ["TensorCore", "Backbones", "CAllocationProbe"],
        path: "Tests/TestSupport",
        exclude: ["Golden"]),
      .testTarget(
        name: "TensorCoreTests",
        dependencies: [
          "TensorCore", "CTensorKernels", "Backbones", .init(stringLiteral: testSupport),
        ]),
      .testTarget(
        name: "BackbonesTests",
        dependencies: ["TensorCore", "Parts", "Backbones", .init(stringLiteral: testSupport)]),
      .testTarget(
        name: "AugmentationsTests",
        dependencies: [
          "TensorCore", "Augmentations", "Backbones", .init(stringLiteral: testSupport),
        ]),
      .testTarget(
        name: "DatasetsTests",
        dependencies: [
          "TensorCore", "Augmentations", "Datasets", "CImageCodecs", "Backbones",
          .init(stringLiteral: testSupport),
        ]),
      .testTarget(
        name: "PoliciesAndLossesTests",
        dependencies: [
          "TensorCore", "Backbones", "TrainingSteps", "ThresholdPolicies", "LossStrategies",
          .init(stringLiteral: testSupport),
        ]),
      .testTarget(
        name: "TrainingTests",
        dependencies: [
          "TensorCore", "Parts", "Backbones", "Augmentations", "TrainingSteps", "ThresholdPolicies",
          "LossStrategies", "Datasets", "Training", .init(stringLiteral: testSupport),
        ]),
      .testTarget(name: "SemiSupervisedTests", dependencies: ["SemiSupervised"]),
      .testTarget(
        name: "ReportsTests",
        dependencies: [
          "TensorCore", "Augmentations", "TrainingSteps", "Datasets", "Training", "Reports",
        ]),
      .testTarget(
        name: "CommandLineInterfaceTests",
        dependencies: [
          "CommandLineInterface", "semisup", "TensorCore", "Parts", "Backbones", "Augmentations",
          "Datasets",
          "Training", "Reports",
          .init(stringLiteral: testSupport),
        ],
        exclude: ["Fixtures"]),
    ],
  swiftLanguageModes: [.v6]
)

for target in package.targets where target.type != .system {
  target.swiftSettings = [
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
  ]
}
