import Parts

extension ClassifierHead {
  /// The option of a head that decides how many features are dropped.
  static func dropoutOption<Options: PartOptions>(
    _ property: any WritableKeyPath<Options, Float> & Sendable, _ source: String
  ) -> OptionDeclaration<Options> {
    .number(
      "dropout", property, in: 0...0.99,
      "probability of dropping a feature before the classifier (\(source))")
  }
}
