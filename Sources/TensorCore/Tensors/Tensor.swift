/// A block of 32-bit floating-point numbers with a shape, row-major; images are `[N, H, W, C]`.
///
/// A tensor never changes after it is made, so copies share memory and may cross threads. If it
/// was computed from a variable or a parameter while gradients are recorded, it also remembers how,
/// and ``backward()`` can differentiate it.
public struct Tensor: Sendable {
  /// The lengths of the axes.
  public let shape: Shape
  package var storage: TensorStorage
  package let offset: Int
  package var node: GradientNode?

  package init(storage: TensorStorage, offset: Int = 0, shape: Shape, node: GradientNode? = nil) {
    check(
      offset >= 0 && offset + shape.elementCount <= storage.capacity,
      "a tensor of shape \(shape) does not fit its storage")
    self.storage = storage
    self.offset = offset
    self.shape = shape
    self.node = node
  }

  /// Creates a tensor and lets a closure fill it.
  ///
  /// - Parameters:
  ///   - shape: The lengths of the axes.
  ///   - fill: Writes every element; the memory is uninitialized before.
  /// - Throws: What the closure throws.
  public init(shape: Shape, fill: (UnsafeMutableBufferPointer<Float>) throws -> Void) rethrows {
    self.init(uninitialized: shape)
    try fill(UnsafeMutableBufferPointer(start: storage.pointer, count: shape.elementCount))
  }

  /// Creates a tensor whose memory the caller fills at once.
  package init(uninitialized shape: Shape) {
    self.init(storage: TensorStorage(count: shape.elementCount), shape: shape)
  }

  /// Creates a tensor from its elements.
  ///
  /// - Parameters:
  ///   - values: The elements in row-major order.
  ///   - shape: The lengths of the axes, whose product is the number of values.
  public init(_ values: [Float], shape: Shape) {
    check(
      values.count == shape.elementCount,
      "Tensor: \(values.count) values for the shape \(shape)")
    self.init(shape: shape) { buffer in
      _ = buffer.initialize(from: values)
    }
  }

  /// Creates a tensor that holds a single number and has no axes.
  public init(_ value: Float) {
    self.init([value], shape: [])
  }

  /// Creates a tensor of one value.
  ///
  /// - Parameters:
  ///   - value: The value of every element.
  ///   - shape: The lengths of the axes.
  public init(repeating value: Float, shape: Shape) {
    self.init(shape: shape) { $0.initialize(repeating: value) }
  }

  /// Returns a tensor of zeros.
  public static func zeros(_ shape: Shape) -> Tensor { Tensor(repeating: 0, shape: shape) }

  /// Returns a tensor of ones.
  public static func ones(_ shape: Shape) -> Tensor { Tensor(repeating: 1, shape: shape) }

  /// The first element in memory.
  package var pointer: UnsafeMutablePointer<Float> { storage.pointer + offset }

  /// The number of elements.
  public var elementCount: Int { shape.elementCount }

  /// The elements in row-major order.
  public var values: [Float] { withUnsafeValues { Array($0) } }

  /// The only element; the shape must have exactly one.
  public var scalar: Float {
    check(elementCount == 1, "scalar of a tensor of shape \(shape)")
    return withUnsafeValues { $0[0] }
  }

  /// Calls a closure with the elements in row-major order.
  ///
  /// - Parameter body: Reads the elements; the buffer is valid only during the call.
  /// - Returns: What the closure returns.
  /// - Throws: What the closure throws.
  public func withUnsafeValues<Result>(
    _ body: (UnsafeBufferPointer<Float>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(start: pointer, count: elementCount))
    }
  }
}

extension Tensor: CustomStringConvertible {
  /// The shape and the first elements.
  public var description: String {
    let shown = values.prefix(8).map { "\($0)" }.joined(separator: ", ")
    return "Tensor\(shape)(\(shown)\(elementCount > 8 ? ", ..." : ""))"
  }
}
