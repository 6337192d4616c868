import TensorCore
import Testing

@testable import Augmentations

@Suite struct CutoutTests {
  @Test("the cut square of 16 at 32 measures 8 to 16 in both directions, and every size occurs")
  func cut() {
    let cutout = RandAugmentPreset.google.cutout
    var sizes: Set<Int> = []
    for sample in 0..<2000 {
      var random = stream(sample)
      let square = cutout.square(width: 32, height: 32, using: &random)
      for side in [square.columns, square.rows] {
        #expect(side.lowerBound >= 0 && side.upperBound <= 32)
        sizes.insert(side.count)
      }
    }
    #expect(sizes == Set(8...16))
  }

  @Test("kekmodel's square is moved in at the left, cut at the right, its end inclusive")
  func moved() {
    let cutout = RandAugmentPreset.kekmodel.cutout
    var sizes: Set<Int> = []
    for sample in 0..<2000 {
      var random = stream(sample)
      let square = cutout.square(width: 32, height: 32, using: &random)
      for side in [square.columns, square.rows] {
        #expect(side.lowerBound >= 0 && side.upperBound <= 32)
        if side.lowerBound == 0 { #expect(side.count == 17) }
        if side.count < 17 { #expect(side.upperBound == 32) }
        sizes.insert(side.count)
      }
    }
    // The centre is at most 32, and so the start at most 23.
    #expect(sizes == Set(9...17))
  }

  @Test("USB's square measures up to half the width and is never empty")
  func fraction() {
    let cutout = RandAugmentPreset.usb.cutout
    var sizes: Set<Int> = []
    for sample in 0..<4000 {
      var random = stream(sample)
      let square = cutout.square(width: 28, height: 28, using: &random)
      for side in [square.columns, square.rows] {
        #expect(side.lowerBound >= 0 && side.upperBound <= 28)
        sizes.insert(side.count)
      }
    }
    #expect(sizes == Set(1...14))
  }

  @Test("the square is filled and the rest stays", arguments: RandAugmentPreset.all)
  func fill(_ preset: RandAugmentPreset) {
    let fills: [String: [UInt8]] = [
      "google": [0, 0, 0, 0], "usb": [125, 123, 114, 127], "kekmodel": [127, 127, 127, 127],
    ]
    guard let fill = fills[preset.name] else {
      Issue.record("no expectation for \(preset.name)")
      return
    }
    for channels in [1, 3] {
      let image = PixelImage.noise(width: 20, height: 31, channels: channels)
      for sample in 0..<30 {
        var first = stream(sample)
        var second = stream(sample)
        let square = preset.cutout.square(width: 20, height: 31, using: &first)
        let result = preset.cutout(image, using: &second)
        for row in 0..<31 {
          for column in 0..<20 {
            for channel in 0..<channels {
              let isInside = square.rows.contains(row) && square.columns.contains(column)
              let expected =
                isInside
                ? (channels == 1 ? fill[3] : fill[channel]) : image[row, column, channel]
              #expect(result[row, column, channel] == expected)
            }
          }
        }
      }
    }
  }

  @Test("a side of nothing changes nothing")
  func empty() {
    let image = PixelImage.noise(width: 5, height: 5, channels: 3)
    for placement in [Cutout.Placement.cut, .moved] {
      for side in [Cutout.Side.pixels(0), .uniformFraction(upTo: 0)] {
        for sample in 0..<20 {
          var random = stream(sample)
          let cutout = Cutout(side: side, placement: placement)
          #expect(cutout(image, using: &random) == image)
        }
      }
    }
  }
}
