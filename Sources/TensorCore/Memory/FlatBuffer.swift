/// A run of numbers with one owner: all weights of a network, or all their gradients or moments.
///
/// Starts as zeros. The owner writes in place between steps; tensors lent from it see the new
/// values. Sendable without a lock because only the owner writes, and never while a pass runs.
package final class FlatBuffer: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  package let count: Int

  package init(count: Int) {
    self.count = count
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    pointer = MemoryPool.shared.allocate(bytes: bytes).bindMemory(
      to: Float.self, capacity: max(count, 1))
    pointer.initialize(repeating: 0, count: count)
  }

  deinit {
    MemoryPool.shared.deallocate(
      UnsafeMutableRawPointer(pointer), bytes: max(count, 1) * MemoryLayout<Float>.stride)
  }

  /// The elements.
  package var elements: UnsafeMutableBufferPointer<Float> { .init(start: pointer, count: count) }

  /// Copies all elements of a buffer of the same length.
  package func copy(from other: FlatBuffer) {
    check(count == other.count, "copying \(other.count) elements into \(count)")
    pointer.update(from: other.pointer, count: count)
  }
}
