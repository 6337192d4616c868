import Synchronization

/// A cache of aligned memory blocks, so that a steady training step asks the system for nothing.
///
/// Sizes are rounded up to classes an eighth of a power of two apart; a freed block waits in its
/// class for the next request. Large blocks begin on a huge-page border where that costs little.
public final class MemoryPool: Sendable {
  /// The pool that all tensors of the process share.
  public static let shared = MemoryPool()

  private struct State: ~Copyable {
    var free: [Int: [UnsafeMutableRawPointer]] = [:]
    var bytesInUse = 0
    var peakBytesInUse = 0
    var bytesHeld = 0
  }

  private let state = Mutex(State())

  private init() {}

  /// The bytes of all live tensors and flat buffers.
  public var bytesInUse: Int { state.withLock { $0.bytesInUse } }

  /// The largest number of bytes in use since the last call of ``resetPeak()``.
  public var peakBytesInUse: Int { state.withLock { $0.peakBytesInUse } }

  /// Starts a new measurement of the peak.
  public func resetPeak() {
    state.withLock { $0.peakBytesInUse = $0.bytesInUse }
  }

  /// Gives all blocks that wait for reuse back to the system.
  public func releaseUnused() {
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
    return .allocate(byteCount: size, alignment: size >= 1 << 22 ? 1 << 21 : 64)
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
