import Augmentations
import Backbones
import Export
import Foundation
import Inference
import Reports
import Runs
import TensorCore
import TestSupport
import Testing
import Training

@testable import CommandLineInterface

@Suite("Models in other programs", .serialized)
struct PeerTests {
  private func withFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// Writes random images of a model's size, normalized or from 0 to 1, with their class scores.
  private func writeVectors(
    _ model: Model, to url: URL, count: Int = 5, isNormalized: Bool = false
  ) throws {
    let (width, height) = (model.imageWidth ?? 32, model.imageHeight ?? 32)
    let channels = model.backbone.inputChannels
    var random = RandomKey(seed: 11).stream("images")
    let pixels = (0..<count).map { _ in
      var image = PixelImage(width: width, height: height, channels: channels)
      for index in image.pixels.indices {
        image.pixels[index] = UInt8(random.integer(below: 256))
      }
      return image
    }
    let images = Tensor(
      pixels.flatMap { model.normalization($0) }, shape: [count, height, width, channels])
    let logits = model.backbone(
      images, in: ForwardPass(store: model.store, phase: .inference)
    ).logits
    let plain = Tensor(
      pixels.flatMap { $0.pixels.map { Float($0) / 255 } },
      shape: [count, height, width, channels])
    var file = SafetensorsFile()
    file.entries["images"] = .init(
      valuesNCHW(isNormalized ? images : plain), shape: [count, channels, height, width])
    file.entries["logits"] = .init(logits.values, shape: logits.shape.dimensions)
    try file.serialized().write(to: url)
  }

  private static let backbones: [any Backbone] = [
    ConvNet(
      classCount: 7, inputChannels: 1,
      localAttention: LocalAttention(branches: 3, dropProbability: 0.6), head: .normalized),
    WideResNet(
      depth: 10, widen: 1, classCount: 7,
      localAttention: LocalAttention(branches: 2, fusion: .concat, place: .beforeLast)),
    WideResNet(
      depth: 10, widen: 2, classCount: 3,
      localAttention: LocalAttention(
        branches: 2, hasBatchNormalization: false, fusion: .mean, isResidual: true)),
    ResNet18(classCount: 10),
  ]

  @Test(
    "an ONNX file passes the checker and gives the same scores in onnxruntime",
    .enabled(
      if: PeerPython.has("onnx", "onnxruntime", "numpy", "safetensors"),
      PeerPython.reason("onnx", "onnxruntime", "numpy", "safetensors")), arguments: 0..<4)
  func onnx(index: Int) throws {
    let backbone = Self.backbones[index]
    let store = ParameterStore(layout: backbone.layout, isTrained: false)
    store.initialize(using: RandomKey(seed: UInt64(index)))
    var random = RandomKey(seed: 4).stream("statistics")
    for (place, declaration) in backbone.layout.declarations.enumerated()
    where declaration.role == .buffer {
      store.load(
        (0..<declaration.shape.elementCount).map { _ in 0.5 + random.uniform() }, at: place)
    }
    let model = Model(
      backbone: backbone, store: store,
      normalization: backbone.inputChannels == 3 ? .imageNet : .none,
      classNames: (0..<backbone.classCount).map { "class \($0)" },
      imageWidth: index == 0 ? nil : 32, imageHeight: index == 0 ? nil : 40)
    try withFolder { folder in
      let (file, vectors) = (
        folder.appendingPathComponent("a.onnx"), folder.appendingPathComponent("v")
      )
      try model.onnx().write(to: file)
      try writeVectors(model, to: vectors)
      let outcome = try PeerPython.script("peer_onnx.py", [file.path, vectors.path, "1e-4"])
      #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    }
  }

  @Test(
    "ResNet-18 weights of torchvision and timm load and give their scores",
    .enabled(
      if: PeerPython.has("torch", "torchvision", "safetensors"),
      PeerPython.reason("torch", "torchvision", "safetensors")),
    arguments: ["torchvision"] + (PeerPython.has("timm") ? ["timm"] : []))
  func fromPyTorch(library: String) throws {
    try withFolder { folder in
      let (file, vectors) = (folder.appendingPathComponent("w"), folder.appendingPathComponent("v"))
      let outcome = try PeerPython.script(
        "peer_resnet.py", ["write", file.path, vectors.path, library])
      try #require(outcome.code == 0, "\(outcome.output)\(outcome.error)")
      let network = ResNet18(classCount: 1_000)
      let store = ParameterStore(layout: network.layout, isTrained: false)
      let report = try store.load(
        SafetensorsFile(contentsOf: file), name: file.path, classCount: 1_000)
      #expect(report.kept.isEmpty && report.ignored.isEmpty)
      let golden = GoldenFile(name: "vectors", file: try SafetensorsFile(contentsOf: vectors))
      let scores = network(
        try imagesNHWC(golden, "images"), in: ForwardPass(store: store, phase: .inference))
      expectClose(scores.logits.values, try golden.floats("logits"), within: 1e-3, library)
    }
  }

  @Test(
    "a trained run's weights load strictly in PyTorch and give our scores",
    .enabled(
      if: PeerPython.has("torch", "torchvision", "safetensors"),
      PeerPython.reason("torch", "torchvision", "safetensors")))
  func toPyTorch() throws {
    try withFolder { folder in
      let path = folder.appendingPathComponent("run").path
      let trained = run(arguments: [
        "train", "--data", "faces:train=70,test=7,size=32", "--labels-per-class", "1",
        "--backbone", "resnet18", "--method", "fixmatch", "--batch-size", "4",
        "--unlabeled-ratio", "1", "--steps", "12", "--learning-rate", "0.003", "--set",
        "batch-norm-momentum=0.3", "--set", "decay=0.5", "--quiet", "--output", path,
      ])
      try #require(trained.code == 0, "\(trained.error)")
      let vectors = folder.appendingPathComponent("v")
      let model = try Model(loading: path)
      try writeVectors(model, to: vectors, isNormalized: true)
      #expect(run(arguments: ["export", path]).code == 0)
      let outcome = try PeerPython.script(
        "peer_resnet.py", ["check", path + "/model.safetensors", vectors.path, "1e-4"])
      #expect(outcome.code == 0, "\(outcome.output)\(outcome.error)")
    }
  }
}
