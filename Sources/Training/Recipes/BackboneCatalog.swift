public import Backbones

/// The backbones that can be asked for by name.
public struct BackboneCatalog: Sendable {
  /// What is known about the network to build.
  public struct Request: Sendable {
    /// The number of classes.
    public var classCount: Int
    /// The number of color channels of the images.
    public var inputChannels: Int
    /// The share of a batch in batch norm's running statistics.
    public var batchNormMomentum: Float
    /// Attention on the last map; nil for none.
    public var localAttention: LocalAttention?
    /// How features become class scores.
    public var head: ClassifierHead

    /// Creates a request.
    ///
    /// - Parameters:
    ///   - classCount: The number of classes.
    ///   - inputChannels: The number of color channels of the images.
    ///   - batchNormMomentum: The share of a batch in batch norm's running statistics.
    ///   - localAttention: Attention on the last map; nil for none.
    ///   - head: How features become class scores.
    public init(
      classCount: Int, inputChannels: Int, batchNormMomentum: Float = 0.1,
      localAttention: LocalAttention? = nil, head: ClassifierHead = .linear
    ) {
      self.classCount = classCount
      self.inputChannels = inputChannels
      self.batchNormMomentum = batchNormMomentum
      self.localAttention = localAttention
      self.head = head
    }
  }

  /// A name and what it stands for.
  public struct Entry: Sendable {
    /// The name on the command line.
    public let name: String
    /// What the network is, in one line.
    public let summary: String
    /// Builds the network.
    public let make: @Sendable (Request) -> any Backbone
  }

  /// All names; `wrn-DEPTH-WIDEN` stands for more than those listed.
  public static let all: [Entry] =
    [(10, 1), (10, 2), (16, 1), (16, 2), (22, 2), (28, 2), (28, 8)].map { depth, widen in
      wideResNet(depth: depth, widen: widen)
    } + [
      Entry(name: "resnet18", summary: "ResNet-18 with torchvision's names") { request in
        ResNet18(
          classCount: request.classCount, inputChannels: request.inputChannels,
          batchNormMomentum: request.batchNormMomentum, localAttention: request.localAttention,
          head: request.head)
      },
      Entry(name: "convnet", summary: "Four convolutions, quick on a laptop") { request in
        ConvNet(
          classCount: request.classCount, inputChannels: request.inputChannels,
          batchNormMomentum: request.batchNormMomentum, localAttention: request.localAttention,
          head: request.head)
      },
    ]

  /// Builds the network of a name.
  ///
  /// - Parameters:
  ///   - name: A listed name, or `wrn-DEPTH-WIDEN` with a depth of 6 n + 4.
  ///   - request: What is known about the network.
  /// - Returns: The network.
  /// - Throws: A ``TrainingError`` that lists the names.
  public static func make(_ name: String, _ request: Request) throws -> any Backbone {
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    if parts.count == 3, parts[0] == "wrn", let depth = Int(parts[1]), let widen = Int(parts[2]),
      (10...1_000).contains(depth), (depth - 4) % 6 == 0, (1...64).contains(widen)
    {
      return wideResNet(depth: depth, widen: widen).make(request)
    }
    return try find(name, among: all, kind: "backbone", name: \.name).make(request)
  }

  private static func wideResNet(depth: Int, widen: Int) -> Entry {
    Entry(
      name: "wrn-\(depth)-\(widen)",
      summary: "Wide ResNet of depth \(depth), \(64 * widen) features"
    ) { request in
      WideResNet(
        depth: depth, widen: widen, classCount: request.classCount,
        inputChannels: request.inputChannels, batchNormMomentum: request.batchNormMomentum,
        localAttention: request.localAttention, head: request.head)
    }
  }
}
