import Augmentations
import Datasets
import Export
import Foundation
import Testing

@testable import Runs

@Suite("Event files")
struct EventFileTests {
  private func bytes(_ hexadecimal: String) -> [UInt8] {
    stride(from: 0, to: hexadecimal.count, by: 2).compactMap { start in
      UInt8(hexadecimal.dropFirst(start).prefix(2), radix: 16)
    }
  }

  @Test("checksums are those of RFC 3720, and masked ones those of TensorFlow")
  func checksums() {
    let check = CyclicRedundancyCheck.castagnoli
    #expect(check(Array("123456789".utf8)) == 0xE306_9283)
    #expect(check([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
    #expect(check([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
    #expect(check(0..<32) == 0x46DD_794E)
    #expect(check([]) == 0)
    #expect(TFRecordFile.maskedChecksum(of: Array("123456789".utf8)) == 0xC78A_B0E5)
  }

  @Test("a record has the bytes that TensorBoard's own writer gives it")
  func record() {
    #expect(
      TFRecordFile.encode(Array("hello".utf8))
        == bytes("0500000000000000eab2043e68656c6c6fbb1f1c19"))
  }

  @Test("a message has the bytes that Google's library gives it")
  func message() {
    var histogram = ProtobufMessage()
    histogram.set(1, 1.0)
    histogram.set(3, 3.0)
    histogram.set(4, 1.5)
    histogram.set(5, 1.25)
    histogram.set(6, [0.5, 1])
    histogram.set(7, [1.0, 2])
    var image = ProtobufMessage()
    image.set(1, 1)
    image.set(2, 2)
    image.set(3, 3)
    image.set(4, [1, 2] as [UInt8])
    var summary = ProtobufMessage()
    for (tag, fill) in [
      ("train/loss", { $0.set(2, Float(0.25)) }), ("h", { $0.set(5, histogram) }),
      ("i", { $0.set(4, image) }),
    ] as [(String, (inout ProtobufMessage) -> Void)] {
      var value = ProtobufMessage()
      value.set(1, tag)
      fill(&value)
      summary.set(1, value)
    }
    var event = ProtobufMessage()
    event.set(1, 1.5)
    event.set(2, 300)
    event.set(5, summary)
    #expect(
      event.bytes
        == bytes(
          "09000000000000f83f10ac022a730a110a0a747261696e2f6c6f7373150000803e0a4d0a01682a"
            + "4809000000000000f03f19000000000000084021000000000000f83f29000000000000f43f3210"
            + "000000000000e03f000000000000f03f3a10000000000000f03f00000000000000400a0f0a0169"
            + "220a08011002180322020102"))
    #expect(EventFile.mark(of: event.bytes[...]) == .init(step: 300, firstTag: "train/loss"))
  }

  @Test("records that are cut or changed end the file")
  func damage() {
    let records = (0..<3).map { [UInt8](repeating: UInt8($0), count: 5 + $0) }
    let file = records.flatMap { TFRecordFile.encode($0) }
    #expect(TFRecordFile.records(of: file).map(Array.init) == records)
    for length in 0..<file.count {
      let found = TFRecordFile.records(of: Array(file.prefix(length)))
      #expect(found.map(Array.init) == Array(records.prefix(found.count)))
      #expect(found.count == (length < 21 ? 0 : length < 43 ? 1 : 2))
    }
    for place in file.indices {
      var changed = file
      changed[place] ^= 0x10
      #expect(TFRecordFile.records(of: changed).count == (place < 21 ? 0 : place < 43 ? 1 : 2))
    }
  }

  @Test("bytes that are no message are told apart, whatever they are")
  func fields() {
    for message: [UInt8] in [
      [0x08], [0x0A, 5, 1], [0x0F], [0x09, 1, 2], [0x80], [0x0D, 0, 0, 0],
    ] {
      #expect(ProtobufField.all(of: message[...]) == nil)
    }
    #expect(
      ProtobufField.all(of: [0x0A] + [UInt8](repeating: 0xFF, count: 9) + [1]) == nil,
      "a length beyond the bytes")
    #expect(ProtobufField.all(of: [])?.isEmpty == true)
  }

  @Test("numbers that are not finite are left out")
  func finite() {
    var summary = EventSummary()
    summary.addScalar("a", Float.nan)
    summary.addScalar("b", Double.infinity)
    summary.addScalar("c", nil as Double?)
    summary.addHistogram("d", counts: [0, 0], sum: 0)
    #expect(summary.isEmpty)
    summary.addScalar("e", 1.0)
    #expect(!summary.isEmpty)
  }

  @Test("images of one row stand side by side with a gap")
  func contactSheet() {
    let images = [10, 20, 30].map {
      PixelImage(width: 3, height: 2, channels: 3, filledWith: $0)
    }
    let sheet = ContactSheet.row(of: images)
    #expect(sheet.width == 13 && sheet.height == 2 && sheet.channels == 3)
    let row = [10, 10, 10, 255, 255, 20, 20, 20, 255, 255, 30, 30, 30].flatMap {
      [UInt8](repeating: $0, count: 3)
    }
    #expect(sheet.pixels == row + row)
  }
}
