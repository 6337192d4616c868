public import Parts

/// The part `none`: the student answers in the teacher's place.
public struct NoTeacher: Part {
  /// What the part is called and where it stands.
  public static let info = PartInfo(
    "none", "No second network: the student answers in its place", source: "reference")

  /// Creates the part; there is nothing to choose.
  public init(_ options: NoOptions, for context: PartContext) {}
}
