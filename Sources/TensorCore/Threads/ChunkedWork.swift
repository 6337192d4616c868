import Dispatch
import Synchronization

/// The chunks of one operation, handed out one at a time to the thread that forked and to helpers.
///
/// Sendable without a lock: all that changes is atomic. The body belongs to the forking thread,
/// which stays until every helper that entered has left.
final class ChunkedWork: @unchecked Sendable {
  /// Added to the helpers inside when the forking thread goes to sleep.
  private static let sleeper = 1 << 32

  private let count: Int
  private let body: UnsafePointer<@Sendable (Int) -> Void>
  private let next = Atomic<Int>(0)
  private let inside = Atomic<Int>(0)
  private let lastHelperLeft = DispatchSemaphore(value: 0)

  init(count: Int, body: UnsafePointer<@Sendable (Int) -> Void>) {
    self.count = count
    self.body = body
  }

  /// Runs chunks until all are handed out.
  ///
  /// Not inlined, so that no reference to the body outlives the call.
  @inline(never)
  func run() {
    let body = body.pointee
    while true {
      let chunk = next.wrappingAdd(1, ordering: .relaxed).oldValue
      if chunk >= count { return }
      body(chunk)
    }
  }

  /// Lets a helper in; only while the work is on offer.
  func enter() { inside.wrappingAdd(1, ordering: .relaxed) }

  /// Lets a helper out, which must not touch the work again.
  func leave() {
    let left = inside.wrappingSubtract(1, ordering: .acquiringAndReleasing).newValue
    if left == Self.sleeper { lastHelperLeft.signal() }
  }

  /// Returns when every helper has left; only once the offer is withdrawn.
  func join() {
    if SpinWait.until({ inside.load(ordering: .acquiring) == 0 }) { return }
    let helpers = inside.wrappingAdd(Self.sleeper, ordering: .acquiringAndReleasing).oldValue
    if helpers > 0 { lastHelperLeft.wait() }
  }
}
