import Foundation
import Synchronization

/// How work is spread over cores.
///
/// Work is cut into chunks. Where their borders could change a result they depend on the size of
/// the problem alone, and the number of threads decides only who runs a chunk. So results are the
/// same bits for any number of threads, and the setting may change at any time.
public enum Parallel {
  private static let setting = Atomic<Int>(
    ProcessInfo.processInfo.environment["SEMISUPERVISED_THREADS"].flatMap(Int.init)
      .map { max(1, min($0, 1024)) } ?? ProcessInfo.processInfo.activeProcessorCount)

  /// The largest number of threads that one operation uses.
  ///
  /// Starts as the environment variable `SEMISUPERVISED_THREADS`, or else the number of cores.
  public static var threadCount: Int {
    get { setting.load(ordering: .relaxed) }
    set { setting.store(max(1, min(newValue, 1024)), ordering: .relaxed) }
  }

  /// Runs the body once for every chunk number below `count`, on as many threads as allowed.
  ///
  /// Chunks are handed out in order, one at a time. Returns when all are done. A fork and join
  /// costs about a microsecond while helpers are awake. One that sleeps may come 50 to 300
  /// microseconds late on a virtual machine, so a call should hold at least 100 microseconds of
  /// work.
  ///
  /// - Parameters:
  ///   - count: The number of chunks.
  ///   - body: The work of one chunk; must not depend on the order of chunks.
  package static func forEachChunk(_ count: Int, _ body: @Sendable (Int) -> Void) {
    let workers = min(threadCount, count)
    if workers <= 1 {
      for chunk in 0..<max(count, 0) { body(chunk) }
      return
    }
    withoutActuallyEscaping(body) { body in
      withUnsafePointer(to: body) {
        Helpers.run(ChunkedWork(count: count, body: $0), seats: workers - 1)
      }
    }
  }

  /// Runs the body over ranges that together cover `0 ..< total`.
  ///
  /// - Parameters:
  ///   - total: The number of elements.
  ///   - grain: The length of each range but the last; choose it so that a range takes at least
  ///     50 microseconds. A total of at most one grain runs on the calling thread.
  ///   - body: The work on one range.
  package static func forEachRange(
    of total: Int, grain: Int, _ body: @Sendable (Range<Int>) -> Void
  ) {
    let size = max(1, grain)
    let chunks = (total + size - 1) / size
    forEachChunk(chunks) { chunk in
      body(chunk * size..<min(total, (chunk + 1) * size))
    }
  }

  /// One of several nearly equal ranges that together cover `0 ..< total`.
  ///
  /// The longer ones come first, so that threads which take them in order end together.
  ///
  /// - Parameters:
  ///   - index: Which of the parts.
  ///   - parts: The number of parts.
  ///   - total: The number of elements.
  /// - Returns: The range; empty where there are fewer elements than parts.
  package static func part(_ index: Int, of parts: Int, total: Int) -> Range<Int> {
    let (size, longer) = total.quotientAndRemainder(dividingBy: parts)
    let start = index * size + min(index, longer)
    return start..<start + size + (index < longer ? 1 : 0)
  }
}
