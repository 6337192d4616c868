public import Foundation
public import Methods
import Parts
import TensorCore

extension RunConfiguration {
  private static let versionKey = "version"

  /// Returns the configuration as JSON with sorted keys.
  public func json() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    var object = values
    object[Self.versionKey] = .whole(Self.currentVersion)
    return try encoder.encode(object)
  }

  /// Reads a configuration from JSON.
  ///
  /// - Parameters:
  ///   - data: The JSON.
  ///   - name: The name that errors carry.
  ///   - catalog: Where names are looked up.
  /// - Throws: A `RunConfigurationError` if it is not a configuration, has a key that does not exist
  ///   or a value that its key cannot have, or comes from another version.
  public init(json data: Data, name: String, catalog: PartCatalog = .standard) throws {
    guard let object = try? JSONDecoder().decode([String: JSONValue].self, from: data) else {
      throw RunConfigurationError(name, "expected a JSON object of values")
    }
    let known = [Self.versionKey] + Self.keys.map(\.jsonKey)
    for key in object.keys.sorted() where !known.contains(key) {
      let hint = suggestion(for: key, among: known).map { " Did you mean '\($0)'?" } ?? ""
      throw RunConfigurationError(name, "unknown key '\(key)'.\(hint)")
    }
    guard case .whole(let version)? = object[Self.versionKey] else {
      throw RunConfigurationError(name, "expected the configuration of a run, found no 'version'")
    }
    guard version == Self.currentVersion else {
      throw RunConfigurationError(
        name,
        "written by \(version > Self.currentVersion ? "a later" : "an earlier") version (form "
          + "\(version), this program reads \(Self.currentVersion))")
    }
    guard case .text(let source)? = object["data"] else {
      throw RunConfigurationError(name, "expected 'data' to be FORMAT:PATH, found nothing")
    }
    self.init(data: source, catalog: catalog)
    for key in Self.keys {
      guard let value = object[key.jsonKey] else { continue }
      try set(key, to: try value.runValue(for: key, file: name), file: name)
    }
  }

  /// Sets a key, checked.
  ///
  /// - Parameters:
  ///   - key: One of ``keys``.
  ///   - value: The value.
  ///   - file: What errors name as the place of the value; nil for none.
  /// - Throws: A `RunConfigurationError` that names the key, what it takes and what was found.
  public mutating func set(_ key: RunKey, to value: RunValue, file: String? = nil) throws {
    do {
      try key.write(&self, try key.checked(value))
    } catch let refusal as RunKey.Refusal {
      throw RunConfigurationError(
        file, "expected '\(key.jsonKey)' to be \(refusal.expected), found \(value.text)")
    } catch {
      throw RunConfigurationError(file, "'\(key.jsonKey)': \(error)")
    }
  }
}
