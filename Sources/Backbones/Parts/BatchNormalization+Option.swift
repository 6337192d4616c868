import Parts

extension BatchNormalization {
  /// The option of a network that decides its momentum.
  static func momentumOption<Options: PartOptions>(
    _ property: any WritableKeyPath<Options, Float> & Sendable
  ) -> OptionDeclaration<Options> {
    .number(
      "batch-norm-momentum", property, in: 0...1,
      "weight of a batch in batch norm's running statistics (PyTorch: 0.1)")
  }
}
