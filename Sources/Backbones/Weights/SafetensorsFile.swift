public import Foundation

/// The contents of a safetensors file: named arrays of numbers and a table of strings.
///
/// The format is eight bytes of header length (little-endian), a JSON header that gives each
/// array's element type, shape and byte range, and the bytes. Every length, offset and name is
/// checked before it is used; a broken file is a ``SafetensorsError``.
public struct SafetensorsFile: Sendable {
  /// The arrays by name.
  public var entries: [String: Entry]
  /// The free strings of the header.
  public var metadata: [String: String]

  /// Creates a file in memory.
  package init(entries: [String: Entry] = [:], metadata: [String: String] = [:]) {
    self.entries = entries
    self.metadata = metadata
  }

  /// Reads a file.
  ///
  /// - Parameter url: Where the file is.
  /// - Throws: A ``SafetensorsError`` if there is no such file or it is not a valid one.
  public init(contentsOf url: URL) throws {
    let bytes: Data
    do {
      bytes = try Data(contentsOf: url, options: .mappedIfSafe)
    } catch {
      let isThere = FileManager.default.fileExists(atPath: url.path)
      throw SafetensorsError(
        file: url.path,
        reason: isThere ? "the system does not let it be read" : "there is no file of that name")
    }
    try self.init(bytes: bytes, name: url.path)
  }

  /// The longest header that is accepted, in bytes.
  static let headerLimit = 100_000_000

  /// Reads a file from memory.
  ///
  /// - Parameters:
  ///   - bytes: The contents.
  ///   - name: The name that errors carry.
  /// - Throws: A ``SafetensorsError`` if the contents are not a valid file.
  package init(bytes: Data, name: String) throws {
    func reject(_ reason: String) -> SafetensorsError {
      SafetensorsError(file: name, reason: "not a valid safetensors file: \(reason)")
    }
    guard bytes.count >= 8 else {
      throw reject("expected at least 8 bytes, found \(bytes.count)")
    }
    let start = bytes.startIndex
    let headerLength = bytes[start..<start + 8].reversed().reduce(UInt64(0)) {
      $0 << 8 | UInt64($1)
    }
    guard headerLength <= UInt64(min(Self.headerLimit, bytes.count - 8)) else {
      if bytes.prefix(4).elementsEqual("PK\u{3}\u{4}".utf8) || bytes.prefix(2) == Data([0x80, 2]) {
        throw SafetensorsError(
          file: name,
          reason: "it is a file of PyTorch, which may hold programs; write it anew in Python with "
            + "safetensors.torch.save_file(torch.load(FILE, weights_only=True), NEW_FILE)")
      }
      throw reject(
        "the header claims \(headerLength) bytes, \(bytes.count - 8) are left in the file")
    }
    let dataStart = start + 8 + Int(headerLength)
    let header = bytes[start + 8..<dataStart]
    let body = bytes[dataStart...]
    let object: Any
    do {
      object = try JSONSerialization.jsonObject(with: Data(header))
    } catch {
      throw reject("the header is not valid JSON")
    }
    guard let table = object as? [String: Any] else {
      throw reject("the header is not a JSON object")
    }
    if let repeated = repeatedKey(inJSONObject: header) {
      throw reject("the name '\(repeated)' occurs twice")
    }

    metadata = [:]
    entries = [:]
    var ranges: [(name: String, range: Range<Int>)] = []
    for (key, value) in table {
      if key == "__metadata__" {
        guard let strings = value as? [String: String] else {
          throw reject("__metadata__ is not a table of strings")
        }
        metadata = strings
        continue
      }
      guard let fields = value as? [String: Any], let typeName = fields["dtype"] as? String,
        let shapeNumbers = fields["shape"] as? [NSNumber],
        let offsets = fields["data_offsets"] as? [NSNumber], offsets.count == 2
      else { throw reject("'\(key)' lacks dtype, shape or data_offsets") }
      guard let type = ElementType(rawValue: typeName) else {
        throw reject(
          "'\(key)' has element type \(typeName); supported are "
            + ElementType.allCases.map(\.rawValue).joined(separator: ", "))
      }
      guard let shape = wholeNumbers(shapeNumbers), let ends = wholeNumbers(offsets) else {
        throw reject("'\(key)' has a shape or offset that is not a whole number of at least 0")
      }
      var size = type.byteCount
      for length in shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: length)
        guard !overflow else { throw reject("'\(key)' has a shape that overflows") }
        size = product
      }
      guard ends[0] <= ends[1], ends[1] <= body.count else {
        throw reject("'\(key)' lies outside the file: bytes \(ends[0]) to \(ends[1])")
      }
      guard ends[1] - ends[0] == size else {
        throw reject("'\(key)' needs \(size) bytes, its range holds \(ends[1] - ends[0])")
      }
      ranges.append((key, ends[0]..<ends[1]))
      let first = body.startIndex + ends[0]
      entries[key] = Entry(type: type, shape: shape, bytes: Data(body[first..<first + size]))
    }
    ranges.sort {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    for (one, next) in zip(ranges, ranges.dropFirst())
    where one.range.upperBound > next.range.lowerBound {
      throw reject("'\(one.name)' and '\(next.name)' overlap")
    }
  }

  /// Returns the bytes of the file, arrays in the order of their names.
  ///
  /// - Returns: A header padded with blanks to a multiple of eight, then the arrays.
  public func serialized() throws -> Data {
    var header: [String: Any] = [:]
    if !metadata.isEmpty { header["__metadata__"] = metadata }
    var body = Data()
    for name in entries.keys.sorted() {
      guard let entry = entries[name] else { continue }
      header[name] =
        [
          "dtype": entry.type.rawValue, "shape": entry.shape,
          "data_offsets": [body.count, body.count + entry.bytes.count],
        ] as [String: Any]
      body.append(entry.bytes)
    }
    var json = try JSONSerialization.data(
      withJSONObject: header, options: [.sortedKeys, .withoutEscapingSlashes])
    while json.count % 8 != 0 { json.append(0x20) }
    var result = Data()
    withUnsafeBytes(of: UInt64(json.count).littleEndian) { result.append(contentsOf: $0) }
    result.append(json)
    result.append(body)
    return result
  }
}

