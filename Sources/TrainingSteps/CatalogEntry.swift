/// One line of a list of policies or losses: what it is and how to make one.
public struct CatalogEntry<Value>: Sendable {
  /// The name, what it does and where its definition stands.
  public let listing: Listing
  /// Makes one with its defaults, for a number of classes.
  public let make: @Sendable (_ classCount: Int) -> Value

  /// Creates an entry for a type that describes itself.
  ///
  /// - Parameters:
  ///   - type: The type whose description the entry shows.
  ///   - make: Makes one with its defaults, for a number of classes.
  public init(_ type: any Listed.Type, make: @escaping @Sendable (_ classCount: Int) -> Value) {
    listing = type.listing
    self.make = make
  }
}
