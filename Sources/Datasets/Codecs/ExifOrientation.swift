import Augmentations

/// How an image must be turned to stand upright (Exif 2.3, tag 274).
enum ExifOrientation: Int {
  case upright = 1
  case mirrored = 2
  case upsideDown = 3
  case flipped = 4
  case transposed = 5
  case turnRight = 6
  case transversed = 7
  case turnLeft = 8

  /// Whether the image's width and height change places.
  var isTurned: Bool { rawValue >= 5 }

  /// Reads the orientation of a JPEG file; upright where none, or none that makes sense, is given.
  init(jpeg bytes: [UInt8]) {
    self = .upright
    var place = 2
    while place + 4 <= bytes.count, bytes[place] == 0xFF {
      let marker = bytes[place + 1]
      if marker == 0xFF {
        place += 1
        continue
      }
      if marker == 0xDA || marker == 0xD9 { return }
      let length = Int(bytes[place + 2]) << 8 | Int(bytes[place + 3])
      guard length >= 2, place + 2 + length <= bytes.count else { return }
      let content = bytes[place + 4..<place + 2 + length]
      if marker == 0xE1, content.starts(with: Array("Exif\0\0".utf8)),
        let found = ExifOrientation(tiff: Array(content.dropFirst(6)))
      {
        self = found
        return
      }
      place += 2 + length
    }
  }

  /// Reads the orientation out of the first directory of TIFF data.
  private init?(tiff: [UInt8]) {
    guard tiff.count >= 8 else { return nil }
    let isLittle = tiff[0] == 0x49
    func number(at place: Int, bytes count: Int) -> Int? {
      guard place >= 0, place + count <= tiff.count else { return nil }
      let digits = tiff[place..<place + count]
      return (isLittle ? Array(digits.reversed()) : Array(digits)).reduce(0) { $0 << 8 | Int($1) }
    }
    guard let directory = number(at: 4, bytes: 4), let entries = number(at: directory, bytes: 2)
    else { return nil }
    for entry in 0..<entries {
      let place = directory + 2 + 12 * entry
      guard let tag = number(at: place, bytes: 2) else { return nil }
      if tag == 274, number(at: place + 2, bytes: 2) == 3 {
        guard let value = number(at: place + 8, bytes: 2) else { return nil }
        self.init(rawValue: value)
        return
      }
    }
    return nil
  }
}

extension PixelImage {
  /// Returns the image as its orientation says that it should be seen.
  func oriented(by orientation: ExifOrientation) -> PixelImage {
    if orientation == .upright { return self }
    let (newWidth, newHeight) = orientation.isTurned ? (height, width) : (width, height)
    // The place of a pixel in the file is a linear function of its place in the result.
    let (lastRow, lastColumn) = (height - 1, width - 1)
    let (start, rowStep, columnStep): (Int, Int, Int) =
      switch orientation {
      case .upright: (0, width, 1)
      case .mirrored: (lastColumn, width, -1)
      case .upsideDown: (lastRow * width + lastColumn, -width, -1)
      case .flipped: (lastRow * width, -width, 1)
      case .transposed: (0, 1, width)
      case .turnRight: (lastRow * width, 1, -width)
      case .transversed: (lastRow * width + lastColumn, -1, -width)
      case .turnLeft: (lastColumn, -1, width)
      }
    let channels = channels
    let turned = [UInt8](unsafeUninitializedCapacity: pixels.count) { target, used in
      pixels.withUnsafeBufferPointer { source in
        var place = 0
        for row in 0..<newHeight {
          for column in 0..<newWidth {
            let from = (start + row * rowStep + column * columnStep) * channels
            for channel in 0..<channels {
              target[place] = source[from + channel]
              place += 1
            }
          }
        }
      }
      used = pixels.count
    }
    return PixelImage(width: newWidth, height: newHeight, channels: channels, pixels: turned)
  }
}
