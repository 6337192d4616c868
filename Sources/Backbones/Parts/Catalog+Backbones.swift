public import Parts

extension Catalog where Product == any Backbone {
  /// The networks; `wrn-DEPTH-WIDEN` with a depth of 6 n + 4 stands for more than those listed.
  public static let backbones = Catalog(
    kind: "backbone",
    [(10, 1), (10, 2), (16, 1), (16, 2), (22, 2), (28, 2), (28, 8)].compactMap { depth, widen in
      wideResNet("wrn-\(depth)-\(widen)")
    } + [Entry(ResNet18.self), Entry(ConvNet.self)],
    variants: wideResNet)

  private static func wideResNet(_ name: String) -> Entry? {
    WideResNet.variant(name).map { Entry(Entry(WideResNet.self), named: $0.info, given: $0.given) }
  }
}

extension Catalog.Entry where Product == any Backbone {
  /// Creates the entry of a network.
  ///
  /// - Parameter type: The network.
  public init<Network: Backbone & Part>(_ type: Network.Type) {
    self.init(type) { $0 }
  }
}
