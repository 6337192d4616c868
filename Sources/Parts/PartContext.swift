/// What is known about a run when its parts are made.
///
/// Targets above add to it under keys of their own (``ContextKey``), so that a part may ask for what
/// only some runs know.
public struct PartContext: Sendable {
  /// The number of classes.
  public var classCount: Int
  /// The number of color channels of the images: 1 or 3.
  public var channels: Int
  private var additions: [String: any Sendable] = [:]

  /// Creates a context.
  ///
  /// - Parameters:
  ///   - classCount: The number of classes, at least 1.
  ///   - channels: The number of color channels of the images.
  public init(classCount: Int, channels: Int = 3) {
    self.classCount = classCount
    self.channels = channels
  }

  /// What stands under a key; its default if nothing was put there.
  public subscript<Value>(key: ContextKey<Value>) -> Value {
    get { additions[key.name] as? Value ?? key.defaultValue }
    set { additions[key.name] = newValue }
  }
}
