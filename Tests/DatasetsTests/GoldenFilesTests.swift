import Augmentations
import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Reference images")
struct GoldenFilesTests {
  struct Entry: Decodable {
    var file: String
    var mode: String
  }

  @Test(
    "PNG pixels are exact and JPEG pixels within the stated tolerance",
    .enabled(if: canDecode(.libpng, .libturbojpeg), "libpng or libturbojpeg is not installed"))
  func imagesDecode() throws {
    let cases = Golden.cases(in: "files")
    #expect(!cases.isEmpty, "there are no cases")
    for item in cases {
      let golden = try item.load()
      guard golden.operation == "decode" else {
        Issue.record("\(golden.name): unknown op \(golden.operation)")
        continue
      }
      let tolerance = Int(try golden.number("jpeg_tolerance"))
      let entries = try golden.json("files", as: [Entry].self)
      #expect(!entries.isEmpty, "\(golden.name) lists no files")
      for entry in entries {
        let path = Golden.folder.appendingPathComponent("files/" + entry.file).path
        let image = try ImageReader().read(path)
        let shape = try golden.shape("out." + entry.file)
        let expected = try golden.bytes("out." + entry.file)
        #expect([image.height, image.width, 3] == shape, "\(entry.file)")
        let isGray = entry.mode == "L" || entry.mode == "1"
        #expect(image.channels == (isGray ? 1 : 3), "\(entry.file)")
        let pixels =
          image.channels == 3 ? image.pixels : image.pixels.flatMap { [$0, $0, $0] }
        guard pixels.count == expected.count else { continue }
        let worst = zip(pixels, expected).map { abs(Int($0) - Int($1)) }.max() ?? 0
        let allowed = entry.file.hasSuffix(".png") ? 0 : tolerance
        #expect(worst <= allowed, "\(entry.file) differs by up to \(worst)")
      }
    }
  }
}
