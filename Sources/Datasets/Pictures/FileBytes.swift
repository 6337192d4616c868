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
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw DatasetError.unreadable(file: path, reason: "no such file")
    }
    guard !isFolder.boolValue else {
      throw DatasetError.unreadable(file: path, reason: "it is a folder")
    }
    let attributes = try? FileManager.default.attributesOfItem(
      atPath: URL(fileURLWithPath: path).resolvingSymlinksInPath().path)
    if let type = attributes?[.type] as? FileAttributeType, type != .typeRegular {
      throw DatasetError.unreadable(file: path, reason: "it is no regular file")
    }
    if let size = (attributes?[.size] as? NSNumber)?.intValue, size > limit {
      throw DatasetError.unreadable(
        file: path, reason: "it has \(size) bytes, at most \(limit) are taken")
    }
    do {
      return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    } catch {
      throw DatasetError.unreadable(
        file: path, reason: (error as NSError).localizedDescription)
    }
  }

  /// Returns the lines of a text file, without the empty ones at the end.
  static func lines(_ path: String) throws -> [String] {
    let bytes = try read(path, limit: 1 << 28)
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw DatasetError.malformed(file: path, expected: "UTF-8 text", found: "other bytes")
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

/// A buffer for the messages that decoders write.
struct CodecMessage {
  private var bytes = [CChar](repeating: 0, count: Int(messageLength))

  /// Calls a decoder with room for a message.
  mutating func collect(_ body: (UnsafeMutablePointer<CChar>?) -> Int32) -> Int32 {
    bytes.withUnsafeMutableBufferPointer { body($0.baseAddress) }
  }

  /// What the decoder said.
  var text: String {
    String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
