/// A setting with the type of its value: the key by which a composition asks for it.
public struct Setting<Value: Sendable>: DeclaredSetting {
  /// What is said about the setting.
  public let declaration: SettingDeclaration
  let read: @Sendable (SettingValue) -> Value?

  init(
    _ name: String, _ summary: String, _ kind: SettingDeclaration.Kind,
    default defaultValue: @escaping @Sendable (Recipe) -> SettingValue,
    read: @escaping @Sendable (SettingValue) -> Value?
  ) {
    declaration = SettingDeclaration(
      name: name, summary: summary, kind: kind, defaultValue: defaultValue)
    self.read = read
  }
}

/// A setting of any type.
public protocol DeclaredSetting: Sendable {
  /// What is said about the setting.
  var declaration: SettingDeclaration { get }
}

extension Setting where Value == Double {
  /// Declares a number.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value under a recipe if nothing else is said.
  ///   - range: The values that it may have.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(
    _ name: String, _ value: @escaping @Sendable (Recipe) -> Double,
    in range: ClosedRange<Double>, _ summary: String
  ) {
    self.init(name, summary, .number(range), default: { .number(value($0)) }) {
      if case .number(let number) = $0 { number } else { nil }
    }
  }

  /// Declares a number.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value if nothing else is said.
  ///   - range: The values that it may have.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(
    _ name: String, _ value: Double, in range: ClosedRange<Double>, _ summary: String
  ) {
    self.init(name, { _ in value }, in: range, summary)
  }
}

extension Setting where Value == Int {
  /// Declares a whole number.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value under a recipe if nothing else is said.
  ///   - range: The values that it may have.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(
    _ name: String, _ value: @escaping @Sendable (Recipe) -> Int, in range: ClosedRange<Int>,
    _ summary: String
  ) {
    self.init(name, summary, .whole(range), default: { .number(Double(value($0))) }) {
      if case .number(let number) = $0 { Int(number) } else { nil }
    }
  }

  /// Declares a whole number.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value if nothing else is said.
  ///   - range: The values that it may have.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(_ name: String, _ value: Int, in range: ClosedRange<Int>, _ summary: String) {
    self.init(name, { _ in value }, in: range, summary)
  }
}

extension Setting where Value == Bool {
  /// Declares a yes or no.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value under a recipe if nothing else is said.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(
    _ name: String, _ value: @escaping @Sendable (Recipe) -> Bool, _ summary: String
  ) {
    self.init(name, summary, .flag, default: { .flag(value($0)) }) {
      if case .flag(let flag) = $0 { flag } else { nil }
    }
  }

  /// Declares a yes or no.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value if nothing else is said.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(_ name: String, _ value: Bool, _ summary: String) {
    self.init(name, { _ in value }, summary)
  }
}

extension Setting
where Value: RawRepresentable & CaseIterable, Value.RawValue == String, Value: Equatable {
  /// Declares a choice among the cases of a type.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value under a recipe if nothing else is said.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(
    _ name: String, _ value: @escaping @Sendable (Recipe) -> Value, _ summary: String
  ) {
    self.init(
      name, summary, .choice(Value.allCases.map(\.rawValue)),
      default: { .word(value($0).rawValue) },
      read: { Value(rawValue: $0.description) })
  }

  /// Declares a choice among the cases of a type.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value if nothing else is said.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(_ name: String, _ value: Value, _ summary: String) {
    self.init(name, { _ in value }, summary)
  }

  /// Returns a recipe's setting as a method declares it that needs another default.
  ///
  /// - Parameters:
  ///   - value: The value if nothing else is said, whatever the recipe.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  /// - Returns: The setting of the same name; among a method's settings it wins over the recipe's.
  func withDefault(_ value: Value, _ summary: String) -> Setting {
    Setting(declaration.name, value, summary)
  }
}

extension Setting where Value == String {
  /// Declares a choice among words.
  ///
  /// - Parameters:
  ///   - name: The name.
  ///   - value: The value under a recipe if nothing else is said.
  ///   - words: The values that it may have.
  ///   - summary: What the setting decides, in one line, and where the default comes from.
  public init(
    _ name: String, _ value: @escaping @Sendable (Recipe) -> String, among words: [String],
    _ summary: String
  ) {
    self.init(name, summary, .choice(words), default: { .word(value($0)) }) { $0.description }
  }
}
