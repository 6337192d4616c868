import Synchronization
import TensorCore

/// Returns the results of a closure for 0 ..< `count`, computed on as many threads as allowed.
///
/// - Throws: The error of the smallest number that has one, whatever the order of threads.
package func concurrentMap<Value: Sendable>(
  count: Int, _ body: @Sendable (Int) throws -> Value
) throws -> [Value] {
  let results = Mutex([Result<Value, any Error>?](repeating: nil, count: count))
  Parallel.forEachChunk(count) { index in
    let result = Result { try body(index) }
    results.withLock { $0[index] = result }
  }
  return try results.withLock { try $0.compactMap { try $0?.get() } }
}
