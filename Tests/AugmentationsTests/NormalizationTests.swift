import Foundation
import Testing

@testable import Augmentations

@Suite struct NormalizationTests {
  @Test("samples become (x / 255 - mean) / deviation, channel by channel")
  func values() throws {
    let normalization = try Normalization(mean: [0.5, 0.25, 0], deviation: [0.5, 0.25, 2])
    let image = PixelImage(
      width: 2, height: 1, channels: 3, pixels: [255, 255, 255, 0, 51, 102])
    let result = normalization(image)
    let expected: [Float] = [1, 3, 0.5, -1, -0.2, 0.2]
    for (value, wanted) in zip(result, expected) { #expect(abs(value - wanted) < 1e-6) }
    #expect(result.count == 6)
  }

  @Test("one mean serves any number of channels")
  func oneMean() {
    for channels in [1, 3] {
      let image = PixelImage.noise(width: 4, height: 3, channels: channels)
      #expect(Normalization.none.accepts(channels: channels))
      #expect(Normalization.none(image) == image.pixels.map { Float(Double($0) / 255) })
    }
    #expect(Normalization.imageNet.accepts(channels: 3))
    #expect(!Normalization.imageNet.accepts(channels: 1))
  }

  @Test("every value of every channel is within half a unit in the last place of exact")
  func allValues() {
    let image = PixelImage(
      width: 256, height: 1, channels: 3,
      pixels: (0..<256).flatMap { [UInt8](repeating: UInt8($0), count: 3) })
    let result = Normalization.imageNet(image)
    for value in 0..<256 {
      for channel in 0..<3 {
        let exact =
          (Double(value) / 255 - Normalization.imageNet.mean[channel])
          / Normalization.imageNet.deviation[channel]
        #expect(result[value * 3 + channel] == Float(exact))
      }
    }
  }

  @Test("measured images come out with mean 0 and deviation 1")
  func measured() throws {
    let images = (0..<20).map { PixelImage.noise(width: 9, height: 7, channels: 3, seed: $0) }
    let normalization = try Normalization.measured(over: images)
    for channel in 0..<3 {
      let values = images.flatMap { image in
        let all = normalization(image)
        return stride(from: channel, to: all.count, by: 3).map { Double(all[$0]) }
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + $1 * $1 } / Double(values.count)
      #expect(abs(mean) < 1e-6 && abs(variance - 1) < 1e-6)
    }
    #expect(try Normalization.measured(over: images.reversed()) == normalization)
    let bytes = images.flatMap(\.pixels)
    #expect(
      try bytes.withUnsafeBufferPointer { try Normalization.measured(over: $0, channels: 3) }
        == normalization)
  }

  @Test("a hand-computed measurement, and a channel of one value")
  func hand() throws {
    let normalization = try Normalization.measured(over: [.grey([[0, 255]])])
    #expect(normalization.mean == [0.5] && normalization.deviation == [0.5])
    let flat = try Normalization.measured(over: [.grey([[51, 51]])])
    #expect(flat.mean == [0.2] && flat.deviation == [1])
    #expect(flat(.grey([[51]])) == [0])
  }

  @Test("numbers that cannot be used are errors")
  func errors() {
    #expect(throws: NormalizationError.noSamples) { try Normalization.measured(over: []) }
    #expect(throws: NormalizationError.noSamples) {
      try Normalization.measured(over: UnsafeBufferPointer(start: nil, count: 0), channels: 1)
    }
    #expect(throws: NormalizationError.mixedChannels(1, 3)) {
      try Normalization.measured(over: [
        PixelImage(width: 1, height: 1, channels: 1), PixelImage(width: 1, height: 1, channels: 3),
      ])
    }
    #expect(throws: NormalizationError.channelCounts(mean: 2, deviation: 2)) {
      try Normalization(mean: [0, 0], deviation: [1, 1])
    }
    #expect(throws: NormalizationError.channelCounts(mean: 1, deviation: 3)) {
      try Normalization(mean: [0], deviation: [1, 1, 1])
    }
    #expect(throws: NormalizationError.unusable(0)) {
      try Normalization(mean: [0], deviation: [0])
    }
    #expect(throws: NormalizationError.unusable(.infinity)) {
      try Normalization(mean: [.infinity], deviation: [1])
    }
    let samples = [UInt8](repeating: 0, count: 4)
    #expect(throws: NormalizationError.partialPixel(samples: 4, channels: 3)) {
      try samples.withUnsafeBufferPointer { try Normalization.measured(over: $0, channels: 3) }
    }
  }

  @Test("travels through JSON and refuses what it could not have written")
  func json() throws {
    let data = try JSONEncoder().encode(Normalization.imageNet)
    #expect(try JSONDecoder().decode(Normalization.self, from: data) == .imageNet)
    let keys = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any]).keys
    #expect(keys.sorted() == ["deviation", "mean"])
    let bad = Data(#"{"mean":[0],"deviation":[-1]}"#.utf8)
    #expect(throws: NormalizationError.unusable(-1)) {
      try JSONDecoder().decode(Normalization.self, from: bad)
    }
  }
}
