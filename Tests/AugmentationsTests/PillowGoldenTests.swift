import TestSupport
import Testing

@testable import Augmentations

@Suite struct PillowGoldenTests {
  /// One entry of a file's `cases`: the name of the answer, the operation, and its value or size.
  struct Entry: Decodable {
    let answer: String
    let operation: String
    let values: [Double]

    init(from decoder: any Decoder) throws {
      var list = try decoder.unkeyedContainer()
      answer = try list.decode(String.self)
      operation = try list.decode(String.self)
      if let value = try? list.decode(Double.self) {
        values = [value]
      } else {
        values = try list.decode([Double].self)
      }
    }
  }

  struct UnknownOperation: Error {
    let name: String
  }

  @Test("there are reference files")
  func found() {
    #expect(!Golden.cases(in: "augment").isEmpty)
  }

  @Test("every operation gives Pillow's bytes", arguments: Golden.cases(in: "augment"))
  func answers(_ golden: GoldenCase) throws {
    let file = try golden.load()
    guard file.operation == "pillow" else { throw UnknownOperation(name: file.operation) }
    let image = try image(file, "in.image")
    let entries = try file.json("cases", as: [Entry].self)
    #expect(!entries.isEmpty)
    for entry in entries {
      let result = try answer(entry, for: image)
      #expect(
        try result == self.image(file, entry.answer), "\(entry.operation) \(entry.values)")
    }
  }

  private func image(_ file: GoldenFile, _ key: String) throws -> PixelImage {
    let shape = try file.shape(key)
    return PixelImage(
      width: shape[1], height: shape[0], channels: shape.count == 3 ? shape[2] : 1,
      pixels: try file.bytes(key))
  }

  private func answer(_ entry: Entry, for image: PixelImage) throws -> PixelImage {
    let name = entry.operation.replacing("_", with: "").lowercased()
    if let operation = ImageOperation.allCases.first(where: { $0.rawValue.lowercased() == name }) {
      return operation(image, magnitude: entry.values[0])
    }
    if name.hasPrefix("resize"), let filter = ResizeFilter(rawValue: String(name.dropFirst(6))) {
      return image.resized(
        width: Int(entry.values[1]), height: Int(entry.values[0]), filter: filter)
    }
    throw UnknownOperation(name: entry.operation)
  }
}
