import Augmentations
import Backbones
public import Foundation
public import Inference
import TensorCore

extension Model {
  /// The name of the images in an exported graph.
  package static let exportedInputName = "images"
  /// The name of the class scores in an exported graph.
  package static let exportedOutputName = "logits"

  /// Writes the model for other programs.
  ///
  /// - Parameters:
  ///   - format: The form; see ``safetensors()`` and ``onnx()``.
  ///   - url: The file, which is replaced if it is there; its folder must exist.
  /// - Returns: The number of bytes.
  /// - Throws: A ``ExportError`` if the file cannot be written, or what ``onnx()`` throws.
  @discardableResult
  public func export(as format: ExportFormat, to url: URL) throws -> Int {
    let bytes =
      switch format {
      case .safetensors: try safetensors()
      case .onnx: try onnx()
      }
    do throws(SystemError) {
      try DurableFile.write([bytes], to: url)
    } catch {
      throw ExportError(file: url.path, reason: "the file cannot be written: \(error)")
    }
    return bytes.count
  }

  /// What an export says about the model beside its numbers.
  private func metadata() throws -> [String: String] {
    func text(_ value: some Encodable) throws -> String {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
    var metadata = [
      "classNames": try text(classNames), "mean": try text(normalization.mean),
      "deviation": try text(normalization.deviation),
      "weightsSHA256": store.weightsSHA256(),
    ]
    if let imageWidth, let imageHeight {
      metadata["imageWidth"] = "\(imageWidth)"
      metadata["imageHeight"] = "\(imageHeight)"
    }
    return metadata
  }

  /// Returns the weights as a safetensors file, with PyTorch's names and order of axes.
  ///
  /// The file's metadata holds `classNames`, `mean` and `deviation` as JSON, `imageWidth` and
  /// `imageHeight`: what a program needs to use the weights. Heads that only served the training are
  /// left out.
  ///
  /// - Returns: The bytes of the file.
  /// - Throws: Nothing for names that are valid text.
  public func safetensors() throws -> Data {
    var file = store.weightsFile(metadata: try metadata())
    let own = Set(backbone.layout.declarations.map(\.name))
    file.entries = file.entries.filter { own.contains($0.key) }
    return try file.serialized()
  }

  /// Returns the model as an ONNX file, operator set 17.
  ///
  /// The input `images` is `[batch, channels, height, width]` with samples in 0 ... 1 (bytes divided by
  /// 255); the graph normalizes them itself. The output `logits` is `[batch, classes]`, before
  /// softmax. The batch size is free. The file's metadata is that of ``safetensors()``.
  ///
  /// - Returns: The bytes of the file.
  /// - Throws: An ``ExportError`` if the backbone has no graph or the file would
  ///   pass 2 GiB.
  public func onnx() throws -> Data {
    guard let graph = backbone.graph else {
      throw ExportError(
        file: "\(type(of: backbone))", reason: "does not say what it computes: its 'graph' is nil")
    }
    func axis(_ length: Int?, _ name: String) -> ONNXGraph.Axis {
      length.map(ONNXGraph.Axis.fixed) ?? .free(name)
    }
    let batch = ONNXGraph.Axis.free("batch")
    let body = ONNXGraph(
      graph, store: store,
      input: (
        Self.exportedInputName,
        [
          batch, .fixed(backbone.inputChannels), axis(imageHeight, "height"),
          axis(imageWidth, "width"),
        ]
      ),
      mean: normalization.mean.map { Float($0) },
      deviation: normalization.deviation.map { Float($0) },
      output: (Self.exportedOutputName, [batch, .fixed(backbone.classCount)])
    ).message
    var operators = ProtobufMessage()
    operators.set(1, "")
    operators.set(2, ONNXGraph.operatorVersion)
    var message = ProtobufMessage()
    message.set(1, ONNXGraph.formatVersion)
    message.set(2, "SemiSupervised")
    message.set(8, operators)
    message.set(7, body)
    for (key, value) in try metadata().sorted(by: { $0.key < $1.key }) {
      var entry = ProtobufMessage()
      entry.set(1, key)
      entry.set(2, value)
      message.set(14, entry)
    }
    guard message.bytes.count < 1 << 31 else {
      throw ExportError(
        file: "\(type(of: backbone))", reason: "an ONNX file holds less than 2 GiB, this is larger")
    }
    return Data(message.bytes)
  }
}
