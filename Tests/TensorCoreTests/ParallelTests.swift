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
