public import Foundation
import TensorCore

/// Everything about a run at one moment, in named sections of bytes.
///
/// The file is
///
///     8 bytes   89 53 53 4C 0D 0A 1A 0A  (a changed line ending or a text conversion breaks it)
///     4 bytes   format version, little-endian
///     4 bytes   length of the header, little-endian
///     32 bytes  SHA-256 of the 16 bytes above and the header
///     header    JSON: {"sections": [{"name", "length", "sha256"}, ...]}
///     sections  one after the other, in the header's order, nothing between or after them
///
/// so that every byte is covered by a hash, and every length is checked against the size of the file
/// before it is used. A reader allocates no more than a small multiple of the file's size.
public struct Checkpoint: Sendable, Hashable {
  /// The name of a section.
  public struct Name: Sendable, Hashable, Codable, RawRepresentable, ExpressibleByStringLiteral {
    /// The name in the file.
    public let rawValue: String

    /// Creates a name.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// Creates a name from a literal.
    public init(stringLiteral value: StaticString) { rawValue = value.description }

    /// The effective configuration, JSON.
    package static let configuration: Name = "configuration"
    /// Counters and running metrics, JSON.
    package static let progress: Name = "progress"
    /// The labeled, unlabeled and validation samples, JSON.
    package static let split: Name = "split"
    /// The student's weights and buffers.
    package static let student: Name = "student"
    /// The teacher's weights and buffers.
    package static let teacher: Name = "teacher"
    /// The optimizer's moments and count of steps.
    package static let optimizer: Name = "optimizer"
    /// The threshold policy's state, JSON.
    package static let policy: Name = "policy"
    /// What strong augmentation has learned, JSON.
    package static let augmentation: Name = "augmentation"
    /// The metrics so far, JSON.
    package static let history: Name = "history"
  }

  /// The version of the format that is written, and the newest that is read.
  package static let formatVersion = 1

  /// The sections in the order in which they were added.
  public private(set) var names: [Name] = []
  /// The file that the checkpoint was read from, for errors; empty if it was made here.
  public let file: String
  private var contents: [Name: Data] = [:]

  /// Creates a checkpoint without sections.
  package init() {
    file = ""
  }

  /// Returns whether there is a section of this name.
  public func contains(_ name: Name) -> Bool { contents[name] != nil }

  /// Adds a section, or replaces one.
  ///
  /// - Parameters:
  ///   - bytes: The contents.
  ///   - name: The name.
  public mutating func set(_ bytes: Data, as name: Name) {
    if contents.updateValue(bytes, forKey: name) == nil { names.append(name) }
  }

  /// Returns the contents of a section.
  ///
  /// - Parameter name: The name.
  /// - Returns: The bytes, whose hash has been verified if they were read from a file.
  /// - Throws: A ``CheckpointError`` if there is no such section.
  public func bytes(of name: Name) throws(CheckpointError) -> Data {
    guard let bytes = contents[name] else { throw error(.missingSection(name.rawValue)) }
    return bytes
  }

  package func error(_ reason: CheckpointError.Reason) -> CheckpointError {
    CheckpointError(file: file.isEmpty ? "checkpoint" : file, reason: reason)
  }
}

// MARK: - The file

extension Checkpoint {
  private static let magic: [UInt8] = [0x89, 0x53, 0x53, 0x4C, 0x0D, 0x0A, 0x1A, 0x0A]
  private static let prefixLength = 16
  private static let hashLength = 32
  private static let headerStart = prefixLength + hashLength
  /// The longest header that is accepted, in bytes.
  private static let headerLimit = 1 << 20

  private struct Header: Codable {
    struct Section: Codable {
      let name: Name
      let length: Int
      let sha256: String
    }

    let sections: [Section]
  }

