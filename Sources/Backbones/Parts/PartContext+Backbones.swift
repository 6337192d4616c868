public import Parts

extension PartContext {
  private static let localAttentionKey = ContextKey<LocalAttention?>(
    "localAttention", default: nil)
  private static let headKey = ContextKey<ClassifierHead>("head", default: .linear)

  /// The attention of the network that is made; nil, the default, for none.
  public var localAttention: LocalAttention? {
    get { self[Self.localAttentionKey] }
    set { self[Self.localAttentionKey] = newValue }
  }

  /// How the network that is made turns features into class scores; by default a linear map.
  public var head: ClassifierHead {
    get { self[Self.headKey] }
    set { self[Self.headKey] = newValue }
  }

  /// Refuses a context that no network suits.
  func checkedForNetwork() throws -> PartContext {
    guard classCount > 1 else {
      throw PartError.mismatch("a network needs at least two classes, not \(classCount)")
    }
    return self
  }
}
