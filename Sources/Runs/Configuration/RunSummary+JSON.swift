public import Foundation
import Training

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

  /// Reads a summary from JSON.
  ///
  /// - Parameters:
  ///   - data: The JSON.
  ///   - name: The name that errors carry.
  /// - Throws: `mismatch(_:)` if it is not a summary.
  public init(json data: Data, name: String) throws {
    do {
      self = try JSONDecoder().decode(RunSummary.self, from: data)
    } catch {
      throw TrainingError.mismatch("\(name): expected the summary of a run, found other JSON")
    }
  }
}
