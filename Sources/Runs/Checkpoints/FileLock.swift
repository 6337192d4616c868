package import TensorCore

/// A file that one process at a time holds; let go when the value or the process ends.
package final class FileLock: Sendable {
  private let descriptor: Int32
  private let path: String

  /// Takes a lock; nil if there is another holder and nobody waits.
  ///
  /// - Parameters:
  ///   - path: The file, made if it is missing; its folder must exist.
  ///   - waits: Whether to wait for another holder.
  /// - Throws: A ``SystemError``.
  package init?(_ path: String, waits: Bool) throws(SystemError) {
    guard let descriptor = try Platform.lock(path, waits: waits) else { return nil }
    self.descriptor = descriptor
    self.path = path
  }

  deinit { try? Platform.finish(descriptor, path: path) }
}
