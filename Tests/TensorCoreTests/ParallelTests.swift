import Foundation
import Synchronization
import Testing

@testable import TensorCore

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

  /// What the two chunks of a fork saw.
  private final class Meeting: Sendable {
    let arrived = Atomic<Int>(0)
    let met = Atomic<Int>(0)
    let done = Atomic<Int>(0)
  }

  @Test("a helper takes part, also after a pause, and a fork waits for it when it takes long")
  func helper() {
    for _ in 0..<3 {
      let meeting = Meeting()
      let caller = UnsafeSendable(pthread_self())
      let body: @Sendable (Int) -> Void = { _ in
        meeting.arrived.add(1, ordering: .relaxed)
        for _ in 0..<100_000 where meeting.arrived.load(ordering: .relaxed) < 2 { usleep(100) }
        if meeting.arrived.load(ordering: .relaxed) == 2 { meeting.met.add(1, ordering: .relaxed) }
        if pthread_equal(pthread_self(), caller.value) == 0 { usleep(20_000) }
        meeting.done.add(1, ordering: .relaxed)
      }
      withUnsafePointer(to: body) {
        Helpers.run(ChunkedWork(count: 2, body: $0), seats: 1)
      }
      #expect(meeting.met.load(ordering: .relaxed) == 2)
      #expect(meeting.done.load(ordering: .relaxed) == 2)
      usleep(5_000)
    }
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
