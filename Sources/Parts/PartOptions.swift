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
  ///   - part: What the options belong to, for errors.
  /// - Throws: A ``PartError`` for an unknown name, a value out of bounds, or an option that has no
  ///   effect beside the others.
  public init(_ values: [String: OptionValue], of part: String) throws {
    self.init()
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
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
