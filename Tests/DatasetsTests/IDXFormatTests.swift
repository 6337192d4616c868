import Augmentations
import Datasets
import Foundation
import TestSupport
import Testing

@Suite("IDX files")
struct IDXFormatTests {
  private let pixels: [UInt8] = (0..<24).map { UInt8($0) }

  /// Writes the four files; changes replace or remove some of them.
  private func folder(
    compressed: Bool = false, changes: [String: [UInt8]] = [:], without missing: String? = nil
  ) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    var files: [String: [UInt8]] = [
      "train-images-idx3-ubyte": FileMaker.idx([4, 2, 3], pixels),
      "train-labels-idx1-ubyte": FileMaker.idx([4], [0, 2, 1, 0]),
      "t10k-images-idx3-ubyte": FileMaker.idx([1, 2, 3], Array(pixels[..<6])),
      "t10k-labels-idx1-ubyte": FileMaker.idx([1], [2]),
    ]
    for (name, bytes) in changes { files[name] = bytes }
    for (name, bytes) in files where name != missing {
      if compressed && name.hasSuffix("ubyte") {
        try folder.write(name + ".gz", FileMaker.gzip(bytes))
      } else {
        try folder.write(name, bytes)
      }
    }
    return folder
  }

  private func load(_ folder: TemporaryFolder) throws -> DatasetParts {
    try DatasetSource(parsing: "idx:" + folder.path).load()
  }

  private func expectRefusal(
    _ changes: [String: [UInt8]] = [:], without missing: String? = nil, saying words: [String],
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let folder = try folder(changes: changes, without: missing)
    expectError(saying: words, sourceLocation: sourceLocation) { _ = try load(folder) }
  }

  @Test("plain files give images, labels and numbers as class names")
  func plain() throws {
    let parts = try load(try folder())
    #expect(parts.train.count == 4 && parts.test.count == 1)
    #expect(parts.train.width == 3 && parts.train.height == 2 && parts.train.channels == 1)
    #expect(parts.train.labels == [0, 2, 1, 0])
    #expect(parts.train.classNames == ["0", "1", "2"] && parts.test.classNames == ["0", "1", "2"])
    #expect(try parts.train.image(at: 2).pixels == Array(pixels[12..<18]))
    #expect(try parts.test.image(at: 0).pixels == Array(pixels[..<6]))
  }

  @Test("gzip files give the same as plain ones", .enabled(if: canDecode(.zlib)))
  func compressed() throws {
    let plain = try load(try folder())
    let parts = try load(try folder(compressed: true))
    #expect(parts.train.labels == plain.train.labels)
    for index in 0..<4 {
      #expect(try parts.train.image(at: index) == plain.train.image(at: index))
    }
  }

  @Test("a file of class names is used, and must be long enough")
  func classNames() throws {
    let parts = try load(try folder(changes: ["classes.txt": Array("a\nb\r\nc\nd\n\n".utf8)]))
    #expect(parts.train.classNames == ["a", "b", "c", "d"])
    try expectRefusal(
      ["classes.txt": Array("a\nb".utf8)], saying: ["classes.txt", "3 class names"])
    try expectRefusal(["classes.txt": Array("a\nb\na".utf8)], saying: ["classes.txt", "'a' twice"])
    try expectRefusal(["classes.txt": Array("a\n\nc".utf8)], saying: ["classes.txt", "empty line"])
  }

  @Test("a missing file is named")
  func missing() throws {
    try expectRefusal(
      without: "t10k-labels-idx1-ubyte", saying: ["t10k-labels-idx1-ubyte", ".gz"])
    expectError(saying: ["no-such-folder"]) {
      _ = try DatasetSource(parsing: "idx:no-such-folder").load()
    }
  }

  @Test("wrong magic numbers, cut headers, cut values and trailing bytes are refused")
  func broken() throws {
    let name = "train-images-idx3-ubyte"
    let good = FileMaker.idx([4, 2, 3], pixels)
    try expectRefusal([name: []], saying: [name, "00 00 08 03", "0 bytes"])
    try expectRefusal([name: FileMaker.idx([24], pixels)], saying: [name, "00 00 08 01"])
    try expectRefusal([name: Array(good[..<10])], saying: [name, "header of 16 bytes"])
    try expectRefusal([name: Array(good.dropLast())], saying: [name, "24 bytes", "found 23"])
    try expectRefusal([name: good + [0]], saying: [name, "24 bytes", "found 25"])
    try expectRefusal(
      [name: FileMaker.idx([0, 2, 3], [])], saying: [name, "at least one image"])
    try expectRefusal(
      ["train-labels-idx1-ubyte": FileMaker.idx([3], [0, 1, 2])],
      saying: ["train-labels", "4 labels", "3"])
    try expectRefusal(
      ["t10k-images-idx3-ubyte": FileMaker.idx([1, 3, 2], Array(pixels[..<6]))],
      saying: ["t10k-images", "3 x 2", "2 x 3"])
  }

  @Test("a header that asks for too much is refused before anything is allocated")
  func oversized() throws {
    let name = "train-images-idx3-ubyte"
    let huge = Int(UInt32.max)
    try expectRefusal([name: FileMaker.idx([huge, huge, huge], [])], saying: [name, "shape"])
    try expectRefusal([name: FileMaker.idx([60_000, 60_000, 3], pixels)], saying: [name])
  }

  @Test("broken gzip files are refused", .enabled(if: canDecode(.zlib)))
  func brokenGzip() throws {
    let name = "train-images-idx3-ubyte.gz"
    let good = FileMaker.gzip(FileMaker.idx([4, 2, 3], pixels))
    func refuse(_ bytes: [UInt8], _ words: String...) throws {
      try expectRefusal(
        [name: bytes], without: "train-images-idx3-ubyte", saying: [name] + words)
    }
    for length in stride(from: 2, to: good.count, by: 3) { try refuse(Array(good[..<length])) }
    var flipped = good
    flipped[good.count - 12] ^= 1
    try refuse(flipped, "check")
    try refuse(FileMaker.gzip(FileMaker.idx([4, 2, 3], pixels + [0])), "24 bytes", "more")
    try refuse(FileMaker.gzip(FileMaker.idx([4, 2, 4], pixels)), "32 bytes", "24")
    try refuse(FileMaker.gzip(FileMaker.idx([60_000, 60_000, 3], pixels)), "far fewer")
  }

  @Test("options that would have no effect are refused, the image size is used")
  func options() throws {
    let folder = try folder()
    let source = try DatasetSource(parsing: "idx:" + folder.path)
    expectError(saying: ["no effect"]) {
      _ = try source.load(DatasetOptions(testFraction: 0.5))
    }
    expectError(saying: ["image size", "0"]) { _ = try source.load(DatasetOptions(imageSize: 0)) }
    let parts = try source.load(DatasetOptions(imageSize: 5, channels: 3))
    #expect(parts.train.width == 5 && parts.train.height == 5 && parts.test.channels == 3)
  }

  @Test("unknown formats are refused with a suggestion")
  func sources() {
    expectError(saying: ["'fodler'", "Did you mean 'folder'?", "cifar10"]) {
      _ = try DatasetSource(parsing: "fodler:x")
    }
    expectError(saying: ["FORMAT:PATH", "idx"]) { _ = try DatasetSource(parsing: "some/where") }
  }
}
