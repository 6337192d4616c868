package import TensorCore

/// Mean and deviation of every feature, by which features become bytes.
///
///     byte = 127.5 + 255 / 8 * (x - mean) / deviation        rounded, within 0 to 255
///
/// A byte stands for 8 / 255 of a deviation: what lies within four deviations is off by 0.016 of one at
/// most, what lies beyond is taken for four. What is not a number is taken for the mean.
public struct FeatureScale: Sendable, Hashable, Codable {
  /// The mean of every feature.
  public let mean: [Double]
  /// The standard deviation of every feature; 1 where a feature is always the same.
  package let deviation: [Double]

  /// Measures features.
  ///
  /// - Parameter features: `[frames, features]`, at least one frame.
  package init(measuring features: Tensor) {
    check(features.shape.rank == 2 && features.shape[0] > 0, "FeatureScale: \(features.shape)")
    let (rows, columns) = (features.shape[0], features.shape[1])
    var sums = [Double](repeating: 0, count: columns)
    var squares = sums
    features.withUnsafeValues { values in
      for row in 0..<rows {
        for column in 0..<columns { sums[column] += Double(values[row * columns + column]) }
      }
      for row in 0..<rows {
        for column in 0..<columns {
          let distance = Double(values[row * columns + column]) - sums[column] / Double(rows)
          squares[column] += distance * distance
        }
      }
    }
    mean = sums.map { $0 / Double(rows) }
    deviation = squares.map { $0 > 0 ? ($0 / Double(rows)).squareRoot() : 1 }
  }

  /// Returns features as bytes, `[frames, features]`.
  func bytes(_ features: Tensor) -> [UInt8] {
    let columns = features.shape[1]
    return features.withUnsafeValues { values in
      values.enumerated().map { index, value in
        let column = index % columns
        let units = (Double(value) - mean[column]) / deviation[column]
        // A feature that is not a number lies nowhere: it is taken for the mean.
        let byte = units.isNaN ? 127.5 : 127.5 + 255 / 8 * units
        return UInt8(min(255, max(0, byte.rounded())))
      }
    }
  }
}
