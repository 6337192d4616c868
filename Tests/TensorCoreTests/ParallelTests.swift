import Foundation
import Synchronization
import TensorCore
import Testing

@Suite("Threads", .serialized)
struct ParallelTests {
  @Test("every chunk runs once", arguments: [0, 1, 2, 7, 1_000])
  func chunks(count: Int) {
    let sum = Atomic<Int>(0)
    Parallel.forEachChunk(count) { sum.add($0 + 1, ordering: .relaxed) }
    #expect(sum.load(ordering: .relaxed) == count * (count + 1) / 2)
  }

  @Test("ranges cover everything once, and do not depend on the number of threads")
  func ranges() {
    let found = Mutex<Set<Range<Int>>>([])
    Parallel.forEachRange(of: 1_003, grain: 100) { range in
      found.withLock { _ = $0.insert(range) }
    }
    let ranges = found.withLock { $0.sorted { $0.lowerBound < $1.lowerBound } }
    #expect(ranges.map(\.lowerBound) == Array(stride(from: 0, to: 1_003, by: 100)))
    #expect(ranges.last?.upperBound == 1_003)
  }

  @Test("parts cover everything once, and longer ones come first")
  func parts() {
    for (parts, total) in [(1, 0), (3, 2), (8, 8), (8, 60), (7, 50)] {
      let ranges = (0..<parts).map { Parallel.part($0, of: parts, total: total) }
      #expect(ranges.flatMap { Array($0) } == Array(0..<total))
      let lengths = ranges.map(\.count)
      #expect(lengths == lengths.sorted(by: >))
      #expect((lengths.max() ?? 0) - (lengths.min() ?? 0) <= 1)
    }
  }

  @Test("results are there when a fork returns, also where forks follow at once, nest, and overlap")
  func forks() async {
    let wrong = await withTaskGroup(of: Int.self) { group in
      for caller in 1...4 { group.addTask { Self.wrongResults(caller: caller) } }
      return await group.reduce(0, +)
    }
    #expect(wrong == 0)
  }

  /// Forks nested work many times and counts results that were not there.
  private static func wrongResults(caller: Int) -> Int {
    var wrong = 0
    for round in 0..<2_000 {
      let outer = 1 + (round + caller) % 5
      let values = UnsafeMutableBufferPointer<Int>.allocate(capacity: outer * 3)
      defer { values.deallocate() }
      values.initialize(repeating: 0)
      let shared = UnsafeSendable(values)
      Parallel.forEachChunk(outer) { i in
        Parallel.forEachChunk(3) { j in shared.value[3 * i + j] += caller + i * j }
      }
      for i in 0..<outer {
        for j in 0..<3 where values[3 * i + j] != caller + i * j { wrong += 1 }
      }
    }
    return wrong
  }

  @Test("helpers that went to sleep come back")
  func sleep() async throws {
    for _ in 0..<20 {
      let sum = Atomic<Int>(0)
      Parallel.forEachChunk(64) { sum.add($0, ordering: .relaxed) }
      #expect(sum.load(ordering: .relaxed) == 2_016)
      try await Task.sleep(for: .milliseconds(2))
    }
  }

  @Test("a fork waits for a helper that takes long")
  func slowHelper() {
    let done = Atomic<Int>(0)
    Parallel.forEachChunk(2) { chunk in
      usleep(chunk == 0 ? 1_000 : 20_000)
      done.add(1, ordering: .relaxed)
    }
    #expect(done.load(ordering: .relaxed) == 2)
  }

  @Test("a pool block comes back for the next request of its class")
  func memoryIsReused() {
    let count = 123_457
    let first = Tensor.zeros([count]).withUnsafeValues { UInt(bitPattern: $0.baseAddress) }
    var addresses: Set<UInt> = []
    for _ in 0..<20 {
      addresses.insert(
        Tensor.zeros([count]).withUnsafeValues { UInt(bitPattern: $0.baseAddress) })
    }
    #expect(addresses.count < 20 || addresses.contains(first))
  }
}
