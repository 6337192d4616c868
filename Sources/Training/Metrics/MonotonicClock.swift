/// Measures time from the moment of its creation; never runs backwards.
public struct MonotonicClock: Sendable {
  private let start = ContinuousClock.now

  /// Starts the clock.
  package init() {}

  /// The seconds since the start.
  public var seconds: Double {
    (ContinuousClock.now - start) / .seconds(1)
  }
}
