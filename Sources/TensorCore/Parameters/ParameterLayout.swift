/// The list of a network's parameters and buffers, in the order of PyTorch's `state_dict`.
///
/// Layers add to it while the network is put together; the dotted prefix is the path of modules.
public struct ParameterLayout: Sendable, Hashable {
  /// All declarations in order.
  public private(set) var declarations: [ParameterDeclaration] = []
  private var prefix: [String] = []

  /// Creates an empty list.
  public init() {}

  /// Declares one parameter or buffer.
  ///
  /// - Parameters:
  ///   - name: The last part of the name; the current path of modules goes before it.
  ///   - shape: The lengths of the axes as we keep them.
  ///   - role: How the values change in training.
  ///   - axes: How the axes relate to PyTorch's.
  ///   - initializer: The starting values.
  /// - Returns: What stands for it when a pass asks for its value.
  public mutating func declare(
    _ name: String, shape: Shape, role: ParameterDeclaration.Role = .parameter,
    axes: ParameterDeclaration.Axes = .same, initializer: Initializer
  ) -> ParameterID {
    let full = (prefix + [name]).joined(separator: ".")
    check(!declarations.contains { $0.name == full }, "the parameter '\(full)' is declared twice")
    check(axes == .same || shape.rank == 4, "'\(full)': convolution weights have four axes")
    declarations.append(
      ParameterDeclaration(
        name: full, shape: shape, role: role, axes: axes, initializer: initializer))
    return ParameterID(index: declarations.count - 1)
  }

  /// Declares what a module holds, under the module's name.
  ///
  /// - Parameters:
  ///   - name: The module's name, one or several dotted parts.
  ///   - build: Declares the contents.
  /// - Returns: What the closure returns.
  public mutating func module<Module>(
    _ name: String, _ build: (inout ParameterLayout) -> Module
  ) -> Module {
    prefix.append(name)
    defer { prefix.removeLast() }
    return build(&self)
  }

  /// The number of learned numbers.
  public var parameterCount: Int {
    declarations.reduce(0) { $0 + ($1.role == .parameter ? $1.shape.elementCount : 0) }
  }
}
