import TensorCore

/// How many faces are drawn, how large, and from which seed.
///
/// Written as a data source: `faces:train=4000,test=1000,size=32,seed=0,channels=3,frames=1`, and
/// `balanced` as a word of its own. That text is also how a configuration is encoded.
public struct DrawnFacesConfiguration: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The number of training images.
  public let trainingCount: Int
  /// The number of test images.
  public let testCount: Int
  /// The height and width of an image in pixels.
  public let size: Int
  /// The seed that every image is drawn from.
  public let seed: UInt64
  /// The number of channels: 3, or 1 for grey.
  public let channels: Int
  /// Whether the classes have the same number of images, rather than RAF-DB's proportions.
  public let isBalanced: Bool
  /// The number of images that follow one another as a sequence: one person with one expression, in
  /// scenes that change from image to image.
  package let frameCount: Int

  /// The numbers of images that a part may have.
  package static let countRange = 7...1_000_000
  /// The heights and widths that an image may have.
  package static let sizeRange = 16...256

  static let optionNames = ["train", "test", "size", "seed", "channels", "frames", "balanced"]

  /// The configuration as a data source, with every option.
  public var description: String {
    "faces:train=\(trainingCount),test=\(testCount),size=\(size),seed=\(seed)"
      + ",channels=\(channels)"
      + (frameCount > 1 ? ",frames=\(frameCount)" : "") + (isBalanced ? ",balanced" : "")
  }

  /// Creates a configuration.
  ///
  /// - Parameters:
  ///   - trainingCount: The number of training images, in `countRange`.
  ///   - testCount: The number of test images, in `countRange`.
  ///   - size: The height and width in pixels, in `sizeRange`.
  ///   - seed: The seed that every image is drawn from.
  ///   - channels: 3, or 1 for grey.
  ///   - isBalanced: Whether the classes have the same number of images, up to one; of sequences, if
  ///     there are any.
  ///   - frameCount: The number of images of a sequence; each part has at least seven.
  public init(
    trainingCount: Int = 4_000, testCount: Int = 1_000, size: Int = 32, seed: UInt64 = 0,
    channels: Int = 3, isBalanced: Bool = false, frameCount: Int = 1
  ) {
    check(
      Self.countRange.contains(trainingCount) && Self.countRange.contains(testCount),
      "DrawnFaces: \(trainingCount) and \(testCount) images; possible are \(Self.countRange)")
    check(
      Self.sizeRange.contains(size), "DrawnFaces: size \(size); possible are \(Self.sizeRange)")
    check(channels == 1 || channels == 3, "DrawnFaces: \(channels) channels; possible are 1 and 3")
    check(
      frameCount > 0 && frameCount <= min(trainingCount, testCount) / 7,
      "DrawnFaces: sequences of \(frameCount) images; each part has at least seven sequences")
    self.trainingCount = trainingCount
    self.testCount = testCount
    self.size = size
    self.seed = seed
    self.channels = channels
    self.isBalanced = isBalanced
    self.frameCount = frameCount
  }

  /// Reads a configuration from a data source.
  ///
  /// - Parameter source: Options separated by commas, with or without `faces:` in front; every
  ///   option may be left out, and so may all of them.
  /// - Throws: `DatasetError.option` on an unknown or repeated option or a value out of range.
  public init(parsing source: String) throws {
    let options = source.hasPrefix("faces:") ? source.dropFirst(6) : source[...]
    var values: [String: String] = [:]
    for part in options.split(separator: ",", omittingEmptySubsequences: options.isEmpty) {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Self.trimmed(pair.first ?? "")
      guard Self.optionNames.contains(name) else {
        let hint = suggestion(for: name, among: Self.optionNames).map { " Did you mean '\($0)'?" }
        throw DatasetError.option(
          "faces: has no option '\(name)'.\(hint ?? "") "
            + "Known: \(Self.optionNames.joined(separator: ", "))")
      }
      guard values[name] == nil else {
        throw DatasetError.option("faces: option '\(name)' is given twice")
      }
      if name == "balanced", pair.count == 2 {
        throw Self.error(in: name, expected: "no value", found: String(pair[1]))
      }
      values[name] = pair.count == 2 ? Self.trimmed(pair[1]) : ""
    }

    func number<Value: FixedWidthInteger & Sendable>(
      _ name: String, default fallback: Value, in range: ClosedRange<Value>
    ) throws -> Value {
      guard let text = values[name] else { return fallback }
      guard let value = Value(text), range.contains(value) else {
        throw Self.error(
          in: name, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
          found: text)
      }
      return value
    }
    let channels = try number("channels", default: 3, in: 1...3)
    if channels == 2 { throw Self.error(in: "channels", expected: "1 or 3", found: "2") }
    let trainingCount = try number("train", default: 4_000, in: Self.countRange)
    let testCount = try number("test", default: 1_000, in: Self.countRange)
    self.init(
      trainingCount: trainingCount, testCount: testCount,
      size: try number("size", default: 32, in: Self.sizeRange),
      seed: try number("seed", default: 0, in: 0...UInt64.max),
      channels: channels, isBalanced: values["balanced"] != nil,
      frameCount: try number("frames", default: 1, in: 1...min(trainingCount, testCount) / 7))
  }

  /// Decodes a configuration from its text.
  ///
  /// - Throws: `DatasetError.option` where the text does not read as one.
  public init(from decoder: any Decoder) throws {
    try self.init(parsing: decoder.singleValueContainer().decode(String.self))
  }

  /// Encodes the configuration as its text.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// The number of sequences of a part; the last may be shorter than the others.
  func sequenceCount(in part: DrawnFaces.Part) -> Int {
    let count = part == .training ? trainingCount : testCount
    return (count + frameCount - 1) / frameCount
  }

  private static func error(in option: String, expected: String, found: String) -> DatasetError {
    .option("faces: option '\(option)' takes \(expected), found '\(found)'")
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop { $0 == " " }
    return String(start.reversed().drop { $0 == " " }.reversed())
  }
}
