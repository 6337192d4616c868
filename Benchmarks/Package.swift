// swift-tools-version: 6.2

import PackageDescription

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "SemiSupervised", path: "..")],
  targets: [
    .target(name: "BenchmarkHarness", path: "Harness"),
    .executableTarget(
      name: "TrainingStep",
      dependencies: [
        "BenchmarkHarness",
        .product(name: "TensorCore", package: "SemiSupervised"),
        .product(name: "Backbones", package: "SemiSupervised"),
      ],
      path: "Benchmarks/TrainingStep"),
  ],
  swiftLanguageModes: [.v6]
)
