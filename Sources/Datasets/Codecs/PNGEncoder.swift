public import Augmentations

/// Writes images as PNG files.
///
/// Grey images have one 8-bit sample a pixel, color images three. Rows are filtered by the rule of
/// least absolute differences (PNG specification, 12.7); the data are compressed through zlib where
/// it can be loaded, else stored, so that nothing needs to be installed. Any reader takes both.
public enum PNGEncoder {
  /// Returns the bytes of a PNG file.
  ///
  /// - Parameter image: The image.
  /// - Returns: A file that decodes to the same pixels.
  public static func encode(_ image: PixelImage) -> [UInt8] {
    file(image, data: ZlibStream.encode(filteredRows(of: image)))
  }

  /// Puts a file together from its compressed rows.
  static func file(_ image: PixelImage, data: [UInt8]) -> [UInt8] {
    let header =
      UInt32(image.width).bigEndianBytes + UInt32(image.height).bigEndianBytes
      + [8, image.channels == 1 ? 0 : 2, 0, 0, 0]
    return PNGDecoder.signature + chunk("IHDR", header) + chunk("IDAT", data) + chunk("IEND", [])
  }

  private static func chunk(_ kind: String, _ contents: [UInt8]) -> [UInt8] {
    let checked = Array(kind.utf8) + contents
    return UInt32(contents.count).bigEndianBytes + checked
      + CyclicRedundancyCheck.ethernet(checked).bigEndianBytes
  }

  /// Returns every row after the number of its filter.
  static func filteredRows(of image: PixelImage) -> [UInt8] {
    let length = image.width * image.channels
    var result: [UInt8] = []
    result.reserveCapacity(image.height * (length + 1))
    for row in 0..<image.height {
      let start = row * length
      /// A sample of this row or the one above; 0 left of and above the image.
      func sample(_ column: Int, above: Bool) -> Int {
        let place = start + column - (above ? length : 0)
        return column < 0 || place < 0 ? 0 : Int(image.pixels[place])
      }
      let filtered = Filter.allCases.map { filter in
        (0..<length).map { column in
          UInt8(
            truncatingIfNeeded: sample(column, above: false)
              - filter.prediction(
                left: sample(column - image.channels, above: false),
                above: sample(column, above: true),
                aboveLeft: sample(column - image.channels, above: true)))
        }
      }
      let sizes = filtered.map { $0.reduce(0) { $0 + abs(Int(Int8(bitPattern: $1))) } }
      let best = sizes.indices.min { sizes[$0] < sizes[$1] } ?? 0
      result.append(Filter.allCases[best].rawValue)
      result += filtered[best]
    }
    return result
  }

  /// How a sample is predicted from its neighbors (PNG specification, 9.2).
  private enum Filter: UInt8, CaseIterable {
    case none = 0
    case left = 1
    case up = 2
    case average = 3
    case paeth = 4

    func prediction(left: Int, above: Int, aboveLeft: Int) -> Int {
      switch self {
      case .none: return 0
      case .left: return left
      case .up: return above
      case .average: return (left + above) / 2
      case .paeth:
        let estimate = left + above - aboveLeft
        let distances = (
          abs(estimate - left), abs(estimate - above), abs(estimate - aboveLeft)
        )
        if distances.0 <= distances.1, distances.0 <= distances.2 { return left }
        return distances.1 <= distances.2 ? above : aboveLeft
      }
    }
  }
}
