public import Parts

/// How long a stage of a method is, and how often it is trained.
public struct StageOptions: PartOptions {
  /// The length beside that of the other stages.
  package var length = 1.0
  /// How often the stage is trained, each time after the other.
  public var repeats = 1

  /// The options.
  public static let declared: [OptionDeclaration<Self>] = [
    .number("length", \.length, in: 1e-3...1e3, "length of the stage beside the others (inferred)"),
    .whole(
      "repeats", \.repeats, in: 1...100,
      "how often the stage is trained, each network after the one before (UPS: 10 and more)"),
  ]

  /// Once, as long as any other stage.
  public init() {}
}
