/// Identifies one parameter or buffer of a network.
public struct ParameterID: Sendable, Hashable {
  /// The index in the list of declarations.
  package let index: Int
}
