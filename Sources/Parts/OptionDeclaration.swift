/// One option of a part: a stored property with its name, bounds and meaning.
public struct OptionDeclaration<Options: Sendable>: Sendable {
  /// The name, such as `warm-up`.
  public let name: String
  /// What the option decides, in one line, with the source of its default.
  public let summary: String
  /// The values that it may have.
  public let kind: OptionKind
  let read: @Sendable (Options) -> OptionValue
  let write: @Sendable (OptionValue, inout Options) -> Void
  let applies: @Sendable (Options) -> Bool

  /// Declares a number in single precision.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - property: Where the value is stored.
  ///   - range: The values that it may have.
  ///   - summary: What the option decides, with the source of its default.
  ///   - applies: Whether the option has an effect beside the others.
  /// - Returns: The declaration.
  public static func number(
    _ name: String, _ property: any WritableKeyPath<Options, Float> & Sendable,
    in range: ClosedRange<Double>, _ summary: String,
    when applies: @escaping @Sendable (Options) -> Bool = { _ in true }
  ) -> Self {
    Self(
      name: name, summary: summary, kind: .number(range),
      read: { .number(Double(readAs: $0[keyPath: property])) },
      write: { if case .number(let value) = $0 { $1[keyPath: property] = Float(value) } },
      applies: applies)
  }

  /// Declares a number in double precision.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - property: Where the value is stored.
  ///   - range: The values that it may have.
  ///   - summary: What the option decides, with the source of its default.
  ///   - applies: Whether the option has an effect beside the others.
  /// - Returns: The declaration.
  public static func number(
    _ name: String, _ property: any WritableKeyPath<Options, Double> & Sendable,
    in range: ClosedRange<Double>, _ summary: String,
    when applies: @escaping @Sendable (Options) -> Bool = { _ in true }
  ) -> Self {
    Self(
      name: name, summary: summary, kind: .number(range),
      read: { .number($0[keyPath: property]) },
      write: { if case .number(let value) = $0 { $1[keyPath: property] = value } },
      applies: applies)
  }

  /// Declares a whole number.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - property: Where the value is stored.
  ///   - range: The values that it may have.
  ///   - summary: What the option decides, with the source of its default.
  ///   - applies: Whether the option has an effect beside the others.
  /// - Returns: The declaration.
  public static func whole(
    _ name: String, _ property: any WritableKeyPath<Options, Int> & Sendable,
    in range: ClosedRange<Int>, _ summary: String,
    when applies: @escaping @Sendable (Options) -> Bool = { _ in true }
  ) -> Self {
    Self(
      name: name, summary: summary, kind: .whole(range),
      read: { .number(Double($0[keyPath: property])) },
      write: { if case .number(let value) = $0 { $1[keyPath: property] = Int(value) } },
      applies: applies)
  }

  /// Declares a yes or no.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - property: Where the value is stored.
  ///   - summary: What the option decides, with the source of its default.
  ///   - applies: Whether the option has an effect beside the others.
  /// - Returns: The declaration.
  public static func flag(
    _ name: String, _ property: any WritableKeyPath<Options, Bool> & Sendable, _ summary: String,
    when applies: @escaping @Sendable (Options) -> Bool = { _ in true }
  ) -> Self {
    Self(
      name: name, summary: summary, kind: .flag,
      read: { .flag($0[keyPath: property]) },
      write: { if case .flag(let value) = $0 { $1[keyPath: property] = value } },
      applies: applies)
  }

  /// Declares a choice among the cases of a type.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - property: Where the value is stored.
  ///   - summary: What the option decides, with the source of its default.
  ///   - applies: Whether the option has an effect beside the others.
  /// - Returns: The declaration.
  public static func choice<Value>(
    _ name: String, _ property: any WritableKeyPath<Options, Value> & Sendable, _ summary: String,
    when applies: @escaping @Sendable (Options) -> Bool = { _ in true }
  ) -> Self where Value: RawRepresentable & CaseIterable & Sendable, Value.RawValue == String {
    Self(
      name: name, summary: summary, kind: .choice(Value.allCases.map(\.rawValue)),
      read: { .word($0[keyPath: property].rawValue) },
      write: {
        if case .word(let word) = $0, let value = Value(rawValue: word) {
          $1[keyPath: property] = value
        }
      },
      applies: applies)
  }
}

extension OptionDeclaration where Options: PartOptions {
  /// What lists and checks know of the option.
  package var description: OptionDescription {
    OptionDescription(name: name, summary: summary, kind: kind, defaultValue: read(Options()))
  }
}

extension Double {
  /// The number that reads as the other does, so that 0.1 stays 0.1.
  package init(readAs value: Float) {
    self = Double(value.description) ?? Double(value)
  }
}
