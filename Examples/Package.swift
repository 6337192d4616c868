// swift-tools-version: 6.2

import PackageDescription

let names = [
  "FirstTraining", "CustomPipeline", "ClassifyImages", "FaceExpressions", "FrameSequences",
  "LabelFolder", "NoisyLabels", "OwnMethod", "TrainingServer",
]

let package = Package(
  name: "Examples",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "SemiSupervised", path: "..")],
  targets: names.map { name in
    .executableTarget(
      name: name,
      dependencies: [
        .product(name: "SemiSupervised", package: "SemiSupervised"),
        .product(name: "CommandLineInterface", package: "SemiSupervised"),
      ],
      path: name,
      exclude: ["README.md", "expected.txt"])
  },
  swiftLanguageModes: [.v6]
)
