/// Temporary memory of the pool for one computation.
enum Scratch {
  /// Calls a closure with uninitialized memory for `count` numbers, valid only during the call.
  static func with<Result>(
    _ count: Int, _ body: (UnsafeMutablePointer<Float>) throws -> Result
  ) rethrows -> Result {
    let storage = TensorStorage(count: count)
    return try withExtendedLifetime(storage) { try body(storage.pointer) }
  }
}
