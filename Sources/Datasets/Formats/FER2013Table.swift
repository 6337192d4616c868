import Foundation
import TensorCore

/// The rows of `fer2013.csv`.
struct FER2013Table {
  /// The part that a row belongs to.
  enum Usage: String, Sendable, CaseIterable {
    case training = "Training"
    case validation = "PublicTest"
    case test = "PrivateTest"

    /// Reads the word of a row.
    init(_ text: String, in scanner: CSVScanner) throws {
      guard let usage = Usage(rawValue: text) else {
        let known = Usage.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        throw scanner.malformed("one of \(known)", "'\(text.prefix(40))'")
      }
      self = usage
    }
  }

  /// One image.
  struct Row: Sendable {
    var emotion: Int
    var usage: Usage
  }

  static let side = 48
  private static let size = side * side

  let path: String
  private(set) var rows: [Row] = []
  /// The grey values of all rows.
  private(set) var pixels: [UInt8] = []

  /// Reads a file.
  init(_ path: String) throws {
    self.path = path
    let data = try FileBytes.mapped(path)
    try data.withUnsafeBytes { try read($0) }
  }

  /// Reads the bytes of a file.
  init(_ bytes: [UInt8], name: String) throws {
    path = name
    try bytes.withUnsafeBytes { try read($0) }
  }

  private mutating func read(_ bytes: UnsafeRawBufferPointer) throws {
    var scanner = CSVScanner(bytes, name: path)
    let columns = try CSVColumns(&scanner, required: ["emotion", "pixels", "Usage"])
    var fields: [CSVScanner.Field] = []
    // An image takes two characters a pixel at least.
    pixels.reserveCapacity(bytes.count / 2)
    while try scanner.nextRow(into: &fields) {
      let emotion = try columns.integer(
        "emotion", of: fields, in: scanner, within: 0..<FER2013Format.classNames.count)
      let usage = try Usage(
        try columns.text("Usage", of: fields, in: scanner), in: scanner)
      try readPixels(try columns.field("pixels", of: fields, in: scanner), scanner)
      rows.append(Row(emotion: emotion, usage: usage))
    }
  }

  private mutating func readPixels(_ field: CSVScanner.Field, _ scanner: CSVScanner) throws {
    let before = pixels.count
    var value = 0
    var digits = 0
    for byte in scanner.raw(field) {
      switch byte {
      case 0x30...0x39 where digits < 3:
        value = 10 * value + Int(byte - 0x30)
        digits += 1
      case 0x20:
        if digits > 0 { try append(value, scanner) }
        (value, digits) = (0, 0)
      default:
        throw scanner.malformed("grey values from 0 to 255 with blanks between them", "other text")
      }
    }
    if digits > 0 { try append(value, scanner) }
    guard pixels.count - before == Self.size else {
      throw scanner.malformed("\(Self.size) grey values", "\(pixels.count - before)")
    }
  }

  private mutating func append(_ value: Int, _ scanner: CSVScanner) throws {
    guard let pixel = UInt8(exactly: value) else {
      throw scanner.malformed("grey values from 0 to 255", "\(value)")
    }
    pixels.append(pixel)
  }

  /// Makes the parts of a data set.
  ///
  /// - Parameters:
  ///   - labels: The class of every row; nil for one to leave out.
  ///   - classNames: The names of the classes.
  ///   - options: How to read the data set.
  /// - Returns: The rows of the training and of the test part.
  /// - Throws: A ``DatasetError`` if a part is missing or an image cannot be resized.
  func parts(
    labels: [Int?], classNames: [String], options: DatasetOptions
  ) throws -> DatasetParts {
    check(labels.count == rows.count, "\(labels.count) labels for \(rows.count) rows")
    let all = ImageDataset(
      images: ContiguousImageStore(
        width: Self.side, height: Self.side, channels: 1, pixels: pixels),
      labels: labels.map { $0 ?? ImageDataset.unknownLabel }, classNames: classNames)
    func part(_ usage: Usage) throws -> ImageDataset {
      try all.subset(rows.indices.filter { rows[$0].usage == usage && labels[$0] != nil })
        .converted(by: options)
    }
    let (train, validation, test) = (
      try part(.training), try part(.validation), try part(.test)
    )
    if let label = train.classCounts.firstIndex(of: 0) {
      throw DatasetError.tooFew(
        className: classNames[label], found: 0, needed: 1, purpose: "in \(path) for training")
    }
    guard test.count > 0 else {
      throw DatasetError.malformed(
        file: path, expected: "rows whose Usage is PrivateTest", found: "none")
    }
    return DatasetParts(
      train: train, validation: validation.count > 0 ? validation : nil, test: test)
  }
}
