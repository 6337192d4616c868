public import Parts

/// How a recipe draws samples, and what joins the student's batch.
public struct RecipeOptions: PartOptions {
  /// Whether labeled images are drawn so that all classes are equally likely.
  package var isClassBalanced = false
  /// Whether the weak unlabeled view joins the student's batch even where nobody reads it there.
  package var joinsWeakView = true

  /// The options.
  public static let declared: [OptionDeclaration<Self>] = [
    .flag(
      "class-balanced", \.isClassBalanced,
      "whether all classes are equally likely among labeled images"),
    .flag(
      "weak-in-batch", \.joinsWeakView,
      "whether weak unlabeled images are in the student's batch for its statistics (USB)"),
  ]

  /// Uniform draws, and the weak view in the batch, as in USB.
  public init() {}
}
