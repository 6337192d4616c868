package import Foundation

/// A threshold policy as checkpoints hold it: which type, and its settings and state as JSON.
///
/// A policy is decoded into the type of the pipeline's own policy, so policies that users define
/// need no registration.
public struct ThresholdPolicyState: Sendable, Codable {
  /// The name of the policy's type.
  public let type: String
  /// The policy's settings and state, JSON with sorted keys.
  package let payload: Data

  /// Creates the state of a policy.
  ///
  /// - Parameter policy: Any policy; its numbers must be finite.
  /// - Throws: `EncodingError` if the policy holds something that JSON cannot.
  package init(_ policy: any ThresholdPolicy) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    type = Self.name(policy)
    payload = try encoder.encode(policy)
  }

  /// Returns the policy.
  ///
  /// - Parameter policy: A policy of the same type, such as the one that the pipeline starts with.
  /// - Returns: A policy of that type with the settings and the state that were kept.
  /// - Throws: ``ThresholdPolicyStateError`` if the types differ or the payload does not decode.
  package func decoded(like policy: any ThresholdPolicy) throws -> any ThresholdPolicy {
    func decode<Policy: ThresholdPolicy>(_: Policy) throws -> any ThresholdPolicy {
      try JSONDecoder().decode(Policy.self, from: payload)
    }
    let expected = Self.name(policy)
    guard type == expected else {
      throw ThresholdPolicyStateError(expected: expected, found: type)
    }
    do {
      return try decode(policy)
    } catch {
      throw ThresholdPolicyStateError(expected: expected, found: "\(error)")
    }
  }

  private static func name(_ policy: any ThresholdPolicy) -> String {
    String(describing: Swift.type(of: policy))
  }
}
