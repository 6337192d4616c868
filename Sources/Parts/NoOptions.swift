/// The options of a part that leaves nothing to choose.
public struct NoOptions: PartOptions {
  /// No options.
  public static let declared: [OptionDeclaration<NoOptions>] = []

  /// Creates no options.
  public init() {}
}
