import Augmentations
import Foundation
import TestSupport
import Testing

@testable import Datasets

@Suite("The cache of decoded images")
struct ImageCacheTests {
  private let folder: TemporaryFolder
  private let cacheFolder: String

  init() throws {
    folder = try TemporaryFolder()
    cacheFolder = folder.path + "/cache"
    for number in 0..<6 {
      let color = [UInt8(number), 100, 200]
      try folder.write("data/a/\(number).ppm", FileMaker.flat(color))
      try folder.write("data/b/\(number).pgm", FileMaker.flat([UInt8(50 + number)]))
    }
  }

  private func load(
    _ options: DatasetOptions = DatasetOptions(), limit: Int = 1 << 30, isOptional: Bool = false,
    data: String = "data"
  ) throws -> DatasetParts {
    var options = options
    options.cache = ImageCache(folder: cacheFolder, byteLimit: limit, isOptional: isOptional)
    return try DatasetSource(parsing: "folder:\(folder.path)/\(data)").load(options)
  }

  private func files() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: cacheFolder).sorted()
  }

  private func pixels(_ parts: DatasetParts) throws -> [[UInt8]] {
    try [parts.train, parts.test].flatMap { part in
      try (0..<part.count).map { try part.image(at: $0).pixels }
    }
  }

  @Test("gives what decoding gives, from one whole file, whatever the channels")
  func sameAsDecoding() throws {
    for channels in [nil, 1, 3] {
      let options = DatasetOptions(channels: channels)
      let plain = try DatasetSource(parsing: "folder:\(folder.path)/data").load(options)
      #expect(try pixels(try load(options)) == pixels(plain))
      #expect(try pixels(try load(options)) == pixels(plain))
      #expect(plain.train.channels == channels ?? 3)
    }
    #expect(try files().count == 1)
    #expect(try files()[0].hasSuffix(".images"))
  }

  @Test("the second run decodes nothing")
  func decodesOnce() throws {
    let first = try pixels(try load())
    // What the file holds is what comes out, even where no decoder would give it.
    let path = "\(cacheFolder)/\(try files()[0])"
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    for place in 64..<64 + 6 * 48 + 6 * 16 { bytes[place] = 255 - bytes[place] }
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    #expect(try pixels(try load()) == first.map { $0.map { 255 - $0 } })
  }

  @Test("other contents, sizes and rules make other files; other names and places do not")
  func key() throws {
    _ = try load()
    try FileManager.default.moveItem(
      atPath: folder.path + "/data", toPath: folder.path + "/moved")
    _ = try load(data: "moved")
    #expect(try files().count == 1)
    _ = try load(DatasetOptions(imageSize: 2), data: "moved")
    #expect(try files().count == 2)
    _ = try load(DatasetOptions(unreadable: .skip), data: "moved")
    #expect(try files().count == 3)
    // The same size, and the same time: only a byte differs.
    let path = folder.path + "/moved/a/0.ppm"
    let date = try FileManager.default.attributesOfItem(atPath: path)[.modificationDate]
    try folder.write("moved/a/0.ppm", FileMaker.flat([77, 100, 200]))
    try FileManager.default.setAttributes(
      [.modificationDate: try #require(date)], ofItemAtPath: path)
    let changed = try load(data: "moved")
    #expect(try files().count == 4)
    #expect(try pixels(changed).contains { $0[0] == 77 })
  }

  @Test("broken images are remembered with their reasons")
  func skipped() throws {
    try folder.write("data/a/3.ppm", [1, 2, 3])
    expectError(saying: ["a/3.ppm"]) { _ = try load() }
    #expect(try files().isEmpty)
    let options = DatasetOptions(unreadable: .skip)
    let first = try load(options)
    let second = try load(options)
    #expect(first.skipped == second.skipped && first.skipped.count == 1)
    #expect(first.skipped[0].path.hasSuffix("data/a/3.ppm"))
    #expect(first.skipped[0].reason.contains("01 02 03"))
    #expect(first.train.count + first.test.count == 11)
    #expect(try pixels(first) == pixels(second))
  }

  @Test("a file that is cut, foreign or of another key is made again")
  func damaged() throws {
    let first = try pixels(try load())
    let path = "\(cacheFolder)/\(try files()[0])"
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    var foreign = whole
    foreign[40] ^= 1
    for bytes in [Array(whole.dropLast()), whole + [0], [], foreign] {
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      #expect(try pixels(try load()) == first)
      #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(whole))
    }
  }

  @Test("what was used longest ago is deleted above the limit, the new file never")
  func limit() throws {
    _ = try load()
    let old = try files()[0]
    let path = "\(cacheFolder)/\(old)"
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSince1970: 1_000)], ofItemAtPath: path)
    _ = try load(DatasetOptions(imageSize: 2))
    #expect(try files().count == 2)
    let sizes = try files().map {
      try Data(contentsOf: URL(fileURLWithPath: "\(cacheFolder)/\($0)")).count
    }
    _ = try load(DatasetOptions(imageSize: 1), limit: sizes.reduce(0, +))
    #expect(try files().count == 2 && !files().contains(old))
    _ = try load(DatasetOptions(imageSize: 8), limit: 1)
    #expect(try files().count == 1)
  }

  @Test("a folder that cannot be written is an error, or gives way to memory")
  func unwritable() throws {
    try folder.write("cache", [1])
    expectError(saying: ["cache", "cannot be kept"]) { _ = try load() }
    #expect(try pixels(try load(isOptional: true)).count == 12)
  }

  @Test("the user's folder follows the XDG rule")
  func standard() {
    #expect(
      ImageCache.standard(environment: ["XDG_CACHE_HOME": "/x", "HOME": "/h"])?.folder
        == "/x/semisup")
    #expect(
      ImageCache.standard(environment: ["XDG_CACHE_HOME": "x", "HOME": "/h"])?.folder
        == "/h/.cache/semisup")
    #expect(ImageCache.standard(environment: [:]) == nil)
  }
}
