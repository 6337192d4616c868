import Foundation

/// The exclusive right to write to a run folder, given back when the value dies with its process.
///
/// The system's advisory lock on the folder itself: nothing is left behind, also not after a crash.
final class FolderClaim: Sendable {
  private let descriptor: Int32

  /// Claims a folder.
  ///
  /// - Parameter folder: The folder, which exists.
  /// - Throws: A ``RunFolderError`` if another program has claimed it.
  init(_ folder: URL) throws {
    descriptor = open(folder.path, O_RDONLY | O_CLOEXEC)
    // Some network file systems know no locks; they are used without.
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else {
      return
    }
    close(descriptor)
    throw RunFolderError(
      file: folder.path, reason: "another program is training in this folder; stop it first")
  }

  deinit {
    if descriptor >= 0 { close(descriptor) }
  }
}
