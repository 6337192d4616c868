import Foundation

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What this room asks of the operating system; the one place that differs between systems.
package enum Platform {
  /// Creates an empty file for writing, or empties it.
  package static func create(_ path: String) throws(SystemError) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError(operation: "creating", path: path) }
    return descriptor
  }

  /// Writes at most all of some bytes.
  ///
  /// - Parameters:
  ///   - descriptor: An open file.
  ///   - bytes: What to write.
  /// - Returns: The number of bytes written, or -1 with the reason in `errno`.
  package static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Darwin)
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }

  /// Whether the last call failed only because a signal came.
  static var wasInterrupted: Bool { errno == EINTR }

  /// Waits until a file's contents are on the disk.
  package static func synchronize(_ descriptor: Int32, path: String) throws(SystemError) {
    while fsync(descriptor) != 0 {
      guard wasInterrupted else { throw SystemError(operation: "saving", path: path) }
    }
  }

  /// Closes a file.
  package static func finish(_ descriptor: Int32, path: String) throws(SystemError) {
    guard close(descriptor) == 0 || wasInterrupted else {
      throw SystemError(operation: "closing", path: path)
    }
  }

  /// Gives a file another name in one step, replacing what had that name.
  package static func move(_ source: String, to target: String) throws(SystemError) {
    guard rename(source, target) == 0 else {
      throw SystemError(operation: "renaming to", path: target)
    }
  }

  /// Waits until the names in a folder are on the disk.
  package static func synchronizeFolder(_ path: String) throws(SystemError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw SystemError(operation: "opening", path: path) }
    defer { _ = close(descriptor) }
    while fsync(descriptor) != 0 {
      // Some network and overlay file systems cannot do this to folders, and say so.
      if errno == EINVAL || errno == ENOTSUP { return }
      guard wasInterrupted else { throw SystemError(operation: "saving", path: path) }
    }
  }

  /// Opens a file, made if it is missing, and locks it for this process until it is closed.
  ///
  /// Some network file systems know no locks; there the file is open without one.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - waits: Whether to wait for another process that holds the lock.
  /// - Returns: The open file; nil if another process holds the lock.
  /// - Throws: A ``SystemError`` if the file cannot be opened or locked.
  package static func lock(_ path: String, waits: Bool) throws(SystemError) -> Int32? {
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw SystemError(operation: "opening", path: path) }
    while flock(descriptor, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0 {
      if wasInterrupted { continue }
      let failure = SystemError(operation: "locking", path: path)
      if [ENOLCK, ENOTSUP, ENOSYS].contains(failure.code) { break }
      _ = close(descriptor)
      guard failure.code == EWOULDBLOCK else { throw failure }
      return nil
    }
    return descriptor
  }

  /// Deletes a file if it exists.
  package static func remove(_ path: String) {
    _ = unlink(path)
  }

  /// The largest number of bytes that this process has held in physical memory, or nil.
  package static var peakResidentBytes: Int? {
    #if os(Linux)
      // `getrusage` would count what the parent held before it became this program.
      if let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
        let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
        let kibibytes = line.split(whereSeparator: \.isWhitespace).dropFirst().first
          .flatMap({ Int($0) })
      {
        return kibibytes * 1_024
      }
    #endif
    var usage = rusage()
    // The constant RUSAGE_SELF is 0 everywhere, but has another type on every system.
    guard getrusage(0, &usage) == 0 else { return nil }
    #if canImport(Darwin)
      return Int(usage.ru_maxrss)
    #else
      return Int(usage.ru_maxrss) * 1_024
    #endif
  }
}

/// A call of the operating system that failed.
package struct SystemError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was tried, as in "creating".
  package let operation: String
  /// The file or folder.
  package let path: String
  /// The system's number of the reason.
  package let code: Int32

  /// Takes the reason of the last call.
  package init(operation: String, path: String) {
    self.operation = operation
    self.path = path
    code = errno
  }

  /// Whether there is no space left, on the disk or in the user's share of it.
  package var isOutOfSpace: Bool { code == ENOSPC || code == EDQUOT || code == EFBIG }

  /// One line for a person.
  package var description: String {
    "\(operation) \(path): \(String(cString: strerror(code)))"
  }
}
