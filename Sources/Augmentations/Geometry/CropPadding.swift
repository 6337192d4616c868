/// By how much an image is padded before a part of its size is cut out.
public enum CropPadding: Sendable, Hashable {
  /// As many pixels as a rule says for the image's shorter side.
  case rule(Rule)
  /// The same number of pixels for every image, at least 0.
  case pixels(Int)

  /// A number of pixels that follows from the image's shorter side.
  public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
    /// 2 pixels below a side of 32, else an eighth of it, rounded down.
    case automatic
    /// An eighth of the side, rounded down, at least 1 (FixMatch: 4 at 32).
    case eighth
    /// A twenty-eighth of the side, rounded down, at least 1 (8 at 224).
    case twentyEighth = "twenty-eighth"

    /// Returns the number of pixels.
    ///
    /// - Parameter side: The image's shorter side, in pixels.
    /// - Returns: The number of rows and columns that are added on each side.
    package func pixels(forSide side: Int) -> Int {
      switch self {
      case .automatic: side < 32 ? 2 : side / 8
      case .eighth: max(1, side / 8)
      case .twentyEighth: max(1, side / 28)
      }
    }
  }

  /// The rule ``Rule/automatic``.
  public static let automatic = CropPadding.rule(.automatic)
  /// The rule ``Rule/eighth``.
  package static let eighth = CropPadding.rule(.eighth)
  /// The rule ``Rule/twentyEighth``.
  public static let twentyEighth = CropPadding.rule(.twentyEighth)

  /// Returns the number of pixels.
  ///
  /// - Parameter side: The image's shorter side, in pixels.
  /// - Returns: The number of rows and columns that are added on each side.
  public func pixels(forSide side: Int) -> Int {
    switch self {
    case .rule(let rule): rule.pixels(forSide: side)
    case .pixels(let count): count
    }
  }
}

extension CropPadding: ExpressibleByIntegerLiteral {
  /// The same number of pixels for every image.
  public init(integerLiteral pixels: Int) { self = .pixels(pixels) }
}

extension CropPadding.Rule {
  /// What the option says about itself.
  static let summary =
    "largest shift: automatic is 2 pixels below a side of 32, else an eighth (FixMatch: eighth)"
}
