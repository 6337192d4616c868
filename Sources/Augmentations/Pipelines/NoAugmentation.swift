package import Parts

/// The part `none`.
package struct NoAugmentation: Part {
  /// What the augmentation is called and where it stands.
  package static let info = PartInfo("none", "leaves images as they are", source: "reference")

  /// Creates the part; there is nothing to choose.
  package init(_ options: NoOptions, for context: PartContext) {}
}
