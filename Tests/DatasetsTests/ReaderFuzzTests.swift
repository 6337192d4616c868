import Augmentations
import Foundation
import TensorCore
import TestSupport
import Testing

@testable import Datasets

/// Every reader of this room on ten thousand damaged files: a value or a `DatasetError`, and no
/// request for more memory than is stated here.
@Suite("Fuzz: readers of data sets and images", .timeLimit(.minutes(5)))
struct ReaderFuzzTests {
  /// Images of at most this many pixels are decoded here, whatever a header says.
  private static let pixelLimit = 1 << 14
  /// Four bytes a pixel for what is decoded, six inside the codec, and its tables.
  private static let imageBound = 1 << 18

  private func images(
    _ name: String, seeds: [[UInt8]], repair: (@Sendable (inout [UInt8]) -> Void)? = nil
  ) -> String? {
    let reader = ImageReader(maximumPixelCount: Self.pixelLimit)
    return ReaderFuzz(name, seeds: seeds, bound: Self.imageBound, repair: repair)
      .problem(of: DatasetError.self) { bytes in
        _ = try reader.decode(bytes, name: "a.file")
      }
  }

  @Test("JPEG", .enabled(if: canDecode(.libturbojpeg)))
  func jpeg() throws {
    let files = try ["rgb420.jpg", "gray.jpg", "progressive.jpg"].map { try sampleJPEG($0) }
    let small = FileMaker.oriented(FileMaker.jpeg([9, 99, 200]), 6, littleEndian: true)
    #expect(images("jpeg", seeds: files + [FileMaker.jpeg([1, 2, 3, 4]), small]) == nil)
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
    #expect(images("png", seeds: files, repair: FileMaker.mendPNG) == nil)
  }

  @Test("PPM and PGM")
  func netpbm() {
    let files = [
      FileMaker.flat([1, 2, 3]), FileMaker.flat([7]), Array("P2 3 1 15 1 2 3".utf8),
      Array("P3 # c\n1 2\n65535\n1 2 3 4 5 6".utf8),
      Array("P5 2 1 65535\n".utf8) + [1, 2, 3, 4],
    ]
    #expect(images("netpbm", seeds: files) == nil)
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

  // MARK: Lists and annotations

  private static let csvTokens = [",", "\n", "\"", "\r\n", "\"\"", "(0, 0, 48, 48)"]

  private func list(
    _ name: String, _ texts: [String], _ read: ([UInt8]) throws -> Void
  ) -> String? {
    ReaderFuzz(
      name, seeds: texts.map { Array($0.utf8) }, bound: 1 << 17, tokens: Self.csvTokens
    ).problem(of: DatasetError.self, read)
  }

  @Test("CSV lists")
  func csv() {
    let problem = list(
      "csv",
      [
        "path,label,split,weight,group\na.ppm,x,train,1,p\nb.ppm,y,test,0.5,q\n\"c,\"\"\",,train,2,\n",
        "label,path\r\n1,a\r\n10,b\r\n",
      ]
    ) { _ = try CSVFormat.parts($0, name: "list.csv", needsGroup: false) }
    #expect(problem == nil)
  }

  @Test("RAF-DB's list")
  func rafdb() {
    let problem = list("rafdb", ["train_00001.jpg 5\ntest_0001.jpg 7\n"]) {
      _ = try RAFDBFormat.entries($0, name: "list.txt", images: "images")
    }
    #expect(problem == nil)
  }

  @Test("AffectNet's lists")
  func affectNet() {
    let problem = list("affectnet", ["subDirectory_filePath,expression\n1/a.jpg,3\n2/b.jpg,10\n"]) {
      _ = try AffectNetFormat.listed($0, name: "training.csv") { _ in "images" }
    }
    #expect(problem == nil)
  }

  @Test("FER2013's table")
  func fer2013() {
    let pixels = [String](repeating: "7", count: 2_304).joined(separator: " ")
    let problem = list("fer2013", ["emotion,pixels,Usage\n3,\(pixels),Training\n"]) {
      _ = try FER2013Table($0, name: "fer2013.csv")
    }
    #expect(problem == nil)
  }

  @Test("FER+'s table and lists")
  func ferPlus() throws {
    let pixels = [String](repeating: "7", count: 2_304).joined(separator: " ")
    let table = try FER2013Table(
      Array("emotion,pixels,Usage\n3,\(pixels),Training\n".utf8), name: "fer2013.csv")
    let names =
      "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF"
    let votes = list("ferplus-votes", ["\(names)\nTraining,a.png,1,9,0,0,0,0,0,0,0,0\n"]) {
      _ = try FERPlusFormat.labels($0, name: "fer2013new.csv", of: table)
    }
    #expect(votes == nil)
    let labels = list(
      "ferplus-labels",
      ["a.png,\"(0, 0, 48, 48)\",1,9,0,0,0,0,0,0,0,0\nb.png,(0, 0, 48, 48),9,1,0,0,0,0,0,0,0,0\n"]
    ) { _ = try FERPlusFormat.entries($0, name: "label.csv", images: "images") }
    #expect(labels == nil)
  }

  @Test("NumPy's scalars")
  func npy() {
    let seeds = [FileMaker.npy(5), FileMaker.npy(text: "12"), FileMaker.npy(type: "|u1", [3])]
    let problem = ReaderFuzz(
      "npy", seeds: seeds, bound: 1 << 16, tokens: ["'descr':", "(1,)", "<U9"]
    )
    .problem(of: DatasetError.self) { _ = try NumpyScalar.integer($0, name: "a.npy") }
    #expect(problem == nil)
  }

  // MARK: Records and caches

  @Test("CIFAR's records and class names")
  func cifar() throws {
    let folder = try TemporaryFolder()
    let path = FileBytes.join(folder.path, "records")
    let records = ReaderFuzz(
      "cifar", seeds: [FileMaker.record(1, [1, 2, 3]), FileMaker.record(0, [4, 5, 6])],
      bound: 1 << 16
    ).problem(at: path, of: DatasetError.self) {
      _ = try CIFARRecords.dataset([path], classNames: ["a", "b"])
    }
    #expect(records == nil)
    let names = ReaderFuzz(
      "class-names", seeds: [Array("a\nb\n".utf8)], bound: 1 << 16, tokens: ["\n"]
    ).problem(at: path, of: DatasetError.self) { _ = try CIFARRecords.classNames(path) }
    #expect(names == nil)
  }

  @Test("files of decoded images")
  func decodedImages() {
    let key = [UInt8](repeating: 7, count: 32)
    let file =
      DecodedImages.header(width: 2, height: 2, count: 3, sampleCount: 16, key: key)
      + [UInt8](repeating: 9, count: 16)
      + DecodedImages.table(channelCounts: [3, 0, 1], failures: [1: "broken"])
    struct Refused: Error {}
    let problem = ReaderFuzz("decoded-images", seeds: [file], bound: 1 << 16)
      .problem(of: Refused.self) { bytes in
        guard let images = DecodedImages(file: Data(bytes), key: key) else { throw Refused() }
        let store = DecodedImageStore(images: images, channels: 3)
        var image = PixelImage(width: 1, height: 1, channels: 1)
        for index in 0..<store.count { store.readImage(at: index, into: &image) }
      }
    #expect(problem == nil)
  }
}
