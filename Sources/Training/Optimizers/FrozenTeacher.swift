package import Parts

/// The part `frozen`: the network that the stage before ended with.
package struct FrozenTeacher: Part {
  /// What the teacher is called and where it stands.
  package static let info = PartInfo(
    "frozen", "The network that the stage before ended with", source: "reference")

  /// Creates the part; there is nothing to choose.
  package init(_ options: NoOptions, for context: PartContext) {}
}
