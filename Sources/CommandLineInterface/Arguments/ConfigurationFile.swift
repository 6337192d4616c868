import Foundation
import Runs
import TensorCore

/// A JSON object whose keys are the names of a command's parameters.
///
/// The `config.json` of a run, which tells its version, counts as the options that start it again:
/// its keys are the same names in the manner of Swift, and its `settings` those of `--set`.
struct ConfigurationFile: Sendable {
  /// A value of the file.
  private enum Value: Decodable {
    case text(String)
    case list([String])
    case table([String: String])
    case none

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if container.decodeNil() {
        self = .none
      } else if let value = try? container.decode(Bool.self) {
        self = .text(value.argumentText)
      } else if let value = try? container.decode(Int.self) {
        self = .text(value.argumentText)
      } else if let value = try? container.decode(UInt64.self) {
        self = .text(value.argumentText)
      } else if let value = try? container.decode(Double.self) {
        self = .text(value.argumentText)
      } else if let value = try? container.decode(String.self) {
        self = .text(value)
      } else if let values = try? container.decode([String: Value].self) {
        self = .table(try values.mapValues { try $0.text(in: container) })
      } else {
        self = .list(try container.decode([Value].self).map { try $0.text(in: container) })
      }
    }

    private func text(in container: any SingleValueDecodingContainer) throws -> String {
      guard case .text(let text) = self else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "nested lists")
      }
      return text
    }
  }

  private let path: String
  private let entries: [String: Value]

  /// Reads a file.
  ///
  /// - Parameter path: The path of the file.
  /// - Throws: ``ConfigurationFileError`` if it cannot be read or is no JSON object of values and
  ///   lists of values.
  init(path: String) throws(ConfigurationFileError) {
    self.path = path
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationFileError(path: path, problem: "cannot be read")
    }
    guard let entries = try? JSONDecoder().decode([String: Value].self, from: data) else {
      throw ConfigurationFileError(
        path: path,
        problem: "expected a JSON object whose keys are option names and whose values are texts, "
          + "numbers, true, false, null or lists of them")
    }
    guard case .text(let version)? = entries[Self.versionKey] else {
      self.entries = entries
      return
    }
    guard version == "\(RunConfiguration.currentVersion)" else {
      throw ConfigurationFileError(
        path: path,
        problem: "expected the configuration of a run in form \(RunConfiguration.currentVersion), "
          + "found form \(version)")
    }
    self.entries = Self.options(of: entries)
  }

  private static let versionKey = "version"
  private static let settingsKey = "settings"

  /// The options that start a run again.
  private static func options(of run: [String: Value]) -> [String: Value] {
    var options: [String: Value] = [:]
    for (key, value) in run where key != versionKey {
      if key == settingsKey, case .table(let settings) = value {
        options["set"] = .list(
          settings.map { "\($0)=\($1)" }.sorted())
      } else {
        options[RunConfiguration.optionName(of: key)] = value
      }
    }
    return options
  }

  /// Reads the values of parameters; null stands for a value that is not given.
  ///
  /// - Parameter parameters: The parameters whose names are keys.
  /// - Returns: The values by parameter name.
  /// - Throws: ``ConfigurationFileError`` for an unknown key or a value that the parameter does
  ///   not take.
  func values(
    of parameters: [Parameter]
  ) throws(ConfigurationFileError) -> [String: [any Sendable]] {
    var values: [String: [any Sendable]] = [:]
    for key in entries.keys.sorted() {
      guard let parameter = parameters.first(where: { $0.name == key }) else {
        let near = suggestion(for: key, among: parameters.map(\.name))
        throw error("unknown key '\(key)'" + (near.map { ". Did you mean '\($0)'?" } ?? ""))
      }
      switch entries[key] {
      case .text(let text):
        values[key] = [try decode(text, for: parameter)]
      case .list(let texts):
        guard parameter.isRepeating else { throw error("'\(key)' takes one value, found a list") }
        values[key] = try texts.map { text throws(ConfigurationFileError) in
          try decode(text, for: parameter)
        }
      case .table: throw error("'\(key)' takes a value, found an object")
      default:
        continue
      }
    }
    return values
  }

  private func decode(
    _ text: String, for parameter: Parameter
  ) throws(ConfigurationFileError) -> any Sendable {
    do throws(InvalidArgument) {
      return try parameter.decode(text)
    } catch {
      let allowed = parameter.allowedValues
      let reason =
        error.reason
        ?? (allowed.isEmpty ? nil : "expected one of " + allowed.joined(separator: ", "))
      throw self.error(
        "the value '\(text)' is invalid for '\(parameter.name)'"
          + (reason.map { ": " + $0 } ?? ""))
    }
  }

  private func error(_ problem: String) -> ConfigurationFileError {
    ConfigurationFileError(path: path, problem: problem)
  }
}

/// A configuration file that cannot be used.
struct ConfigurationFileError: Error, Sendable, CustomStringConvertible {
  /// The path of the file.
  let path: String
  /// What is wrong.
  let problem: String

  /// The file and what is wrong.
  var description: String { "\(path): \(problem)" }
}
