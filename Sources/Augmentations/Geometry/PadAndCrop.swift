public import TensorCore

/// Pads the image by reflection on all sides, then cuts a random part of the original size out of it.
///
/// Reflection does not repeat the border: a row `a b c d` padded by two reads `c b a b c d c b`, as
/// with `reflect` in NumPy and PyTorch. Where the padding is not smaller than the side, reflection
/// goes on back and forth, as in NumPy; a side of one sample repeats it.
///
/// The weak augmentation of FixMatch (Sohn et al., 2020) with four pixels at 32.
public struct PadAndCrop: Augmentation {
  /// The number of rows and columns added on each side.
  public let padding: CropPadding

  /// Creates a padding and crop.
  ///
  /// - Parameter padding: The number of rows and columns added on each side, at least 0.
  package init(padding: CropPadding = .automatic) {
    if case .pixels(let count) = padding { check(count >= 0, "PadAndCrop: padding \(count)") }
    self.padding = padding
  }

  /// Shifts the image by up to the padding, each shift equally likely; draws rows, then columns.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    let most = padding.pixels(forSide: min(image.height, image.width))
    let down = random.integer(below: 2 * most + 1) - most
    let right = random.integer(below: 2 * most + 1) - most
    image.shiftReflecting(rows: down, columns: right)
  }
}

extension PixelImage {
  /// Makes every pixel `(row, column)` the one at `(row + rows, column + columns)`, reflected at the
  /// borders as often as it takes.
  package mutating func shiftReflecting(rows: Int, columns: Int) {
    if rows == 0 && columns == 0 { return }
    let first = min(max(-columns, 0), width)
    let last = max(min(width - columns, width), first)
    let count = pixels.count
    pixels = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      pixels.withUnsafeBufferPointer { source in
        for row in 0..<height {
          let from = reflected(row + rows, count: height) * width
          let to = row * width
          func copy(_ columnsOfBorder: Range<Int>) {
            for column in columnsOfBorder {
              let place = from + reflected(column + columns, count: width)
              for channel in 0..<channels {
                target[(to + column) * channels + channel] = source[place * channels + channel]
              }
            }
          }
          copy(0..<first)
          let inner = (to + first) * channels..<(to + last) * channels
          let start = (from + first + columns) * channels
          if !inner.isEmpty {
            _ = target[inner].initialize(fromContentsOf: source[start..<start + inner.count])
          }
          copy(last..<width)
        }
      }
      filled = count
    }
  }
}

/// Returns the index in `0 ..< count` that an index falls on when it is mirrored at both ends.
private func reflected(_ index: Int, count: Int) -> Int {
  if index >= 0 && index < count { return index }
  if count == 1 { return 0 }
  let period = 2 * (count - 1)
  let remainder = index % period
  let place = remainder < 0 ? remainder + period : remainder
  return place < count ? place : period - place
}
