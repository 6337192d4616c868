package import Parts

/// The part `none`: the student answers in the teacher's place.
package struct NoTeacher: Part {
  /// What the part is called and where it stands.
  package static let info = PartInfo(
    "none", "No second network: the student answers in its place", source: "reference")

  /// Creates the part; there is nothing to choose.
  package init(_ options: NoOptions, for context: PartContext) {}
}
