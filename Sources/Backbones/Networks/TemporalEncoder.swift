import Foundation
public import TensorCore

/// A transformer over the features of neighbouring frames, which says what the middle frame shows.
///
///     x[t]   = projection(frame[t]) + code[t]                t in window
///     x      = norm(layers(x))
///     scores = fc(x[middle])
///
/// with the sinusoidal code of Vaswani et al. (arXiv 1706.03762, section 3.5): in column `2 i` the
/// sine and in `2 i + 1` the cosine of `t / 10000^(2 i / width)`. Frames come as a map of one
/// channel, a row a frame and a column a feature, so that a window is trained, augmented with
/// `none`, evaluated and stored as an image is.
///
/// Parameters have PyTorch's names: `projection`, `encoder.layers.0.self_attn.in_proj_weight` to
/// `encoder.norm`, `fc`.
///
/// Source: the idea is that of Yu et al., 2024, arXiv 2403.11942 (a temporal encoder over
/// neighbouring frames after spatial pre-training). Its window, depth and heads are not known:
/// every default is inferred.
public struct TemporalEncoder: Backbone {
  /// The parameters, `projection.weight` to `fc.bias`.
  public let layout: ParameterLayout
  /// One: a window is a map of numbers.
  public let inputChannels = 1
  /// The number of classes.
  public let classCount: Int
  /// The number of features of a frame within the encoder.
  public let featureCount: Int
  /// The number of features of a frame that come in.
  public let frameFeatureCount: Int
  private let projection: Linear
  private let layers: [TransformerLayer]
  private let norm: LayerNormalization
  private let classifier: Linear

  /// Creates the description of an encoder; windows of any length pass it.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes.
  ///   - frameFeatureCount: The number of features of a frame that come in.
  ///   - width: The number of features of a frame within the encoder.
  ///   - depth: The number of layers.
  ///   - heads: The number of heads of attention; divides the width.
  ///   - feedForward: The width of the hidden part of a layer; nil for twice the encoder's.
  ///   - dropProbability: The probability with which a layer's features are dropped in training.
  public init(
    classCount: Int, frameFeatureCount: Int, width: Int = 64, depth: Int = 2, heads: Int = 4,
    feedForward: Int? = nil, dropProbability: Float = 0.1
  ) {
    check(
      classCount > 1 && frameFeatureCount > 0 && depth > 0 && heads > 0 && width > 0
        && width.isMultiple(of: heads), "TemporalEncoder: a width of \(width), \(heads) heads")
    var layout = ParameterLayout()
    projection = Linear("projection", in: &layout, inputs: frameFeatureCount, outputs: width)
    (layers, norm) = layout.module("encoder") { layout in
      let layers = (0..<depth).map { number in
        TransformerLayer(
          "layers.\(number)", in: &layout, width: width, heads: heads,
          feedForward: feedForward ?? 2 * width, dropProbability: dropProbability, number: number)
      }
      return (layers, LayerNormalization("norm", in: &layout, width: width))
    }
    classifier = Linear("fc", in: &layout, inputs: width, outputs: classCount)
    self.layout = layout
    self.classCount = classCount
    self.frameFeatureCount = frameFeatureCount
    featureCount = width
  }

  /// Returns features and class scores of the middle frame of every window.
  ///
  /// - Parameters:
  ///   - windows: `[batch, frames, features, 1]`; of an even number of frames the later of the two
  ///     in the middle counts.
  ///   - pass: The weights to use, and whether to train or to infer.
  /// - Returns: Features `[batch, width]` and logits `[batch, classes]`.
  public func callAsFunction(_ windows: Tensor, in pass: ForwardPass) -> BackboneOutput {
    let length = windows.shape[1]
    let rows = encoded(windows, in: pass)
    let middle = rows.gathered(rows: (0..<windows.shape[0]).map { $0 * length + length / 2 })
    return BackboneOutput(features: middle, logits: classifier(middle, in: pass))
  }

  /// Returns class scores of every frame of every window.
  ///
  /// - Parameters:
  ///   - windows: `[batch, frames, features, 1]`.
  ///   - pass: The weights to use, and whether to train or to infer.
  /// - Returns: Logits `[batch, frames, classes]`.
  package func frameLogits(_ windows: Tensor, in pass: ForwardPass) -> Tensor {
    classifier(encoded(windows, in: pass), in: pass)
      .reshaped([windows.shape[0], windows.shape[1], classCount])
  }

  /// Every frame of every window, `[batch * frames, width]`.
  private func encoded(_ windows: Tensor, in pass: ForwardPass) -> Tensor {
    check(
      windows.shape.rank == 4 && windows.shape[1] > 0 && windows.shape[2] == frameFeatureCount
        && windows.shape[3] == 1,
      "TemporalEncoder: windows \(windows.shape) of frames of \(frameFeatureCount) features")
    let (batch, length) = (windows.shape[0], windows.shape[1])
    let frames = windows.reshaped([batch * length, frameFeatureCount])
    let placed =
      projection(frames, in: pass).reshaped([batch, length, featureCount])
      + Self.code(length: length, width: featureCount)
    let start = placed.reshaped([batch * length, featureCount])
    return norm(layers.reduce(start) { $1($0, length: length, in: pass) }, in: pass)
  }

  /// The code of every position in a window, `[length, width]`.
  static func code(length: Int, width: Int) -> Tensor {
    Tensor(shape: [length, width]) { values in
      for position in 0..<length {
        for column in 0..<width {
          let rate = pow(10_000, -Double(column / 2 * 2) / Double(width))
          let angle = Double(position) * rate
          values.initializeElement(
            at: position * width + column,
            to: Float(column.isMultiple(of: 2) ? sin(angle) : cos(angle)))
        }
      }
    }
  }
}
