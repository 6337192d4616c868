import TensorCore

/// What can be chosen about a part; the values of `init()` are those of its source.
///
/// Every stored property is declared once in ``declared``, with its name, bounds and meaning.
public protocol PartOptions: Sendable, Hashable, Codable {
  /// The options, each a stored property with its name, bounds and meaning.
  static var declared: [OptionDeclaration<Self>] { get }

  /// Creates options with their default values.
  init()
}

extension PartOptions {
  /// Creates options, some of which differ from their defaults.
  ///
  /// - Parameters:
  ///   - values: The values by option name.
  ///   - defaults: Values that take the place of the defaults; those without effect are passed over.
  ///   - part: What the options belong to, for errors.
  /// - Throws: A ``PartError`` for an unknown name, a value out of bounds, or an option that has no
  ///   effect beside the others.
  public init(
    _ values: [String: OptionValue], over defaults: [String: OptionValue] = [:], of part: String
  ) throws {
    self.init()
    let merged = defaults.merging(values) { _, new in new }
    for (name, value) in merged.sorted(by: { $0.key < $1.key }) {
      guard let declaration = Self.declared.first(where: { $0.name == name }) else {
        throw PartError.unknownName(
          kind: "option of '\(part)'", name: name, known: Self.declared.map(\.name))
      }
      declaration.write(try declaration.description.checked(value), &self)
    }
    for declaration in Self.declared where values[declaration.name] != nil {
      guard declaration.applies(self) else {
        throw PartError.withoutEffect(option: declaration.name, part: part)
      }
    }
  }

  /// The values of the options that have an effect, by name.
  public var values: [String: OptionValue] {
    var values: [String: OptionValue] = [:]
    for declaration in Self.declared where declaration.applies(self) {
      values[declaration.name] = declaration.read(self)
    }
    return values
  }
}

extension PartOptions {
  /// Stops the program if an option is out of its bounds: for initializers that code calls.
  ///
  /// - Parameter type: The name of the part's type.
  public func checkBounds(of type: String) {
    for declaration in Self.declared {
      let value = declaration.read(self)
      check(
        declaration.kind.accepted(value) != nil,
        "\(type): \(declaration.name) \(value) is not in \(declaration.kind.text)")
    }
  }
}

extension PartOptions {
  /// Creates options that differ from their defaults.
  ///
  ///     DashThreshold(.init { $0.warmUp = 0 })
  ///
  /// - Parameter change: Changes the defaults.
  public init(_ change: (inout Self) -> Void) {
    self.init()
    change(&self)
  }
}
