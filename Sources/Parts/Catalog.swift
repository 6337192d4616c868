/// Parts of one kind by name, in the order in which lists show them.
///
/// A catalog holds types, one line each; everything that a name, a list or a check needs is derived
/// from what the types declare. The target of each kind adds the function that takes its types.
public struct Catalog<Product: Sendable>: Sendable {
  /// One part of a catalog.
  public struct Entry: Sendable {
    /// What the part is called, what it does, and where its definition stands.
    public let info: PartInfo
    /// The options in the order in which they are declared.
    public let options: [OptionDescription]
    private let makeValues:
      @Sendable (_ given: [String: OptionValue], _ defaults: [String: OptionValue]) throws ->
        [String: OptionValue]
    private let makeProduct: @Sendable ([String: OptionValue], PartContext) throws -> Product

    /// Creates the entry of a part.
    ///
    /// - Parameters:
    ///   - type: The part.
    ///   - product: The part as what the catalog holds.
    public init<P: Part>(_ type: P.Type, as product: @escaping @Sendable (P) -> Product) {
      info = P.info
      options = P.Options.declared.map(\.description)
      makeValues = { try P.Options($0, over: $1, of: P.info.name).values }
      makeProduct = { product(try P(P.Options($0, of: P.info.name), for: $1)) }
    }

    /// Creates an entry that stands for another with some options given, such as `wrn-28-2`.
    ///
    /// - Parameters:
    ///   - entry: The entry.
    ///   - info: What the variant is called.
    ///   - given: The options that the name says; they are no options of the variant.
    public init(_ entry: Entry, named info: PartInfo, given: [String: OptionValue]) {
      self.info = info
      options = entry.options.filter { given[$0.name] == nil }
      makeValues = { values, defaults in
        try entry.makeValues(values, defaults.merging(given) { _, new in new })
          .filter { given[$0.key] == nil }
      }
      makeProduct = { try entry.makeProduct($0.merging(given) { _, new in new }, $1) }
    }

    /// Returns the value of every option that has an effect.
    ///
    /// - Parameters:
    ///   - given: The values that differ from the defaults, by option name.
    ///   - defaults: Values that take the place of the defaults; those without effect are passed over.
    /// - Returns: The values by option name.
    /// - Throws: A ``PartError`` for an unknown name, a value out of bounds, or an option without
    ///   effect.
    public func values(
      _ given: [String: OptionValue] = [:], over defaults: [String: OptionValue] = [:]
    ) throws -> [String: OptionValue] {
      try makeValues(given, defaults)
    }

    /// Makes the part.
    ///
    /// - Parameters:
    ///   - options: The values that differ from the defaults, by option name.
    ///   - context: What is known about the run.
    /// - Returns: The part.
    /// - Throws: A ``PartError`` for options that cannot be, or that the context does not suit.
    public func make(
      _ options: [String: OptionValue] = [:], for context: PartContext
    ) throws -> Product {
      try makeProduct(options, context)
    }
  }

  /// What errors call a part of this catalog, such as `threshold policy`.
  public let kind: String
  /// The parts in the order in which lists show them.
  public private(set) var entries: [Entry]
  private let variants: @Sendable (String) -> Entry?

  /// Creates a catalog.
  ///
  /// - Parameters:
  ///   - kind: What errors call a part of this catalog.
  ///   - entries: The parts.
  ///   - variants: Makes an entry of a name that is not listed but follows a rule, such as
  ///     `wrn-40-4`; nil for other names.
  public init(
    kind: String, _ entries: [Entry],
    variants: @escaping @Sendable (String) -> Entry? = { _ in nil }
  ) {
    self.kind = kind
    self.entries = entries
    self.variants = variants
  }

  /// The names in the order in which lists show them.
  public var names: [String] { entries.map(\.info.name) }

  /// Adds a part, or puts it in the place of the one that has its name.
  ///
  /// - Parameter entry: The part.
  public mutating func add(_ entry: Entry) {
    if let index = entries.firstIndex(where: { $0.info.name == entry.info.name }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
  }

  /// Returns the part of a name.
  ///
  /// - Parameter name: The name.
  /// - Returns: The part.
  /// - Throws: A ``PartError`` that lists the names.
  public func named(_ name: String) throws -> Entry {
    if let entry = entries.first(where: { $0.info.name == name }) ?? variants(name) { return entry }
    throw PartError.unknownName(kind: kind, name: name, known: names)
  }

  /// Makes the part that a choice names.
  ///
  /// - Parameters:
  ///   - choice: The name, and the options that differ from the defaults.
  ///   - context: What is known about the run.
  /// - Returns: The part.
  /// - Throws: A ``PartError``.
  public func make(_ choice: PartChoice, for context: PartContext) throws -> Product {
    try named(choice.name).make(choice.options, for: context)
  }
}
