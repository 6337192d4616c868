import Parts

extension RunConfiguration {
  /// Returns the name of the option of `semisup train` that sets a key of ``json()``.
  ///
  /// - Parameter key: The key, such as `labelsPerClass`.
  /// - Returns: The name without hyphens in front, such as `labels-per-class`.
  package static func optionName(of key: String) -> String {
    keys.first { $0.jsonKey == key }?.name ?? key
  }

  /// What is said about the run but not about what is kept, with values as text.
  ///
  /// Data and method come first, then the other keys by name; a setting of a part is a row of its own.
  ///
  /// - Returns: Keys of ``json()``, or paths of options, with values as the command line takes them.
  package func rows() -> [(key: String, value: String, isSetting: Bool)] {
    let first = ["data", "method", "recipe", "backbone"]
    let said = Self.keys.filter { $0.group != .output }.map(\.jsonKey)
    let values = values
    var rows: [(key: String, value: String, isSetting: Bool)] = []
    for key in first + said.filter({ !first.contains($0) }).sorted() {
      switch values[key] {
      case .settings(let table)?:
        rows += table.sorted { $0.key < $1.key }.map { ($0.key, "\($0.value)", true) }
      case let value?: rows.append((key, value.text, false))
      case nil: continue
      }
    }
    return rows
  }

  /// Returns the command line that repeats the run, and keeps nothing.
  ///
  /// - Returns: The words, the program's name first.
  package func commandWords() -> [String] {
    rows().reduce(into: ["semisup", "train"]) { words, row in
      let option = "--" + Self.optionName(of: row.key)
      if row.isSetting {
        words += ["--set", "\(row.key)=\(row.value)"]
        return
      }
      switch Self.keys.first(where: { $0.jsonKey == row.key })?.kind {
      case .flag: if row.value == "true" { words.append(option) }
      case .invertibleFlag:
        words.append(row.value == "true" ? option : "--no-" + option.dropFirst(2))
      default:
        words += row.value.hasPrefix("-") ? ["\(option)=\(row.value)"] : [option, row.value]
      }
    }
  }
}
