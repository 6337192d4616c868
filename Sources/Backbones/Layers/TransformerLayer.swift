import TensorCore

/// One layer of a transformer encoder, normalized before each part, with PyTorch's names.
///
///     x = x + drop(out_proj(attention(in_proj(norm1(x)))))
///     x = x + drop(linear2(relu(linear1(norm2(x)))))
///
/// As `nn.TransformerEncoderLayer(norm_first=True)`, which also drops inside the two parts.
struct TransformerLayer: Sendable {
  private let heads: Int
  private let dropProbability: Float
  private let number: Int
  private let (inputWeight, inputBias): (ParameterID, ParameterID)
  private let output: Linear
  private let (first, second): (Linear, Linear)
  private let (firstNorm, secondNorm): (LayerNormalization, LayerNormalization)

  /// Declares the parameters.
  ///
  /// - Parameters:
  ///   - name: The module's name.
  ///   - layout: Where to declare.
  ///   - width: The number of features of a row.
  ///   - heads: The number of heads; divides the width.
  ///   - feedForward: The width of the hidden layer.
  ///   - dropProbability: The probability with which a feature of either part is dropped.
  ///   - number: The index of the layer in its encoder.
  init(
    _ name: String, in layout: inout ParameterLayout, width: Int, heads: Int, feedForward: Int,
    dropProbability: Float, number: Int
  ) {
    self.heads = heads
    self.dropProbability = dropProbability
    self.number = number
    ((inputWeight, inputBias), output, first, second, firstNorm, secondNorm) =
      layout.module(name) { layout in
        let (input, output) = layout.module("self_attn") { layout in
          let input = (
            layout.declare(
              "in_proj_weight", shape: [3 * width, width],
              initializer: .xavierNormal(fanIn: width, fanOut: width)),
            layout.declare("in_proj_bias", shape: [3 * width], initializer: .constant(0))
          )
          return (input, Linear("out_proj", in: &layout, inputs: width, outputs: width))
        }
        return (
          input, output, Linear("linear1", in: &layout, inputs: width, outputs: feedForward),
          Linear("linear2", in: &layout, inputs: feedForward, outputs: width),
          LayerNormalization("norm1", in: &layout, width: width),
          LayerNormalization("norm2", in: &layout, width: width)
        )
      }
  }

  /// Returns the rows of every sequence after the layer, `[sequences * length, width]`.
  func callAsFunction(_ rows: Tensor, length: Int, in pass: ForwardPass) -> Tensor {
    let attended = firstNorm(rows, in: pass)
      .linear(weight: pass[inputWeight], bias: pass[inputBias])
      .selfAttention(length: length, heads: heads)
    let mixed = rows + dropped(output(attended, in: pass), part: 0, in: pass)
    let hidden = first(secondNorm(mixed, in: pass), in: pass).relu()
    return mixed + dropped(second(hidden, in: pass), part: 1, in: pass)
  }

  private func dropped(_ rows: Tensor, part: Int, in pass: ForwardPass) -> Tensor {
    guard dropProbability > 0, pass.drops else { return rows }
    var random = pass.random(layer: 2 * number + part)
    return rows
      * DropMask.elements(probability: dropProbability).values(for: rows.shape, &random)
  }
}
