/// A linear map from a network's features to scores of something other than its classes.
public struct AuxiliaryHead: Sendable, Hashable, Codable {
  /// The name; the parameters are `heads.NAME.weight` and `heads.NAME.bias`.
  public let name: String
  /// The number of scores.
  public let scoreCount: Int

  /// Creates the description of a head.
  ///
  /// - Parameters:
  ///   - name: The name, which no other head of the network has.
  ///   - scoreCount: The number of scores, at least 1.
  public init(_ name: String, scoreCount: Int) {
    self.name = name
    self.scoreCount = scoreCount
  }
}