  /// Returns the bytes of the file in pieces, so that sections need not be copied.
  private func pieces() throws -> [Data] {
    let bodies = names.compactMap { contents[$0] }
    let header = Header(
      sections: zip(names, bodies).map {
        Header.Section(name: $0, length: $1.count, sha256: SHA256.hexadecimal(of: $1))
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let json = try encoder.encode(header)
    var prefix = Data(Self.magic)
    for number in [UInt32(Self.formatVersion), UInt32(json.count)] {
      withUnsafeBytes(of: number.littleEndian) { prefix.append(contentsOf: $0) }
    }
    var hash = SHA256()
    hash.update(prefix)
    hash.update(json)
    return [prefix + Data(hash.digest()) + json] + bodies
  }

  /// Returns the bytes of the file.
  ///
  /// - Returns: What ``write(to:)`` writes; equal checkpoints give equal bytes.
  /// - Throws: Nothing for names that are valid text.
  package func serialized() throws -> Data {
    try pieces().reduce(into: Data()) { $0.append($1) }
  }

  /// Writes the checkpoint; the file is whole or not there, and one of that name is replaced at once.
  ///
  /// - Parameter url: The place of the file; its folder must exist.
  /// - Throws: A ``CheckpointError`` if the system cannot write, after which the folder is as before.
  public func write(to url: URL) throws {
    do {
      try DurableFile.write(pieces(), to: url)
    } catch let error as SystemError {
      throw CheckpointError(
        file: url.path,
        reason: .unwritable(error.description, isOutOfSpace: error.isOutOfSpace))
    }
  }

  /// Reads a checkpoint and verifies every length and hash.
  ///
  /// - Parameter url: The place of the file.
  /// - Returns: The checkpoint.
  /// - Throws: A ``CheckpointError`` that says what is wrong.
  public static func read(from url: URL) throws(CheckpointError) -> Checkpoint {
    func open() throws -> Data {
      let handle = try FileHandle(forReadingFrom: url)
      defer { try? handle.close() }
      let start = try handle.read(upToCount: magic.count) ?? Data()
      // A foreign file may be of any size; only one that begins as a checkpoint is read on.
      guard Array(start) == Array(magic.prefix(start.count)) else {
        throw CheckpointError(file: url.path, reason: .foreign)
      }
      return try start + (handle.readToEnd() ?? Data())
    }
    let bytes: Data
    do {
      bytes = try open()
    } catch let error as CheckpointError {
      throw error
    } catch {
      throw CheckpointError(file: url.path, reason: .unreadable(error.localizedDescription))
    }
    return try Checkpoint(bytes: bytes, file: url.path)
  }

  /// Reads a checkpoint from memory and verifies every length and hash.
  ///
  /// - Parameters:
  ///   - bytes: The contents of a file.
  ///   - file: The name that errors carry.
  /// - Throws: A ``CheckpointError`` that says what is wrong.
  package init(bytes: Data, file: String) throws(CheckpointError) {
    self.file = file
    func error(_ reason: CheckpointError.Reason) -> CheckpointError {
      CheckpointError(file: file, reason: reason)
    }
    let origin = bytes.startIndex
    func slice(_ range: Range<Int>) -> Data {
      bytes.subdata(in: origin + range.lowerBound..<origin + range.upperBound)
    }
    func number(at place: Int) -> Int {
      slice(place..<place + 4).reversed().reduce(0) { $0 << 8 | Int($1) }
    }

    guard bytes.prefix(Self.magic.count).elementsEqual(Self.magic.prefix(bytes.count)) else {
      throw error(.foreign)
    }
    guard bytes.count >= Self.headerStart else {
      throw error(.truncated(expectedBytes: Self.headerStart, foundBytes: bytes.count))
    }
    let version = number(at: 8)
    guard version <= Self.formatVersion else {
      throw error(.newerVersion(found: version, supported: Self.formatVersion))
    }
    guard version >= 1 else { throw error(.damagedHeader("format version \(version)")) }
    let headerLength = number(at: 12)
    guard headerLength <= Self.headerLimit else {
      throw error(.damagedHeader("a length of \(headerLength) bytes"))
    }
    let bodyStart = Self.headerStart + headerLength
    guard bytes.count >= bodyStart else {
      throw error(.truncated(expectedBytes: bodyStart, foundBytes: bytes.count))
    }
    let json = slice(Self.headerStart..<bodyStart)
    var hash = SHA256()
    hash.update(slice(0..<Self.prefixLength))
    hash.update(json)
    guard slice(Self.prefixLength..<Self.headerStart).elementsEqual(hash.digest()) else {
      throw error(.damagedHeader("its SHA-256 does not match"))
    }
    guard let header = try? JSONDecoder().decode(Header.self, from: json) else {
      throw error(.damagedHeader("it is not the expected JSON"))
    }

    var start = bodyStart
    for section in header.sections {
      let (end, overflow) = start.addingReportingOverflow(section.length)
      guard section.length >= 0, !overflow else {
        throw error(.damagedHeader("'\(section.name.rawValue)' has \(section.length) bytes"))
      }
      guard end <= bytes.count else {
        throw error(.truncated(expectedBytes: end, foundBytes: bytes.count))
      }
      guard !contains(section.name) else {
        throw error(.damagedHeader("'\(section.name.rawValue)' occurs twice"))
      }
      let content = slice(start..<end)
      guard SHA256.hexadecimal(of: content) == section.sha256 else {
        throw error(.damagedSection(section.name.rawValue))
      }
      set(content, as: section.name)
      start = end
    }
    guard start == bytes.count else {
      throw error(.overlong(expectedBytes: start, foundBytes: bytes.count))
    }
  }
}
