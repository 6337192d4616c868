import Foundation

/// The batches that are made ahead, and the threads that make them.
///
/// All stored properties that change are touched only while `condition` is locked.
final class BatchQueue: @unchecked Sendable {
  private enum Slot {
    case claimed
    case ready(Result<LoadedBatch, any Error>)
  }

  private let condition = NSCondition()
  private let make: @Sendable (Int) throws -> LoadedBatch
  private let stepCount: Int
  private let batchesAhead: Int
  private let threadCount: Int
  private var slots: [Int: Slot] = [:]
  /// The steps that are wanted in advance.
  private var window = 0..<0
  private var runningThreads = 0
  private var hasStarted = false
  private var isStopping = false

  init(
    stepCount: Int, batchesAhead: Int, threadCount: Int,
    make: @escaping @Sendable (Int) throws -> LoadedBatch
  ) {
    self.stepCount = stepCount
    self.batchesAhead = batchesAhead
    self.threadCount = threadCount
    self.make = make
  }

  /// Returns the batch of a step, and has the threads make the next ones.
  func batch(at step: Int) throws -> LoadedBatch {
    condition.lock()
    startThreads()
    let next = step + 1
    window = next..<max(next, min(stepCount, next + batchesAhead))
    for (other, slot) in slots where other != step && !window.contains(other) {
      if case .ready = slot { slots[other] = nil }
    }
    condition.broadcast()
    while true {
      switch slots[step] {
      case .ready(let result):
        slots[step] = nil
        condition.unlock()
        return try result.get()
      case .claimed:
        condition.wait()
      case nil:
        slots[step] = .claimed
        condition.unlock()
        let result = Result { try make(step) }
        condition.lock()
        slots[step] = nil
        condition.broadcast()
        condition.unlock()
        return try result.get()
      }
    }
  }

  /// Ends all threads, and waits for them.
  func shutDown() {
    condition.lock()
    isStopping = true
    condition.broadcast()
    while runningThreads > 0 { condition.wait() }
    condition.unlock()
  }

  private func startThreads() {
    guard !hasStarted else { return }
    hasStarted = true
    runningThreads = threadCount
    for _ in 0..<threadCount {
      let thread = Thread { self.work() }
      thread.name = "batch loader"
      thread.start()
    }
  }

  /// What a thread does: the first step that nobody has made or claimed, again and again.
  private func work() {
    condition.lock()
    while !isStopping {
      guard let step = window.first(where: { slots[$0] == nil }) else {
        condition.wait()
        continue
      }
      slots[step] = .claimed
      condition.unlock()
      let result = Result { try make(step) }
      condition.lock()
      // A caller that waits for the step has moved the window past it.
      let isWanted = step >= window.lowerBound - 1 && step < window.upperBound
      slots[step] = isWanted ? .ready(result) : nil
      condition.broadcast()
    }
    runningThreads -= 1
    condition.broadcast()
    condition.unlock()
  }
}
