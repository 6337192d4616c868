import Foundation

/// Reads whole files, with errors that name them.
enum FileBytes {
  /// Returns the bytes of a regular file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - limit: The largest size that is read.
  /// - Returns: All bytes of the file.
  /// - Throws: ``DatasetError/unreadable(file:reason:)``.
  static func read(_ path: String, limit: Int = 1 << 34) throws -> [UInt8] {
    let size = try regularFileSize(path)
    guard size <= limit else {
      throw DatasetError.unreadable(
        file: path, reason: "it has \(size) bytes, at most \(limit) are taken")
    }
    guard let file = fopen(path, "rb") else { throw failure(path) }
    defer { fclose(file) }
    setvbuf(file, nil, _IONBF, 0)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { target, used in
      guard let start = target.baseAddress, size > 0 else { return }
      used = fread(start, 1, size, file)
    }
    guard bytes.count == size else { throw failure(path) }
    return bytes
  }

  /// Returns the bytes of a file that is mapped, not read, so that large ones take no memory.
  static func mapped(_ path: String) throws -> Data {
    _ = try regularFileSize(path)
    do {
      return try Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
    } catch {
      throw DatasetError.unreadable(
        file: path, reason: (error as NSError).localizedDescription)
    }
  }

  /// Returns the size of a file, which must be no folder, pipe or device.
  private static func regularFileSize(_ path: String) throws -> Int {
    var information = stat()
    guard stat(path, &information) == 0 else {
      if errno == ENOENT || errno == ENOTDIR {
        throw DatasetError.unreadable(file: path, reason: "no such file")
      }
      throw failure(path)
    }
    let kind = information.st_mode & S_IFMT
    guard kind != S_IFDIR else {
      throw DatasetError.unreadable(file: path, reason: "it is a folder")
    }
    guard kind == S_IFREG else {
      throw DatasetError.unreadable(file: path, reason: "it is no regular file")
    }
    return Int(information.st_size)
  }

  /// The error of the system's last call.
  private static func failure(_ path: String) -> DatasetError {
    .unreadable(file: path, reason: String(cString: strerror(errno)))
  }

  /// Returns the lines of a text file, without the empty ones at the end.
  static func lines(_ path: String) throws -> [String] {
    try lines(try read(path, limit: 1 << 28), name: path)
  }

  /// Returns the lines of a text, without the empty ones at the end.
  static func lines(_ bytes: [UInt8], name: String) throws -> [String] {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DatasetError.malformed(file: name, expected: "UTF-8 text", found: "other bytes")
    }
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
      .map { $0.trimmingCharacters(in: .whitespaces) }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  /// Returns whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Returns whether a path is a file that is no folder.
  static func isFile(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && !isFolder.boolValue
  }

  /// Returns the names in a folder, sorted, without hidden ones.
  static func names(in folder: String) throws -> [String] {
    guard isFolder(folder) else {
      throw DatasetError.unreadable(
        file: folder, reason: isFile(folder) ? "it is not a folder" : "no such folder")
    }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw DatasetError.unreadable(
        file: folder, reason: (error as NSError).localizedDescription)
    }
  }

  /// Joins a folder and a name.
  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : folder + "/" + name
  }
}
