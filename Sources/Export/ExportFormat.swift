/// The form of an exported model.
public enum ExportFormat: String, Sendable, Hashable, CaseIterable {
  /// The weights, with PyTorch's names and order of axes.
  case safetensors
  /// The whole model as a graph.
  case onnx
}
