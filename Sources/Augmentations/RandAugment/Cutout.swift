public import TensorCore

/// Fills a square at a random position with one colour.
///
/// The square's centre is uniform over the image, so that a part of the square may fall outside. An
/// image smaller than the square may be filled whole. Source of the idea: DeVries and Taylor,
/// "Improved regularization of convolutional neural networks with cutout", 2017.
public struct Cutout: Augmentation {
  /// How large the square is.
  package enum Side: Sendable, Hashable {
    /// A fixed number of pixels.
    case pixels(Int)
    /// A fraction of the image's width, uniform from 0 up to a bound.
    case uniformFraction(upTo: Double)
  }

  /// How the square is cut at the borders.
  package enum Placement: Sendable, Hashable {
    /// The centre is a pixel, and the square is cut at all four borders.
    ///
    /// For a side `s` and a centre `c` these are the pixels `c - s/2 ..< c + s/2`, with `s/2` a
    /// whole number (rounded down), so that the area is at most the side squared. This is what
    /// `RandAugmentPreset.google` takes.
    case cut
    /// The square is moved inside at the left and upper border and cut at the others.
    ///
    /// The centre is a real number. The start is `c - s/2`, at least 0, rounded down; the end is
    /// the start plus the side, rounded down, and *inclusive*: the square measures `s + 1` pixels.
    /// This is what `RandAugmentPreset.usb` and `.kekmodel` take, from Pillow's rectangle.
    case moved
  }

  /// How large the square is.
  package let side: Side
  /// How the square is cut at the borders.
  package let placement: Placement
  /// What the square is filled with.
  package let fill: FillColor

  /// Creates a cutout.
  ///
  /// - Parameters:
  ///   - side: How large the square is; not negative.
  ///   - placement: How the square is cut at the borders.
  ///   - fill: What the square is filled with.
  package init(side: Side, placement: Placement = .cut, fill: FillColor = FillColor(127)) {
    switch side {
    case .pixels(let count): check(count >= 0, "Cutout: a side of \(count) pixels")
    case .uniformFraction(let bound):
      check(bound >= 0 && bound.isFinite, "Cutout: a side of up to \(bound) of the width")
    }
    self.side = side
    self.placement = placement
    self.fill = fill
  }

  /// Fills the square; draws the side if it is random, then the column, then the row.
  public func apply(to image: inout PixelImage, using random: inout RandomStream) {
    let area = square(width: image.width, height: image.height, using: &random)
    image.fill(columns: area.columns, rows: area.rows, with: fill)
  }

  /// Draws the pixels that are filled; empty where the side is.
  package func square(
    width: Int, height: Int, using random: inout RandomStream
  ) -> (columns: Range<Int>, rows: Range<Int>) {
    let length: Double
    switch side {
    case .pixels(let count): length = Double(count)
    case .uniformFraction(let bound):
      length = Double(random.uniform()) * bound * Double(width)
    }
    switch placement {
    case .cut:
      let half = Int(length) / 2
      func span(_ size: Int) -> Range<Int> {
        let center = random.integer(below: size)
        return max(0, center - half)..<min(size, center + half)
      }
      let columns = span(width)
      return (columns, span(height))
    case .moved:
      func span(_ size: Int) -> Range<Int> {
        let center = Double(random.uniform()) * Double(size)
        if length == 0 { return 0..<0 }
        let start = Int(max(0, center - length / 2))
        return start..<min(size, Int(Double(start) + length) + 1)
      }
      let columns = span(width)
      return (columns, span(height))
    }
  }
}

extension PixelImage {
  /// Fills a rectangle within the image.
  mutating func fill(columns: Range<Int>, rows: Range<Int>, with color: FillColor) {
    if columns.isEmpty || rows.isEmpty { return }
    let channels = channels
    let width = width
    pixels.withUnsafeMutableBufferPointer { samples in
      for row in rows {
        let start = (row * width + columns.lowerBound) * channels
        let end = (row * width + columns.upperBound) * channels
        if channels == 1 {
          samples[start..<end].update(repeating: color.grey)
        } else {
          var index = start
          while index < end {
            samples[index] = color.red
            samples[index + 1] = color.green
            samples[index + 2] = color.blue
            index += 3
          }
        }
      }
    }
  }
}
