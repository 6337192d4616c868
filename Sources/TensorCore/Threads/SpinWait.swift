import CTensorKernels
import Dispatch

/// Waiting without sleep, for a while.
///
/// A thread that sleeps takes 50 microseconds and more to wake on a virtual machine, as long as a
/// small operation takes. A thread that waits for longer than this keeps a core from others.
enum SpinWait {
  private static let nanoseconds: UInt64 = 200_000
  /// How often the condition is looked at between two looks at the clock.
  private static let looks = 16

  /// Waits until a condition holds, and returns whether it came to hold in time.
  static func until(_ condition: () -> Bool) -> Bool {
    let start = DispatchTime.now().uptimeNanoseconds
    repeat {
      for _ in 0..<looks {
        if condition() { return true }
        stk_pause()
      }
    } while DispatchTime.now().uptimeNanoseconds - start < nanoseconds
    return false
  }
}
