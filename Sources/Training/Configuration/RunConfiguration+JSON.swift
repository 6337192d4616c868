public import Foundation
import TensorCore

extension RunConfiguration {
  /// Returns the configuration as JSON with sorted keys.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(self)
  }

  /// Reads a configuration from JSON.
  ///
  /// - Parameters:
  ///   - data: The JSON.
  ///   - name: The name that errors carry.
  /// - Throws: ``TrainingError/mismatch(_:)`` if it is not a configuration, has a key that does not
  ///   exist, or comes from a later version.
  public init(json data: Data, name: String) throws {
    guard let object = try? JSONSerialization.jsonObject(with: data) as? [String: Any] else {
      throw TrainingError.mismatch("\(name): expected a JSON object")
    }
    for key in object.keys.sorted() where !Self.keys.contains(key) {
      let hint = suggestion(for: key, among: Self.keys).map { " Did you mean '\($0)'?" } ?? ""
      throw TrainingError.mismatch("\(name): unknown key '\(key)'.\(hint)")
    }
    if let version = object["version"] as? Int, version > Self.currentVersion {
      throw TrainingError.mismatch(
        "\(name): written by a later version (form \(version), this program reads "
          + "\(Self.currentVersion))")
    }
    do {
      self = try JSONDecoder().decode(RunConfiguration.self, from: data)
    } catch {
      throw TrainingError.mismatch("\(name): not a run's configuration: \(error)")
    }
  }

  private static let keys = [
    "version", "data", "imageSize", "testFraction", "classCount", "groupBy", "unlabeledData",
    "skipsUnreadable", "labelsPerClass", "split", "labeledInUnlabeledPool",
    "labeledImbalance", "unlabeledPerClass", "unlabeledImbalance", "labelNoise",
    "validationPerClass", "method", "recipe", "backbone", "weights", "attention", "attentionDrop",
    "steps", "epochSteps", "batchSize", "unlabeledRatio", "learningRate", "seed", "settings",
    "notFinite", "checkpointEvery", "keepCheckpoints",
  ]
}
