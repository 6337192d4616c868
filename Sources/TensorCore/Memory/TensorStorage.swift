/// The memory behind tensors: either a block of the pool, or a region lent by a flat buffer.
///
/// Sendable without a lock: the operation that creates a storage fills it before anyone else can
/// see it, and from then on it is read only. Two places write later, each under its own rule:
/// `Tensor.accumulate`, which requires that nobody else holds the storage, and the owner of a
/// `FlatBuffer`, which updates between steps, when no one reads.
public final class TensorStorage: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  package let capacity: Int
  private let lender: FlatBuffer?

  /// Takes an uninitialized block from the pool.
  package init(count: Int) {
    let bytes = max(count, 1) * MemoryLayout<Float>.stride
    pointer = MemoryPool.shared.allocate(bytes: bytes).bindMemory(
      to: Float.self, capacity: max(count, 1))
    capacity = count
    lender = nil
  }

  /// Borrows a region of a flat buffer and keeps the buffer alive.
  package init(borrowing region: Range<Int>, of buffer: FlatBuffer) {
    check(
      region.lowerBound >= 0 && region.upperBound <= buffer.count,
      "region \(region) of a flat buffer with \(buffer.count) elements")
    pointer = buffer.pointer + region.lowerBound
    capacity = region.count
    lender = buffer
  }

  deinit {
    if lender == nil {
      MemoryPool.shared.deallocate(
        UnsafeMutableRawPointer(pointer), bytes: max(capacity, 1) * MemoryLayout<Float>.stride)
    }
  }

  /// Whether the memory belongs to this storage alone.
  package var isOwned: Bool { lender == nil }
}
