import Dispatch
import Foundation
import Synchronization

/// The threads that run chunks of other threads' operations.
///
/// They are Dispatch's: a fork asks it for as many as are missing, up to the number of cores. A
/// helper whose work is done waits for more without sleep, because in a network the next operation
/// follows at once. It goes back to Dispatch when none came for a while, and in any case lets other
/// blocks of its queue run from time to time.
enum Helpers {
  private struct Offer {
    let work: ChunkedWork
    /// The number of further helpers that may enter.
    var seats: Int
  }

  private struct State {
    var offers: [Offer] = []
    /// Helpers that Dispatch was asked for and that have not gone.
    var count = 0
  }

  private static let state = Mutex(State())
  /// The seats of all offers; written under the lock only.
  private static let seats = Atomic<Int>(0)
  /// Helpers that look for work, or will once Dispatch lets them run.
  private static let waiting = Atomic<Int>(0)
  private static let most = ProcessInfo.processInfo.activeProcessorCount
  /// How long a helper keeps its thread from other blocks.
  private static let nanosecondsOfStay: UInt64 = 100_000_000

  /// Runs work on the calling thread and at most as many helpers as there are seats.
  static func run(_ work: ChunkedWork, seats count: Int) {
    let missing = state.withLock { state in
      state.offers.append(Offer(work: work, seats: count))
      let wanted = seats.wrappingAdd(count, ordering: .relaxed).newValue
      let missing = max(
        0, min(count, wanted - waiting.load(ordering: .relaxed), most - state.count))
      waiting.wrappingAdd(missing, ordering: .relaxed)
      state.count += missing
      return missing
    }
    for _ in 0..<missing { ask() }
    work.run()
    state.withLock { state in
      guard let index = state.offers.firstIndex(where: { $0.work === work }) else { return }
      let rest = state.offers.remove(at: index).seats
      seats.wrappingSubtract(rest, ordering: .relaxed)
    }
    work.join()
  }

  private static func ask() {
    DispatchQueue.global(qos: .userInitiated).async(execute: help)
  }

  /// Takes part in work that is offered, until none comes for a while.
  @Sendable
  private static func help() {
    let start = DispatchTime.now().uptimeNanoseconds
    repeat {
      while let work = take() {
        work.run()
        waiting.wrappingAdd(1, ordering: .relaxed)
        work.leave()
        if DispatchTime.now().uptimeNanoseconds - start > nanosecondsOfStay { return ask() }
      }
    } while SpinWait.until { seats.load(ordering: .relaxed) > 0 } || !retire()
  }

  /// Takes a seat of the newest offer first, because older work may be waiting for it.
  private static func take() -> ChunkedWork? {
    if seats.load(ordering: .relaxed) == 0 { return nil }
    return state.withLock { state in
      guard let index = state.offers.lastIndex(where: { $0.seats > 0 }) else { return nil }
      state.offers[index].seats -= 1
      seats.wrappingSubtract(1, ordering: .relaxed)
      waiting.wrappingSubtract(1, ordering: .relaxed)
      state.offers[index].work.enter()
      return state.offers[index].work
    }
  }

  /// Ends this helper, unless an offer has a free seat.
  private static func retire() -> Bool {
    state.withLock { state in
      if seats.load(ordering: .relaxed) > 0 { return false }
      waiting.wrappingSubtract(1, ordering: .relaxed)
      state.count -= 1
      return true
    }
  }
}
