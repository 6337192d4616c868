import TensorCore

/// Layer norm over the last axis, with PyTorch's names.
struct LayerNormalization: Sendable {
  private let weight: ParameterID
  private let bias: ParameterID

  /// Declares the parameters: scales of 1, shifts of 0.
  init(_ name: String, in layout: inout ParameterLayout, width: Int) {
    (weight, bias) = layout.module(name) { layout in
      (
        layout.declare("weight", shape: [width], initializer: .constant(1)),
        layout.declare("bias", shape: [width], initializer: .constant(0))
      )
    }
  }

  func callAsFunction(_ rows: Tensor, in pass: ForwardPass) -> Tensor {
    rows.layerNormalized(weight: pass[weight], bias: pass[bias])
  }
}
