import Augmentations
import Foundation
import TensorCore
import TestSupport
import Testing

@testable import Datasets

/// Every reader of this room on ten thousand damaged files: a value or a `DatasetError`, and no
/// request for more memory than is stated here.
@Suite("Fuzz: readers of data sets and pictures", .timeLimit(.minutes(5)))
struct ReaderFuzzTests {
  /// Pictures of at most this many pixels are decoded here, whatever a header says.
  private static let pixelLimit = 1 << 14
  /// Four bytes a pixel for what is decoded, six inside the codec, and its tables.
  private static let pictureBound = 1 << 18

  private func pictures(
    _ name: String, seeds: [[UInt8]], repair: (@Sendable (inout [UInt8]) -> Void)? = nil
  ) -> String? {
    let reader = PictureReader(maximumPixelCount: Self.pixelLimit)
    return ReaderFuzz(name, seeds: seeds, bound: Self.pictureBound, repair: repair)
      .problem(of: DatasetError.self) { bytes in
        _ = try reader.decode(bytes, name: "a.file")
      }
  }

  @Test("JPEG", .enabled(if: canDecode(.libturbojpeg)))
  func jpeg() throws {
    let files = try ["rgb420.jpg", "gray.jpg", "progressive.jpg"].map { try sampleJPEG($0) }
    let small = FileMaker.oriented(FileMaker.jpeg([9, 99, 200]), 6, littleEndian: true)
    #expect(pictures("jpeg", seeds: files + [FileMaker.jpeg([1, 2, 3, 4]), small]) == nil)
  }

  @Test("PNG", .enabled(if: canDecode(.libpng)))
  func png() {
    let row: [UInt8] = Array(0..<24)
    let files = [
      FileMaker.png(
        width: 8, height: 4, colorType: 2, depth: 8, rows: Array(repeating: row, count: 4)),
      FileMaker.png(width: 24, height: 1, colorType: 0, depth: 8, rows: [row]),
      FileMaker.png(width: 3, height: 1, colorType: 6, depth: 16, rows: [row]),
      FileMaker.png(
        width: 24, height: 1, colorType: 3, depth: 8, rows: [row.map { $0 % 2 }],
        chunks: [("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [0]), ("gAMA", FileMaker.big(45_455))]),
    ]
    #expect(pictures("png", seeds: files, repair: FileMaker.mendPNG) == nil)
  }

  @Test("PPM and PGM")
  func netpbm() {
    let files = [
      FileMaker.flat([1, 2, 3]), FileMaker.flat([7]), Array("P2 3 1 15 1 2 3".utf8),
      Array("P3 # c\n1 2\n65535\n1 2 3 4 5 6".utf8),
      Array("P5 2 1 65535\n".utf8) + [1, 2, 3, 4],
    ]
    #expect(pictures("netpbm", seeds: files) == nil)
  }

  @Test("IDX")
  func idx() throws {
    let folder = try TemporaryFolder()
    let path = FileBytes.join(folder.path, "idx")
    let seeds = [FileMaker.idx([4, 3, 2], Array(0..<24)), FileMaker.idx([2, 1, 1], [1, 2])]
    let problem = ReaderFuzz("idx", seeds: seeds, bound: 1 << 16)
      .problem(at: path, of: DatasetError.self) { _ = try IDXFile(path, axes: 3) }
    #expect(problem == nil)
  }

  @Test("gzip", .enabled(if: canDecode(.zlib)))
  func gzip() throws {
    let folder = try TemporaryFolder()
    let path = FileBytes.join(folder.path, "idx.gz")
    let seeds = [
      FileMaker.gzip(FileMaker.idx([4, 3, 2], Array(0..<24))),
      FileMaker.gzip(FileMaker.idx([0, 1, 1], [])),
    ]
    // Deflate expands by a factor of 1032 at most, and the seeds have less than a hundred bytes.
    let problem = ReaderFuzz("gzip", seeds: seeds, bound: 1 << 19)
      .problem(at: path, of: DatasetError.self) { _ = try IDXFile(path, axes: 3) }
    #expect(problem == nil)
  }

  @Test("index lists of labeled samples")
  func indexLists() throws {
    let folder = try TemporaryFolder()
    let path = FileBytes.join(folder.path, "split.txt")
    let dataset = randomDataset(labels: [Int](repeating: 0, count: 40) + [1, 1, 1], classCount: 2)
    let problem = ReaderFuzz(
      "index-lists", seeds: [Array("1\n2 # two\n\n42\n".utf8)], bound: 1 << 16, tokens: ["\n", "#"]
    ).problem(at: path, of: DatasetError.self) {
      _ = try LabelSplit.reading(path, of: dataset, key: .init(seed: 1))
    }
    #expect(problem == nil)
  }
}
