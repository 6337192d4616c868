import TensorCore

/// A convolution of images, with parameters named `weight` and, if asked for, `bias`.
struct Convolution2D: Sendable {
  let weight: ParameterID
  let bias: ParameterID?
  let stride: Int
  let padding: Int
  let groups: Int
  private let isFused: Bool

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
  ///   - isFused: Whether the convolution normalizes while it reads and measures while it writes,
  ///     where it can: without bias and groups.
  init(
    _ name: String, in layout: inout ParameterLayout, inputs: Int, outputs: Int, kernel: Int,
    stride: Int = 1, padding: Int? = nil, groups: Int = 1, hasBias: Bool = false,
    isFused: Bool = true
  ) {
    self.stride = stride
    self.padding = padding ?? kernel / 2
    self.groups = groups
    self.isFused = isFused && !hasBias && groups == 1
    (weight, bias) = layout.module(name) { layout in
      let weight = layout.declare(
        "weight", shape: [kernel, kernel, inputs / groups, outputs], axes: .convolution,
        initializer: .heNormal(fanOut: outputs * kernel * kernel / groups))
      let bias =
        hasBias ? layout.declare("bias", shape: [outputs], initializer: .constant(0)) : nil
      return (weight, bias)
    }
  }

  /// Returns the convolution of a map, plus a residual.
  ///
  /// Fused, what is pending for the map is carried out while it is read, the residual is added and,
  /// in training, the moments are measured while the result is written.
  func callAsFunction(
    _ map: FeatureMap, in pass: ForwardPass, adding residual: Tensor? = nil
  ) -> FeatureMap {
    guard isFused else {
      let output = map.values.convolution(
        pass[weight], bias: bias.map { pass[$0] }, stride: stride, padding: padding, groups: groups)
      return FeatureMap(residual.map { output + $0 } ?? output)
    }
    let result = map.tensor.convolution(
      pass[weight], normalizing: map.pending, adding: residual, stride: stride, padding: padding,
      measuresOutput: pass.phase == .training)
    return FeatureMap(result.tensor, moments: result.moments)
  }
}
