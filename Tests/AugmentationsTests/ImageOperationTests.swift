import TensorCore
import Testing

@testable import Augmentations

@Suite struct ImageOperationTests {
  static let magnitudes: [Double] = [-400, -30, -1, -0.3, 0, 0.05, 0.5, 1, 1.9, 4, 90, 256, 1e9]

  @Test("every operation works on every size", arguments: ImageOperation.allCases)
  func sizes(_ operation: ImageOperation) {
    for (width, height) in [(1, 1), (1, 7), (7, 1), (2, 2), (3, 3), (2, 40), (80, 70)] {
      for channels in [1, 3] {
        let image = PixelImage.noise(width: width, height: height, channels: channels)
        for magnitude in Self.magnitudes {
          let result = operation(image, magnitude: magnitude)
          #expect(result.width == width && result.height == height)
          #expect(result.channels == channels && result.pixels.count == image.pixels.count)
        }
      }
    }
  }

  @Test("neutral magnitudes leave the image as it is")
  func neutral() {
    let neutral: [(ImageOperation, Double)] = [
      (.brightness, 1), (.color, 1), (.contrast, 1), (.sharpness, 1), (.posterize, 8),
      (.solarize, 256), (.rotate, 0), (.rotate, 360), (.shearX, 0), (.shearY, 0),
      (.translateX, 0), (.translateY, 0), (.identity, 5),
    ]
    let image = PixelImage.noise(width: 17, height: 12, channels: 3)
    for (operation, magnitude) in neutral {
      #expect(operation(image, magnitude: magnitude) == image, "\(operation)")
    }
  }

  @Test("invert twice is the identity")
  func invert() {
    let image = PixelImage.noise(width: 9, height: 5, channels: 3)
    let once = ImageOperation.invert(image, magnitude: 0)
    #expect(once.pixels == image.pixels.map { 255 - $0 })
    #expect(ImageOperation.invert(once, magnitude: 0) == image)
  }

  @Test("a quarter turn moves every pixel, counterclockwise")
  func quarterTurn() {
    let image = PixelImage.grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    let turned = ImageOperation.rotate(image, magnitude: 90)
    #expect(turned.rows == [[3, 6, 9], [2, 5, 8], [1, 4, 7]])
    #expect(ImageOperation.rotate(image, magnitude: -270) == turned)
    let half = ImageOperation.rotate(image, magnitude: 180)
    #expect(half.rows == [[9, 8, 7], [6, 5, 4], [3, 2, 1]])
  }

  @Test("translation moves left and up and fills with black")
  func translation() {
    let image = PixelImage.grey([[1, 2, 3], [4, 5, 6]])
    #expect(ImageOperation.translateX(image, magnitude: 1).rows == [[2, 3, 0], [5, 6, 0]])
    #expect(ImageOperation.translateX(image, magnitude: -2).rows == [[0, 0, 1], [0, 0, 4]])
    #expect(ImageOperation.translateY(image, magnitude: 1).rows == [[4, 5, 6], [0, 0, 0]])
    #expect(ImageOperation.translateX(image, magnitude: 3).rows == [[0, 0, 0], [0, 0, 0]])
  }

  @Test("shear is about the upper left corner")
  func shear() {
    let image = PixelImage.grey([[1, 2, 3], [4, 5, 6], [7, 8, 9]])
    // At row y, column x shows column floor(x + 0.5 + (y + 0.5)).
    #expect(
      ImageOperation.shearX(image, magnitude: 1).rows == [[2, 3, 0], [6, 0, 0], [0, 0, 0]])
    #expect(
      ImageOperation.shearY(image, magnitude: 1).rows == [[4, 8, 0], [7, 0, 0], [0, 0, 0]])
  }

  @Test("images beyond the range of fixed point shear as small ones do")
  func hugeShear() {
    var image = PixelImage(width: 40_000, height: 2, channels: 1)
    for column in 0..<40_000 {
      image[0, column, 0] = UInt8(truncatingIfNeeded: column)
      image[1, column, 0] = UInt8(truncatingIfNeeded: column / 256)
    }
    let result = ImageOperation.shearX(image, magnitude: 2)
    for column in stride(from: 0, to: 39_990, by: 7) {
      #expect(result[0, column, 0] == UInt8(truncatingIfNeeded: column + 1))
      #expect(result[1, column, 0] == UInt8(truncatingIfNeeded: (column + 3) / 256))
    }
    #expect(result[1, 39_999, 0] == 0)
  }

  @Test("autoContrast and equalize work channel by channel and leave flat channels alone")
  func channels() {
    let image = PixelImage(
      width: 2, height: 1, channels: 3, pixels: [100, 50, 7, 110, 50, 9])
    #expect(
      ImageOperation.autoContrast(image, magnitude: 0).pixels == [0, 50, 0, 255, 50, 255])
    let flat = PixelImage(width: 6, height: 6, channels: 3, filledWith: 31)
    #expect(ImageOperation.equalize(flat, magnitude: 0) == flat)
    #expect(ImageOperation.autoContrast(flat, magnitude: 0) == flat)
  }

  @Test("color leaves a grey image alone and factor zero makes a colour image grey")
  func color() {
    let grey = PixelImage.noise(width: 6, height: 6, channels: 1)
    #expect(ImageOperation.color(grey, magnitude: 0.1) == grey)
    let colors = PixelImage(width: 1, height: 1, channels: 3, pixels: [255, 0, 0])
    #expect(ImageOperation.color(colors, magnitude: 0).pixels == [76, 76, 76])
  }

  @Test("names are unique and find their operation")
  func names() {
    #expect(Set(ImageOperation.allCases.map(\.rawValue)).count == 15)
    #expect(ImageOperation(rawValue: "shearX") == .shearX)
  }
}

@Suite struct ResizingTests {
  @Test("a flat image stays flat under every filter", arguments: ResizeFilter.allCases)
  func flat(_ filter: ResizeFilter) {
    for (width, height) in [(1, 1), (1, 9), (13, 2), (40, 41), (7, 100)] {
      let image = PixelImage(width: 11, height: 6, channels: 3, filledWith: 200)
      #expect(
        image.resized(width: width, height: height, filter: filter)
          == PixelImage(width: width, height: height, channels: 3, filledWith: 200))
    }
  }

  @Test("the same size gives the image itself", arguments: ResizeFilter.allCases)
  func sameSize(_ filter: ResizeFilter) {
    let image = PixelImage.noise(width: 9, height: 4, channels: 1)
    #expect(image.resized(width: 9, height: 4, filter: filter) == image)
  }

  @Test("the box filter averages whole blocks and rounds to the nearest")
  func box() {
    let image = PixelImage.grey([[1, 2, 10, 20], [3, 5, 30, 41]])
    // 11 / 4 in two roundings: 1.5 -> 2 and 4, then 3; 15 and 35.5 -> 36, then 25.5 -> 26.
    #expect(image.resized(width: 2, height: 1, filter: .box).rows == [[3, 26]])
  }

  @Test("nearest repeats and drops samples")
  func nearest() {
    let image = PixelImage.grey([[1, 2, 3]])
    #expect(
      image.resized(width: 6, height: 2, filter: .nearest).rows
        == [[1, 1, 2, 2, 3, 3], [1, 1, 2, 2, 3, 3]])
    #expect(image.resized(width: 1, height: 1, filter: .nearest).rows == [[2]])
  }
}
