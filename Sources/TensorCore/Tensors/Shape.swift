/// The lengths of a tensor's axes, outermost first; at most eight axes.
public struct Shape: Sendable, Hashable, ExpressibleByArrayLiteral, CustomStringConvertible {
  private var lengths: SIMD8<Int32>
  /// The number of axes; 0 for a single number.
  public private(set) var rank: Int

  /// Creates a shape from the lengths of its axes.
  ///
  /// - Parameter lengths: At most eight lengths, none negative.
  public init(_ lengths: some Collection<Int>) {
    check(lengths.count <= 8, "Shape: \(lengths.count) axes, at most 8 are supported")
    self.lengths = .zero
    rank = lengths.count
    for (axis, length) in lengths.enumerated() {
      check(length >= 0 && length <= Int(Int32.max), "Shape: axis \(axis) has length \(length)")
      self.lengths[axis] = Int32(length)
    }
  }

  /// Creates a shape from a literal such as `[batch, classes]`.
  public init(arrayLiteral lengths: Int...) {
    self.init(lengths)
  }

  /// The length of an axis; negative numbers count from the innermost axis, -1.
  public subscript(axis: Int) -> Int {
    get { Int(lengths[position(axis)]) }
    set { lengths[position(axis)] = Int32(newValue) }
  }

  private func position(_ axis: Int) -> Int {
    let index = axis < 0 ? axis + rank : axis
    check(index >= 0 && index < rank, "axis \(axis) of a shape with \(rank) axes")
    return index
  }

  /// The number of elements: the product of the lengths, 1 for a single number.
  public var elementCount: Int {
    var product = 1
    for axis in 0..<rank { product *= Int(lengths[axis]) }
    return product
  }

  /// The lengths as an array.
  public var dimensions: [Int] { (0..<rank).map { Int(lengths[$0]) } }

  /// The lengths in brackets.
  public var description: String { "\(dimensions)" }
}
