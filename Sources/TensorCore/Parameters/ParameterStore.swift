import Synchronization

/// The one owner of a network's numbers: weights, their gradients, and measured buffers.
///
/// Each kind lies in one flat buffer. During a pass the store lends read-only tensors; between
/// steps its owner changes the numbers in place and counts a new `version`, so that
/// what was computed from the weights alone (packed or transformed filters) is computed again.
///
/// A store is used by one trainer at a time: passes may read it from many threads at once, but
/// nothing may be written while a pass runs. That rule, not a lock, makes it safe to share.
public final class ParameterStore: @unchecked Sendable {
  /// The names, shapes and roles of the parameters and buffers.
  public let layout: ParameterLayout
  /// The learned numbers, each parameter beginning on a multiple of sixteen.
  package let values: FlatBuffer
  /// The gradients of the learned numbers, at the same offsets; nil for a store that is not
  /// trained.
  package let gradients: FlatBuffer?
  /// The buffers and counters.
  package let buffers: FlatBuffer
  /// The offset of each declaration in its flat buffer.
  package let offsets: [Int]
  private let versionCounter = Atomic<Int>(0)

  /// Creates a store of zeros.
  ///
  /// - Parameters:
  ///   - layout: What to hold.
  ///   - isTrained: Whether gradients are kept.
  public init(layout: ParameterLayout, isTrained: Bool) {
    self.layout = layout
    var offsets: [Int] = []
    var parameterEnd = 0
    var bufferEnd = 0
    for declaration in layout.declarations {
      let length = (declaration.shape.elementCount + 15) & ~15
      if declaration.role == .parameter {
        offsets.append(parameterEnd)
        parameterEnd += length
      } else {
        offsets.append(bufferEnd)
        bufferEnd += length
      }
    }
    self.offsets = offsets
    values = FlatBuffer(count: parameterEnd)
    gradients = isTrained ? FlatBuffer(count: parameterEnd) : nil
    buffers = FlatBuffer(count: bufferEnd)
  }

  /// Fills the store with starting values.
  ///
  /// Each parameter draws from a stream of its own, keyed by its index in the layout.
  public func initialize(using key: RandomKey) {
    for index in layout.declarations.indices {
      var random = key.stream("initialization", sample: index)
      layout.declarations[index].initializer.fill(elements(of: index), using: &random)
    }
    countChange()
  }

  /// Grows with every change of the weights.
  package var version: Int { versionCounter.load(ordering: .acquiring) }

  /// Records that the weights changed.
  package func countChange() {
    versionCounter.add(1, ordering: .acquiringAndReleasing)
  }

  /// Lends a parameter or buffer.
  ///
  /// - Parameter id: What the layout returned when it was declared.
  /// - Returns: A tensor that shows the store's memory; gradients of a trained store's parameter
  ///   are added to the store by ``Tensor/backward()``.
  public func tensor(_ id: ParameterID) -> Tensor {
    let declaration = layout.declarations[id.index]
    let offset = offsets[id.index]
    let region = offset..<offset + declaration.shape.elementCount
    let isParameter = declaration.role == .parameter
    let storage = TensorStorage(borrowing: region, of: isParameter ? values : buffers)
    var node: GradientNode?
    if isParameter, let gradients, GradientRecording.isEnabled {
      node = GradientNode(
        shape: declaration.shape, inputs: [], backward: nil,
        sink: GradientSink(buffer: gradients, offset: offset))
    }
    return Tensor(storage: storage, shape: declaration.shape, node: node)
  }

  /// The memory of one parameter or buffer, for its owner.
  package func elements(of index: Int) -> UnsafeMutableBufferPointer<Float> {
    let declaration = layout.declarations[index]
    let base = declaration.role == .parameter ? values.pointer : buffers.pointer
    return UnsafeMutableBufferPointer(
      start: base + offsets[index], count: declaration.shape.elementCount)
  }

  /// Returns a copy of the gradient of one parameter.
  ///
  /// - Parameter index: The index in the layout.
  /// - Returns: The gradient in our order of axes; nil for a buffer or a store that is not trained.
  public func gradient(at index: Int) -> Tensor? {
    let declaration = layout.declarations[index]
    guard let gradients, declaration.role == .parameter else { return nil }
    let start = gradients.pointer + offsets[index]
    let count = declaration.shape.elementCount
    return Tensor(shape: declaration.shape) { target in
      _ = target.initialize(from: UnsafeBufferPointer(start: start, count: count))
    }
  }

  /// Sets all gradients to zero.
  public func clearGradients() {
    gradients?.elements.update(repeating: 0)
  }

  /// Copies all weights and buffers of a store with the same layout.
  public func copy(from other: ParameterStore) {
    check(layout == other.layout, "copying weights between different networks")
    values.copy(from: other.values)
    buffers.copy(from: other.buffers)
    countChange()
  }
}
