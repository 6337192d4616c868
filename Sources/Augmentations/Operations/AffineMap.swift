import Foundation

/// A map from the pixels of the result to those of the source, as Pillow's `Image.transform` takes.
///
/// The result's pixel `(x, y)` shows the source at
/// `(xx * x + xy * y + x0, yx * x + yy * y + y0)`; pixel centres lie at halves.
struct AffineMap {
  var xx = 1.0
  var xy = 0.0
  var x0 = 0.0
  var yx = 0.0
  var yy = 1.0
  var y0 = 0.0

  /// A translation.
  init(x: Double = 0, y: Double = 0) {
    x0 = x
    y0 = y
  }

  /// A shear of the rows about the upper border.
  init(xFromY shear: Double) {
    xy = shear
  }

  /// A shear of the columns about the left border.
  init(yFromX shear: Double) {
    yx = shear
  }

  /// A scaling.
  init(scaleX: Double, scaleY: Double) {
    xx = scaleX
    yy = scaleY
  }

  /// Returns a rotation about the centre, or nothing for whole turns.
  static func rotation(degrees: Double, width: Int, height: Int) -> AffineMap? {
    var turn = fmod(degrees, 360)
    if turn < 0 { turn += 360 }
    if turn == 0 { return nil }
    let angle = -(turn * (Double.pi / 180))
    // Pillow rounds to 15 decimal places, so that quarter turns are exact.
    let cosine = (Foundation.cos(angle) * 1e15).rounded(.toNearestOrEven) / 1e15
    let sine = (Foundation.sin(angle) * 1e15).rounded(.toNearestOrEven) / 1e15
    let centerX = Double(width) / 2
    let centerY = Double(height) / 2
    var map = AffineMap()
    map.xx = cosine
    map.xy = sine
    map.x0 = cosine * -centerX + sine * -centerY + centerX
    map.yx = -sine
    map.yy = cosine
    map.y0 = -sine * -centerX + cosine * -centerY + centerY
    return map
  }

  /// Whether the source's coordinates fit 16.16 fixed point at all corners of the result.
  func fitsFixedPoint(width: Int, height: Int) -> Bool {
    for x in [0, Double(width)] {
      for y in [0, Double(height)] {
        guard abs(x * xx + y * xy + x0) < 32_768, abs(x * yx + y * yy + y0) < 32_768
        else { return false }
      }
    }
    return true
  }
}

extension PixelImage {
  /// Replaces the image by its image under a map: nearest sample, black where there is none.
  mutating func transform(by map: AffineMap) {
    self = transformed(by: map, width: width, height: height)
  }

  /// Returns the image under a map: nearest sample, black where there is none.
  ///
  /// Pillow scans in 16.16 fixed point, but in double precision where the axes are not mixed or the
  /// coordinates do not fit; both add up their increments, and so does this.
  func transformed(by map: AffineMap, width: Int, height: Int) -> PixelImage {
    let isFixed =
      (map.xy != 0 || map.yx != 0) && map.fitsFixedPoint(width: width, height: height)
    let count = width * height * channels
    let result = [UInt8](unsafeUninitializedCapacity: count) { target, filled in
      target.initialize(repeating: 0)
      pixels.withUnsafeBufferPointer { source in
        switch (isFixed, channels) {
        case (true, 1): scanFixed(source, target, map, width, height, pixelSize: 1)
        case (true, _): scanFixed(source, target, map, width, height, pixelSize: 3)
        case (false, 1): scanFloating(source, target, map, width, height, pixelSize: 1)
        case (false, _): scanFloating(source, target, map, width, height, pixelSize: 3)
        }
      }
      filled = count
    }
    return PixelImage(width: width, height: height, channels: channels, pixels: result)
  }

  @inline(__always)
  private func scanFixed(
    _ source: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutableBufferPointer<UInt8>,
    _ map: AffineMap, _ width: Int, _ height: Int, pixelSize: Int
  ) {
    func fixed(_ value: Double) -> Int { Int((value * 65_536 + 0.5).rounded(.down)) }
    let stepX = fixed(map.xx)
    let stepY = fixed(map.yx)
    let rowX = fixed(map.xy)
    let rowY = fixed(map.yy)
    var startX = fixed(map.x0 + map.xx * 0.5 + map.xy * 0.5)
    var startY = fixed(map.y0 + map.yx * 0.5 + map.yy * 0.5)
    let columns = UInt(self.width)
    let rows = UInt(self.height)
    var offset = 0
    for _ in 0..<height {
      var x = startX
      var y = startY
      for _ in 0..<width {
        // A negative coordinate becomes a huge one.
        let column = UInt(bitPattern: x >> 16)
        let row = UInt(bitPattern: y >> 16)
        if column < columns && row < rows {
          let from = Int(bitPattern: row &* columns &+ column) &* pixelSize
          for channel in 0..<pixelSize { target[offset &+ channel] = source[from &+ channel] }
        }
        offset &+= pixelSize
        x &+= stepX
        y &+= stepY
      }
      startX &+= rowX
      startY &+= rowY
    }
  }

  @inline(__always)
  private func scanFloating(
    _ source: UnsafeBufferPointer<UInt8>, _ target: UnsafeMutableBufferPointer<UInt8>,
    _ map: AffineMap, _ width: Int, _ height: Int, pixelSize: Int
  ) {
    let columns = Double(self.width)
    let rows = Double(self.height)
    var startX = map.x0 + map.xy * 0.5 + map.xx * 0.5
    var startY = map.y0 + map.yy * 0.5 + map.yx * 0.5
    var offset = 0
    for _ in 0..<height {
      var x = startX
      var y = startY
      for _ in 0..<width {
        if x >= 0 && x < columns && y >= 0 && y < rows {
          let from = (Int(y) &* self.width &+ Int(x)) &* pixelSize
          for channel in 0..<pixelSize { target[offset &+ channel] = source[from &+ channel] }
        }
        offset &+= pixelSize
        x += map.xx
        y += map.yx
      }
      startX += map.xy
      startY += map.yy
    }
  }
}
