/// The name, shape, role and starting values of one parameter or buffer.
public struct ParameterDeclaration: Sendable, Hashable {
  /// How the values change in training.
  public enum Role: String, Sendable, Hashable {
    /// Learned by gradient.
    case parameter
    /// Measured during training, such as a running mean.
    case buffer
    /// A count of batches; a whole number, kept as `Float` and exported as a 64-bit integer.
    case counter
  }

  /// The order of the axes, compared with that of PyTorch's `state_dict`.
  public enum Axes: String, Sendable, Hashable {
    /// The same.
    case same
    /// Ours are `[height, width, in, out]`, PyTorch's `[out, in, height, width]`.
    case convolution
  }

  /// The dotted name, equal to PyTorch's key.
  public let name: String
  /// The lengths of the axes as we keep them.
  public let shape: Shape
  /// How the values change in training.
  public let role: Role
  /// How the axes relate to PyTorch's.
  package let axes: Axes
  /// The starting values.
  package let initializer: Initializer

  /// The lengths of the axes in PyTorch's order.
  package var exportedShape: Shape {
    switch axes {
    case .same: shape
    case .convolution: [shape[3], shape[2], shape[0], shape[1]]
    }
  }
}