/// Returns the numbers as non-negative whole numbers, or nil if one of them is not.
private func wholeNumbers(_ numbers: [NSNumber]) -> [Int]? {
  var result: [Int] = []
  for number in numbers {
    let value = number.doubleValue
    guard value >= 0, value < 0x1p53, value == value.rounded() else { return nil }
    result.append(number.intValue)
  }
  return result
}

/// Returns a key that occurs twice at the top level of a JSON object, which the parser would hide.
private func repeatedKey(inJSONObject bytes: Data) -> String? {
  var seen: Set<String> = []
  var depth = 0
  var text: Data?
  var escaped = false
  var expectsKey = false
  for byte in bytes {
    if var current = text {
      if escaped {
        escaped = false
      } else if byte == UInt8(ascii: "\\") {
        escaped = true
      } else if byte == UInt8(ascii: "\"") {
        if depth == 1, expectsKey {
          expectsKey = false
          // One name can be written in several ways, with escapes and without.
          let quoted = Data("[\"".utf8) + current + Data("\"]".utf8)
          let name =
            (try? JSONDecoder().decode([String].self, from: quoted))?.first
            ?? String(decoding: current, as: UTF8.self)
          if !seen.insert(name).inserted { return name }
        }
        text = nil
        continue
      }
      if depth == 1, expectsKey { current.append(byte) }
      text = current
      continue
    }
    switch byte {
    case UInt8(ascii: "\""): text = Data()
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      if depth == 1 { expectsKey = true }
    case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
    case UInt8(ascii: ","): if depth == 1 { expectsKey = true }
    default: break
    }
  }
  return nil
}
