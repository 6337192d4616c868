/// How an operation's magnitude follows from a level.
///
/// At the fraction `t` of the highest level the magnitude is `start + (end - start) * t`, in the
/// unit of the operation or as a fraction of a side.
public struct MagnitudeRange: Sendable, Hashable {
  /// What the two ends are measured in.
  package enum Unit: Sendable, Hashable {
    /// The unit of the operation.
    case operation
    /// The image's side along which the operation moves: the height for `translateY`, else the
    /// width.
    case side
  }

  /// The magnitude at level zero.
  package let start: Double
  /// The magnitude at the highest level.
  package let end: Double
  /// What the ends are measured in.
  package let unit: Unit
  /// Whether the distance from the start is a whole number, its fraction being dropped.
  package let isWhole: Bool
  /// Whether the sign of the magnitude is turned with probability one half.
  package let hasRandomSign: Bool

  /// Creates a range.
  ///
  /// - Parameters:
  ///   - start: The magnitude at level zero.
  ///   - end: The magnitude at the highest level.
  ///   - unit: What the ends are measured in.
  ///   - isWhole: Whether the distance from the start is cut to a whole number.
  ///   - hasRandomSign: Whether the sign is turned with probability one half.
  package init(
    _ start: Double, _ end: Double, in unit: Unit = .operation, isWhole: Bool = false,
    hasRandomSign: Bool = false
  ) {
    self.start = start
    self.end = end
    self.unit = unit
    self.isWhole = isWhole
    self.hasRandomSign = hasRandomSign
  }

  /// The range of an operation that has no magnitude.
  package static let unused = MagnitudeRange(0, 0)

  /// Returns the magnitude at `level / levels`, before its sign is drawn.
  ///
  /// - Parameters:
  ///   - level: The level, from 0 to the highest.
  ///   - levels: The highest level.
  ///   - side: The side that `Unit.side` measures in, in pixels.
  /// - Returns: The magnitude in the operation's unit.
  package func magnitude(level: Double, of levels: Double, side: Int) -> Double {
    let scale = unit == .side ? Double(side) : 1
    // Multiplied before divided, so that whole numbers come out whole.
    let distance = level * (end - start) / levels
    return isWhole
      ? start * scale + (distance * scale).rounded(.towardZero)
      : (start + distance) * scale
  }
}
