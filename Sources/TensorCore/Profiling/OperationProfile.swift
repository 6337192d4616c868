import Dispatch
import Synchronization

/// A profile of tensor operations: calls and seconds by kind of operation.
///
///     let profile = OperationProfile()
///     profile.record { trainer.step() }
///     for part in profile.parts { print(part.name, part.calls, part.seconds) }
///
/// Only work inside ``record(_:)`` is counted, and only what the calling task itself starts, so
/// that a loader beside it is not. Parts do not contain one another: an operation that runs others
/// is not counted itself. Where nothing is recorded, an operation reads one task-local value.
public final class OperationProfile: Sendable {
  /// One kind of operation.
  public struct Part: Sendable, Hashable {
    /// The name, such as "convolution, weight gradient".
    public let name: String
    /// How often it ran.
    public let calls: Int
    /// The wall-clock time of all calls together, in seconds.
    public let seconds: Double
    /// The additions and multiplications of all calls in the direct form, whatever shorter way was
    /// taken; 0 for parts that are not matrix products or convolutions.
    public let operations: Int
  }

  @TaskLocal private static var current: OperationProfile?

  private struct Sums {
    var total: UInt64 = 0
    var parts: [String: (calls: Int, nanoseconds: UInt64, operations: Int)] = [:]
  }

  private let sums = Mutex(Sums())

  /// Creates an empty profile.
  public init() {}

  /// Runs work and adds the time of its operations.
  ///
  /// - Parameter body: The work.
  /// - Returns: What the work returns.
  public func record<Result>(_ body: () throws -> Result) rethrows -> Result {
    let start = DispatchTime.now().uptimeNanoseconds
    defer {
      let elapsed = DispatchTime.now().uptimeNanoseconds - start
      sums.withLock { $0.total += elapsed }
    }
    return try Self.$current.withValue(self, operation: body)
  }

  /// The parts, the longest first; equal ones by name.
  public var parts: [Part] {
    sums.withLock { $0.parts }
      .map {
        Part(
          name: $0.key, calls: $0.value.calls, seconds: Double($0.value.nanoseconds) / 1e9,
          operations: $0.value.operations)
      }
      .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
  }

  /// The time spent inside ``record(_:)``, in seconds; what no part accounts for is the rest.
  public var totalSeconds: Double { sums.withLock { Double($0.total) / 1e9 } }

  /// The additions and multiplications of all matrix products and convolutions, in direct form.
  public var operations: Int { sums.withLock { $0.parts.values.reduce(0) { $0 + $1.operations } } }

  /// Runs an operation and, while a profile records, adds its time to a part.
  package static func measure<Result>(
    _ name: StaticString, operations: Int = 0, _ body: () throws -> Result
  ) rethrows -> Result {
    guard let current else { return try body() }
    let start = DispatchTime.now().uptimeNanoseconds
    defer {
      current.add(
        DispatchTime.now().uptimeNanoseconds - start, operations: operations, to: "\(name)")
    }
    return try $current.withValue(nil, operation: body)
  }

  private func add(_ nanoseconds: UInt64, operations: Int, to name: String) {
    sums.withLock {
      let part = $0.parts[name] ?? (0, 0, 0)
      $0.parts[name] = (
        part.calls + 1, part.nanoseconds + nanoseconds, part.operations + operations
      )
    }
  }
}
