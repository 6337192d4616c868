import Foundation

/// A file that grows at its end; every piece is handed to the system before the call returns.
final class GrowingFile {
  private let handle: FileHandle
  private let url: URL

  /// Opens a file for more, and creates it if there is none.
  init(_ url: URL) throws {
    self.url = url
    let manager = FileManager.default
    if !manager.fileExists(atPath: url.path), !manager.createFile(atPath: url.path, contents: nil) {
      throw RunFolderError(file: url.path, reason: "the file cannot be made")
    }
    do {
      handle = try FileHandle(forWritingTo: url)
      try handle.seekToEnd()
    } catch {
      throw RunFolderError(
        file: url.path, reason: "the file cannot be written: \(error.localizedDescription)")
    }
  }

  deinit { try? handle.close() }

  /// Adds bytes at the end.
  func append(_ data: Data) throws {
    do {
      try handle.write(contentsOf: data)
    } catch {
      throw RunFolderError(
        file: url.path, reason: "the file cannot be written: \(error.localizedDescription)")
    }
  }
}
