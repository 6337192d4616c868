import Backbones
import Foundation
import TensorCore
import Testing

@testable import CommandLineInterface

@Suite("The command that exports", .serialized)
struct ExportCommandTests {
  @Test("weights and graph are written where they are wanted, and weights start a new run")
  func export() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let small = [
      "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "2", "--backbone",
      "convnet", "--batch-size", "4", "--unlabeled-ratio", "2", "--method", "fixmatch", "--quiet",
    ]
    let path = folder.path
    #expect(run(arguments: ["train"] + small + ["--steps", "2", "--output", path]).code == 0)

    let weights = run(arguments: ["export", path, "--json"])
    #expect(weights.code == 0, "\(weights.error)")
    let object = try JSONSerialization.jsonObject(with: Data(weights.output.utf8))
    let result = try #require(object as? [String: Any])
    let file = path + "/model.safetensors"
    #expect(result["file"] as? String == file)
    #expect(result["imageWidth"] as? Int == 16 && result["channels"] as? Int == 3)
    let summary = try String(contentsOfFile: path + "/summary.json", encoding: .utf8)
    #expect(summary.contains(try #require(result["weightsSHA256"] as? String)))
    let size = try FileManager.default.attributesOfItem(atPath: file)[.size] as? Int
    #expect(result["byteCount"] as? Int == size)

    let checkpoint = path + "/checkpoints/step-000000002.checkpoint"
    let onnx = run(arguments: ["export", checkpoint, "--format", "onnx"])
    let graph = path + "/checkpoints/step-000000002.onnx"
    let bytes = try Data(contentsOf: URL(fileURLWithPath: graph))
    #expect(onnx.output.hasPrefix("\(graph): "), "\(onnx)")
    #expect(bytes.range(of: Data("LeakyRelu".utf8)) != nil)

    let other = path + "/elsewhere.onnx"
    #expect(run(arguments: ["export", path, "--format", "onnx", "--output", other]).code == 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: other)) == bytes)

    let begun = run(arguments: ["train"] + small + ["--steps", "1", "--weights", file])
    #expect(begun.error == "Starting from 26 arrays of \(file).\n")
  }

  @Test("heads that only served the training are left out")
  func heads() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: folder) }
    let trained = run(arguments: [
      "train", "--data", "faces:train=70,test=7,size=16", "--labels-per-class", "1", "--backbone",
      "convnet", "--batch-size", "4", "--unlabeled-ratio", "1", "--method", "remixmatch", "--steps",
      "1", "--quiet", "--output", folder.path,
    ])
    #expect(trained.code == 0, "\(trained.error)")
    #expect(run(arguments: ["export", folder.path]).code == 0)
    let file = try SafetensorsFile(contentsOf: folder.appendingPathComponent("model.safetensors"))
    #expect(Set(file.entries.keys) == Set(ConvNet(classCount: 7).layout.declarations.map(\.name)))
  }

  @Test("what is no run, and a folder that is not there, are refused")
  func refused() {
    #expect(
      run(arguments: ["export", "/nowhere"])
        == Outcome(
          code: 1,
          error: "Error: /nowhere: expected the folder of a run or a checkpoint, found nothing\n"))
    #expect(
      run(arguments: ["export", "/nowhere", "--format", "onxx"]).error.hasPrefix(
        "Error: The value 'onxx' is invalid for '--format <name>'"))
  }
}
