public import Foundation

extension RunSummary {
  /// Returns the summary as a JSON object with sorted keys.
  ///
  /// - Parameter isPretty: Whether to use several lines.
  /// - Returns: The JSON; what is not known is left out.
  /// - Throws: An encoding error.
  public func json(isPretty: Bool = false) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(self)
  }
}
