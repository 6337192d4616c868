extension RunKey {
  /// A value that a key does not take.
  struct Refusal: Error {
    let expected: String
  }

  /// The values in words, to follow "to be".
  var kindText: String {
    switch kind {
    case .whole(let range):
      range.upperBound == .max
        ? "a whole number of at least \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .seed: "a whole number of at least 0"
    case .number(let rule, _): "a number \(rule)"
    case .flag, .invertibleFlag: "true or false"
    case .choice(let words): words.joined(separator: ", ")
    case .text, .file: "a text"
    case .settings: "an object of options"
    }
  }

  /// Returns a value in its one form.
  ///
  /// - Parameter value: The value.
  /// - Returns: The value as it is stored.
  /// - Throws: A ``Refusal`` or an error of the text's own.
  func checked(_ value: RunValue) throws -> RunValue {
    switch (kind, value) {
    case (.whole(let range), .whole(let number)) where range.contains(number): return value
    case (.number(_, let holds), .number(let number)) where number.isFinite && holds(number):
      return value
    case (.choice(let words), .text(let word)) where words.contains(word): return value
    case (.text(let form), .text(let text)): return .text(try form(text))
    case (.seed, .seed), (.seed, .whole), (.flag, .flag), (.invertibleFlag, .flag),
      (.file, .text), (.settings, .settings):
      return value
    default: throw Refusal(expected: kindText)
    }
  }
}
