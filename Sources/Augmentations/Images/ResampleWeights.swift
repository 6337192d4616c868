/// The weights by which one axis of an image is resampled, in fixed point.
struct ResampleWeights {
  /// The number of fraction bits of a weight: 32 less 8 for a sample and 2 for sums beyond one.
  static let fractionBits: Int32 = 22

  /// The first source sample of each result sample.
  let starts: [Int]
  /// The number of source samples of each result sample.
  let counts: [Int]
  /// The weights, `[result sample, taps]`; entries beyond the count are zero.
  let weights: [Int32]
  /// The number of weights stored for each result sample.
  let taps: Int

  /// Computes the weights as Pillow does, and so to its bits.
  init(from sourceSize: Int, to targetSize: Int, filter: ResizeFilter) {
    let scale = Double(sourceSize) / Double(targetSize)
    let filterScale = max(scale, 1)
    let support = filter.support * filterScale
    let taps = Int(support.rounded(.up)) * 2 + 1
    var starts = [Int](repeating: 0, count: targetSize)
    var counts = starts
    var weights = [Int32](repeating: 0, count: targetSize * taps)
    var row = [Double](repeating: 0, count: taps)
    for index in 0..<targetSize {
      let center = (Double(index) + 0.5) * scale
      let start = max(Int(center - support + 0.5), 0)
      let count = min(Int(center + support + 0.5), sourceSize) - start
      var sum = 0.0
      for tap in 0..<count {
        row[tap] = filter.weight(at: (Double(tap + start) - center + 0.5) * (1 / filterScale))
        sum += row[tap]
      }
      for tap in 0..<count {
        let weight = sum == 0 ? row[tap] : row[tap] / sum
        let scaled = weight * Double(1 << Int(Self.fractionBits))
        weights[index * taps + tap] = Int32(scaled + (scaled < 0 ? -0.5 : 0.5))
      }
      starts[index] = start
      counts[index] = count
    }
    self.starts = starts
    self.counts = counts
    self.weights = weights
    self.taps = taps
  }

  /// Brings a weighted sum, rounding included, back to a sample.
  @inline(__always)
  static func sample(_ sum: Int32) -> UInt8 {
    UInt8(truncatingIfNeeded: min(max(sum >> fractionBits, 0), 255))
  }

  /// One half: what a sum starts with in order to be rounded to the nearest.
  static let half: Int32 = 1 << (fractionBits - 1)
}
