// swift-tools-version: 6.2

import PackageDescription

func product(_ name: String) -> Target.Dependency {
  .product(name: name, package: "SemiSupervised")
}

let package = Package(
  name: "Benchmarks",
  platforms: [.macOS(.v15)],
  dependencies: [.package(name: "SemiSupervised", path: "..")],
  targets: [
    .target(name: "BenchmarkHarness", path: "Harness"),
    .target(name: "PeakProbe", path: "PeakProbe"),
    .executableTarget(
      name: "TrainingStep",
      dependencies: ["BenchmarkHarness", product("TensorCore"), product("Backbones")],
      path: "Benchmarks/TrainingStep"),
    .executableTarget(
      name: "Kernels",
      dependencies: ["BenchmarkHarness", "PeakProbe", product("SemiSupervised")],
      path: "Benchmarks/Kernels"),
    .executableTarget(
      name: "Compare",
      dependencies: ["PeakProbe", product("SemiSupervised")],
      path: "Benchmarks/Compare"),
    .executableTarget(
      name: "LondonFaces",
      dependencies: [product("SemiSupervised")],
      path: "Benchmarks/LondonFaces"),
  ],
  swiftLanguageModes: [.v6]
)
