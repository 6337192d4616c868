package import Foundation
import Synchronization

/// Writes files that are either whole or not there, whatever happens to the program or the power.
package enum DurableFile {
  /// How the names of unfinished files end.
  static let unfinishedSuffix = ".unfinished"

  private static let serial = Atomic<Int>(0)

  /// Writes a file, or replaces one in a single step.
  ///
  /// The bytes go to a temporary file in the same folder, are forced to the disk, and then take the
  /// wanted name; the folder is forced to the disk last. If anything fails, the temporary file is
  /// removed and what had the name before is untouched.
  ///
  /// - Parameters:
  ///   - pieces: The contents, in order.
  ///   - url: The place of the file; its folder must exist.
  ///   - write: Writes to an open file; the system's call but for tests.
  /// - Throws: A ``SystemError``.
  package static func write(
    _ pieces: [Data], to url: URL,
    through write: (Int32, UnsafeRawBufferPointer) -> Int = Platform.write
  ) throws(SystemError) {
    let folder = url.deletingLastPathComponent().path
    let number = serial.wrappingAdd(1, ordering: .relaxed).oldValue
    let process = ProcessInfo.processInfo.processIdentifier
    let temporary =
      folder + "/.\(url.lastPathComponent).\(process)-\(number)\(unfinishedSuffix)"
    let descriptor = try Platform.create(temporary)
    do throws(SystemError) {
      do throws(SystemError) {
        for piece in pieces {
          try writeAll(piece, to: descriptor, path: temporary, through: write)
        }
        try Platform.synchronize(descriptor, path: temporary)
      } catch {
        try? Platform.finish(descriptor, path: temporary)
        throw error
      }
      try Platform.finish(descriptor, path: temporary)
      try Platform.move(temporary, to: url.path)
    } catch {
      Platform.remove(temporary)
      throw error
    }
    try Platform.synchronizeFolder(folder)
  }

  /// Writes all of some bytes, however many calls it takes.
  private static func writeAll(
    _ bytes: Data, to descriptor: Int32, path: String,
    through write: (Int32, UnsafeRawBufferPointer) -> Int
  ) throws(SystemError) {
    var failure: SystemError?
    bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) in
      var start = 0
      while start < buffer.count {
        // Some systems refuse more than 2 GiB in one call.
        let end = min(buffer.count, start + (1 << 30))
        let written = write(descriptor, UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
        if written > 0 {
          start += written
        } else if written == 0 || !Platform.wasInterrupted {
          failure = SystemError(operation: "writing", path: path)
          return
        }
      }
    }
    if let failure { throw failure }
  }

  /// Removes what writers that were killed have left in a folder; nobody else may write there now.
  package static func removeUnfinished(in folder: URL) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    for name in names where name.hasPrefix(".") && name.hasSuffix(unfinishedSuffix) {
      Platform.remove(folder.appendingPathComponent(name).path)
    }
  }
}
