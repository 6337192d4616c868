public import Parts

/// The part `none`.
public struct NoAugmentation: Part {
  /// What the augmentation is called and where it stands.
  public static let info = PartInfo("none", "leaves images as they are", source: "reference")

  /// Creates the part; there is nothing to choose.
  public init(_ options: NoOptions, for context: PartContext) {}
}
