public import Parts

extension ResNet18: Part {
  /// What can be chosen about a ResNet-18.
  public struct Options: PartOptions {
    /// The weight of a batch in the running statistics.
    package var batchNormMomentum: Float = 0.1

    /// The options by name.
    public static let declared = [BatchNormalization.momentumOption(\Self.batchNormMomentum)]

    /// Creates the options of torchvision's network.
    public init() {}
  }

  /// What the network is called.
  public static let info = PartInfo(
    "resnet18", "ResNet-18 with torchvision's names", source: "arXiv 1512.03385")

  /// Creates the description of a network for a run.
  public init(_ options: Options, for context: PartContext) throws {
    let context = try context.checkedForNetwork()
    self.init(
      classCount: context.classCount, inputChannels: context.channels,
      batchNormMomentum: options.batchNormMomentum, localAttention: context.localAttention,
      head: context.head)
  }
}
