/// The kept state of a threshold policy that does not fit the pipeline's policy.
public struct ThresholdPolicyStateError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The type of the pipeline's policy.
  public let expected: String
  /// The type that was kept, or what is wrong with its state.
  public let found: String

  /// What was expected and what was found.
  public var description: String {
    "threshold policy: expected the state of a \(expected), found \(found)"
  }
}
