/// A typed name of something that a ``PartContext`` may hold.
public struct ContextKey<Value: Sendable>: Sendable {
  let name: String
  let defaultValue: Value

  /// Creates a key.
  ///
  /// - Parameters:
  ///   - name: A name that no other key has.
  ///   - defaultValue: What a context without an entry returns.
  public init(_ name: String, default defaultValue: Value) {
    self.name = name
    self.defaultValue = defaultValue
  }
}
