import TensorCore
import Testing

@testable import Augmentations

@Suite struct GeometryTests {
  @Test("a flip reverses every row, and twice is the identity")
  func flip() {
    var random = stream(0)
    let flip = HorizontalFlip(probability: 1)
    let image = PixelImage.grey([[1, 2, 3], [4, 5, 6]])
    #expect(flip(image, using: &random).rows == [[3, 2, 1], [6, 5, 4]])
    let color = PixelImage(width: 2, height: 1, channels: 3, pixels: [1, 2, 3, 4, 5, 6])
    #expect(flip(color, using: &random).pixels == [4, 5, 6, 1, 2, 3])
    for (width, height) in [(1, 1), (2, 3), (7, 4), (32, 32)] {
      let noise = PixelImage.noise(width: width, height: height, channels: 3)
      let once = flip(noise, using: &random)
      #expect(flip(once, using: &random) == noise)
    }
  }

  @Test("a flip with probability one half happens about half the time; with 0 never")
  func flipProbability() {
    let image = PixelImage.grey([[1, 2]])
    var flipped = 0
    for sample in 0..<2000 {
      var random = stream(sample)
      if HorizontalFlip()(image, using: &random).pixels == [2, 1] { flipped += 1 }
      #expect(HorizontalFlip(probability: 0)(image, using: &random) == image)
    }
    // Five standard deviations.
    #expect(abs(flipped - 1000) < 112)
  }

  @Test("shifts reflect without repeating the border")
  func reflection() {
    var image = PixelImage.grey([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]])
    image.shiftReflecting(rows: -1, columns: 2)
    // Rows 1, 0, 1 and columns 2, 3, then reflected 2, 1.
    #expect(image.rows == [[7, 8, 7, 6], [3, 4, 3, 2], [7, 8, 7, 6]])
    var left = PixelImage.grey([[1, 2, 3, 4]])
    left.shiftReflecting(rows: 5, columns: -3)
    #expect(left.rows == [[4, 3, 2, 1]])
  }

  @Test("reflection goes on back and forth where the padding exceeds the side")
  func repeatedReflection() {
    // numpy.pad([1, 2, 3], 7, 'reflect') is 2 1 2 3 2 1 2 [1 2 3] 2 1 2 3 2 1 2... around 7.
    let padded: [Int: UInt8] = [
      -7: 2, -6: 3, -5: 2, -4: 1, -3: 2, -2: 3, -1: 2, 0: 1, 1: 2, 2: 3, 3: 2, 4: 1, 5: 2, 6: 3,
      7: 2, 8: 1, 9: 2,
    ]
    for shift in -7...7 {
      var image = PixelImage.grey([[1, 2, 3]])
      image.shiftReflecting(rows: 0, columns: shift)
      let expected = (0..<3).map { padded[shift + $0] ?? 0 }
      #expect(image.pixels == expected, "shift \(shift)")
    }
    var single = PixelImage.grey([[9]])
    single.shiftReflecting(rows: 3, columns: -8)
    #expect(single.pixels == [9])
  }

  @Test("pad and crop draws every shift up to the padding and no other", arguments: [1, 3])
  func shifts(channels: Int) {
    let image = PixelImage.noise(width: 12, height: 10, channels: channels)
    var expected: Set<PixelImage> = []
    for rows in -2...2 {
      for columns in -2...2 {
        var shifted = image
        shifted.shiftReflecting(rows: rows, columns: columns)
        // The inner part is a plain move: the crop stays inside the padded image.
        for row in 2..<8 {
          for column in 2..<10 {
            #expect(
              shifted[row, column, 0] == image[row + rows, column + columns, 0])
          }
        }
        expected.insert(shifted)
      }
    }
    #expect(expected.count == 25)
    var seen: Set<PixelImage> = []
    for sample in 0..<600 {
      var random = stream(sample)
      seen.insert(PadAndCrop(padding: 2)(image, using: &random))
    }
    #expect(seen == expected)
  }

  @Test(
    "the padding follows from the shorter side",
    arguments: [
      (CropPadding.Rule.automatic, 31, 2), (.automatic, 32, 4), (.automatic, 47, 5),
      (.automatic, 4, 2), (.eighth, 32, 4), (.eighth, 31, 3), (.eighth, 7, 1),
      (.twentyEighth, 224, 8), (.twentyEighth, 27, 1), (.twentyEighth, 32, 1),
    ])
  func paddingRules(rule: CropPadding.Rule, side: Int, padding: Int) {
    let image = PixelImage.noise(width: side + 9, height: side, channels: 1)
    for sample in 0..<20 {
      var first = stream(sample)
      var second = stream(sample)
      let given = PadAndCrop(padding: .pixels(padding))
      let ruled = PadAndCrop(padding: .rule(rule))
      #expect(ruled(image, using: &first) == given(image, using: &second))
    }
    #expect(PadAndCrop().padding == .automatic)
  }

  @Test("a crop of the whole image is a resizing")
  func wholeCrop() {
    let image = PixelImage.noise(width: 14, height: 14, channels: 3)
    var random = stream(0)
    let crop = RandomResizedCrop(width: 9, height: 6, scale: 1...1, ratio: 1...1)
    #expect(crop(image, using: &random) == image.resized(width: 9, height: 6))
  }

  @Test("a resized crop of an image of one value keeps the value, whatever the shape")
  func flatCrop() {
    for (width, height) in [(1, 1), (1, 400), (400, 1), (5, 3), (64, 64)] {
      let image = PixelImage(width: width, height: height, channels: 3, filledWith: 77)
      for sample in 0..<50 {
        var random = stream(sample)
        let result = RandomResizedCrop(width: 4, height: 4)(image, using: &random)
        #expect(result == PixelImage(width: 4, height: 4, channels: 3, filledWith: 77))
      }
    }
  }

  @Test("a cropped rectangle holds the rectangle's samples")
  func cropped() {
    let image = PixelImage.grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    #expect(image.cropped(x: 1, y: 0, width: 2, height: 2).rows == [[2, 3], [5, 6]])
    #expect(image.cropped(x: 0, y: 0, width: 3, height: 3) == image)
    #expect(image.cropped(x: 2, y: 2, width: 1, height: 1).rows == [[9]])
  }
}
