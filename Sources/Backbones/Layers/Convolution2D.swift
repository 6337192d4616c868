import TensorCore

/// A convolution of images, with parameters named `weight` and, if asked for, `bias`.
struct Convolution2D: Sendable {
  private let weight: ParameterID
  private let bias: ParameterID?
  private let stride: Int
  private let padding: Int
  private let groups: Int

  /// Declares the parameters.
  ///
  /// - Parameters:
  ///   - name: The module's name.
  ///   - layout: Where to declare.
  ///   - inputs: The number of channels in.
  ///   - outputs: The number of channels out.
  ///   - kernel: The side of the window.
  ///   - stride: The distance between windows.
  ///   - padding: The rows and columns of zeros around the image; by default half the window.
  ///   - groups: The number of groups of channels that do not mix.
  ///   - hasBias: Whether a number is added to each channel out.
  ///   - initializer: How the weights start; by default He's by the number of outputs.
  init(
    _ name: String, in layout: inout ParameterLayout, inputs: Int, outputs: Int, kernel: Int,
    stride: Int = 1, padding: Int? = nil, groups: Int = 1, hasBias: Bool = false,
    initializer: Initializer? = nil
  ) {
    self.stride = stride
    self.padding = padding ?? kernel / 2
    self.groups = groups
    (weight, bias) = layout.module(name) { layout in
      let weight = layout.declare(
        "weight", shape: [kernel, kernel, inputs / groups, outputs], axes: .convolution,
        initializer: initializer ?? .heNormal(fanOut: outputs * kernel * kernel / groups))
      let bias =
        hasBias ? layout.declare("bias", shape: [outputs], initializer: .constant(0)) : nil
      return (weight, bias)
    }
  }

  /// Returns the convolution of a map, which passes what is pending on the way, plus a residual.
  func callAsFunction(
    _ map: FeatureMap, in pass: ForwardPass, adding residual: Tensor? = nil
  ) -> FeatureMap {
    guard bias == nil, groups == 1 else {
      let output = self(map.values, in: pass)
      return FeatureMap(residual.map { output + $0 } ?? output)
    }
    let result = map.tensor.convolution(
      pass[weight], normalizing: map.pending, adding: residual, stride: stride, padding: padding,
      measuresOutput: pass.phase == .training)
    return FeatureMap(result.tensor, moments: result.moments)
  }

  func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> Tensor {
    images.convolution(
      pass[weight], bias: bias.map { pass[$0] }, stride: stride, padding: padding, groups: groups)
  }

  /// Adds the convolution of a map to a graph.
  func callAsFunction(
    _ map: NetworkGraph.Value, in graph: inout NetworkGraph
  ) -> NetworkGraph.Value {
    graph.add(
      .convolution(
        map, weight: weight, bias: bias, stride: stride, padding: padding, groups: groups))
  }
}
