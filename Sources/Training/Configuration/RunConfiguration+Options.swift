import Foundation

extension RunConfiguration {
  /// The command-line options that are not named as their key is.
  private static let ownNames = [
    "classCount": "classes", "unlabeledData": "unlabeled", "skipsUnreadable": "skip-unreadable",
    "labeledInUnlabeledPool": "labeled-in-pool",
  ]
  /// The keys that have no effect on the outcome of a run.
  private static let keysWithoutEffect: Set<String> = [
    "version", "checkpointEvery", "keepCheckpoints",
  ]

  /// Returns the name of the option of `semisup train` that sets a key of ``json()``.
  ///
  /// - Parameter key: The key, such as `labelsPerClass`.
  /// - Returns: The name without hyphens in front, such as `labels-per-class`.
  package static func optionName(of key: String) -> String {
    ownNames[key]
      ?? key.reduce(into: "") { name, letter in
        name += letter.isUppercase ? "-" + letter.lowercased() : String(letter)
      }
  }

  /// The settings that are not nil and have an effect on the outcome, with their values as text.
  ///
  /// Data and method come first, then the other keys by name; a setting of method or recipe is a row
  /// of its own.
  ///
  /// - Returns: Keys of ``json()``, or names of settings, with values as the command line takes them.
  /// - Throws: An encoding error.
  package func rows() throws -> [(key: String, value: String, isSetting: Bool)] {
    let values = try JSONDecoder().decode([String: Value].self, from: json())
    let first = ["data", "method", "recipe", "backbone"]
    let keys = first + values.keys.filter { !first.contains($0) }.sorted()
    var rows: [(key: String, value: String, isSetting: Bool)] = []
    for key in keys where !Self.keysWithoutEffect.contains(key) {
      switch values[key] {
      case .text(let text)?: rows.append((key, text, false))
      case .table(let table)?:
        rows += table.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)", true) }
      case nil: continue
      }
    }
    return rows
  }

  /// Returns the command line that repeats the run, and keeps nothing.
  ///
  /// - Returns: The words, the program's name first.
  /// - Throws: An encoding error.
  package func commandWords() throws -> [String] {
    try rows().reduce(into: ["semisup", "train"]) { words, row in
      let option = "--" + Self.optionName(of: row.key)
      switch (row.key, row.value) {
      case _ where row.isSetting: words += ["--set", "\(row.key)=\(row.value)"]
      case ("skipsUnreadable", let value): if value == "true" { words.append(option) }
      case ("labeledInUnlabeledPool", let value):
        words.append(value == "true" ? option : "--no-" + option.dropFirst(2))
      case (_, let value) where value.hasPrefix("-"): words.append("\(option)=\(value)")
      case (_, let value): words += [option, value]
      }
    }
  }

  /// A value of the JSON form, whole numbers as they are.
  private enum Value: Decodable {
    case text(String)
    case table([String: SettingValue])

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let value = try? container.decode(Bool.self) {
        self = .text("\(value)")
      } else if let value = try? container.decode(UInt64.self) {
        self = .text("\(value)")
      } else if let value = try? container.decode(Double.self) {
        self = .text("\(SettingValue.number(value))")
      } else if let value = try? container.decode(String.self) {
        self = .text(value)
      } else {
        self = .table(try container.decode([String: SettingValue].self))
      }
    }
  }
}
