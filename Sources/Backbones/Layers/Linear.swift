public import TensorCore

/// A linear map with PyTorch's names and order: `weight` `[out, in]` and `bias` `[out]`.
public struct Linear: Sendable {
  let weight: ParameterID
  let bias: ParameterID

  /// Declares the parameters: Xavier normal weights, zero bias.
  ///
  /// - Parameters:
  ///   - name: The module's name.
  ///   - layout: Where to declare.
  ///   - inputs: The number of features in.
  ///   - outputs: The number of features out.
  public init(_ name: String, in layout: inout ParameterLayout, inputs: Int, outputs: Int) {
    (weight, bias) = layout.module(name) { layout in
      (
        layout.declare(
          "weight", shape: [outputs, inputs],
          initializer: .xavierNormal(fanIn: inputs, fanOut: outputs)),
        layout.declare("bias", shape: [outputs], initializer: .constant(0))
      )
    }
  }

  /// Returns `x * transpose(weight) + bias`, `[batch, out]`.
  public func callAsFunction(_ input: Tensor, in pass: ForwardPass) -> Tensor {
    input.linear(weight: pass[weight], bias: pass[bias])
  }
}
