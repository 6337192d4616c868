/// What a run does with a step whose loss or gradient is infinite or not a number.
public enum NotFiniteRule: String, Sendable, Hashable, Codable, CaseIterable {
  /// It stops with an error that names the term.
  case stop
  /// It passes over the step: weights, moments, teacher, statistics and policy stay as they were, and
  /// the step is counted. After ``limit`` such steps in a row it stops all the same.
  case skip

  /// The number of steps in a row that may be passed over.
  public static let limit = 10
}
