public import Parts

extension ConvNet: Part {
  /// What can be chosen about a small plain network.
  public struct Options: PartOptions {
    /// The weight of a batch in the running statistics.
    package var batchNormMomentum: Float = 0.1

    /// The options by name.
    public static let declared = [BatchNormalization.momentumOption(\Self.batchNormMomentum)]

    /// Creates options with their default values.
    public init() {}
  }

  /// What the network is called.
  public static let info = PartInfo(
    "convnet", "Four convolutions, quick on a laptop", source: "reference")

  /// Creates the description of a network for a run.
  public init(_ options: Options, for context: PartContext) throws {
    let context = try context.checkedForNetwork()
    self.init(
      classCount: context.classCount, inputChannels: context.channels,
      batchNormMomentum: options.batchNormMomentum, localAttention: context.localAttention,
      head: context.head)
  }
}
