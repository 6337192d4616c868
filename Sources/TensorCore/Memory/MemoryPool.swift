import CTensorKernels
import Synchronization

/// A cache of aligned memory blocks, so that a steady training step asks the system for nothing.
///
/// Sizes are rounded up to classes an eighth of a power of two apart; a freed block waits in its
/// class for the next request. Large blocks ask for huge pages: two threads that walk megabytes of
/// maps otherwise spend a sixth of their time on address translation.
package final class MemoryPool: Sendable {
  /// The pool that all tensors of the process share.
  package static let shared = MemoryPool()

  private struct State: ~Copyable {
    var free: [Int: [UnsafeMutableRawPointer]] = [:]
    var bytesInUse = 0
    var peakBytesInUse = 0
    var bytesHeld = 0
  }

  /// The size of a huge page on x86-64.
  private static let hugePage = 1 << 21
  /// The size from which a block is made of huge pages; the last one is partly filled.
  private static let hugePageThreshold = 1 << 22

  private let state = Mutex(State())

  private init() {}

  /// The bytes of all live tensors and flat buffers.
  package var bytesInUse: Int { state.withLock { $0.bytesInUse } }

  /// The largest number of bytes in use since the last call of ``resetPeak()``.
  package var peakBytesInUse: Int { state.withLock { $0.peakBytesInUse } }

  /// Starts a new measurement of the peak.
  package func resetPeak() {
    state.withLock { $0.peakBytesInUse = $0.bytesInUse }
  }

  /// Gives all blocks that wait for reuse back to the system.
  package func releaseUnused() {
    state.withLock { state in
      for (size, blocks) in state.free {
        for block in blocks { block.deallocate() }
        state.bytesHeld -= size * blocks.count
      }
      state.free.removeAll()
    }
  }

  /// The number of bytes that a request for `bytes` takes.
  static func sizeClass(_ bytes: Int) -> Int {
    if bytes <= 512 { return (max(bytes, 1) + 63) & ~63 }
    let step = 1 << (Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount - 3)
    return (bytes + step - 1) & ~(step - 1)
  }

  func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    let size = Self.sizeClass(bytes)
    let reused = state.withLock { state -> UnsafeMutableRawPointerBox in
      state.bytesInUse += size
      state.peakBytesInUse = max(state.peakBytesInUse, state.bytesInUse)
      if let block = state.free[size]?.popLast() { return .init(pointer: block) }
      state.bytesHeld += size
      return .init(pointer: nil)
    }
    if let block = reused.pointer { return block }
    guard size >= Self.hugePageThreshold else { return .allocate(byteCount: size, alignment: 64) }
    let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: Self.hugePage)
    stk_prefer_huge_pages(block, size)
    return block
  }

  func deallocate(_ pointer: UnsafeMutableRawPointer, bytes: Int) {
    let size = Self.sizeClass(bytes)
    let box = UnsafeMutableRawPointerBox(pointer: pointer)
    state.withLock { state in
      state.bytesInUse -= size
      if let block = box.pointer { state.free[size, default: []].append(block) }
    }
  }
}

/// Carries a block across the border of the lock, which guards every access to it.
private struct UnsafeMutableRawPointerBox: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer?
}
