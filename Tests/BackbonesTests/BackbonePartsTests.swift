import Parts
import TensorCore
import Testing

@testable import Backbones

@Suite("Parts of networks")
struct BackbonePartsTests {
  private func check<P: Part>(_ part: P.Type) {
    let name = P.info.name
    #expect(!name.isEmpty && !P.info.summary.isEmpty && !P.info.source.isEmpty, "\(name)")
    let stored = Mirror(reflecting: P.Options()).children.count
    let declared = P.Options.declared
    #expect(declared.count == stored, "'\(name)' stores \(stored) options")
    #expect(Set(declared.map(\.name)).count == declared.count, "\(name)")
  }

  private func check<Product>(_ catalog: Catalog<Product>) throws {
    #expect(Set(catalog.names).count == catalog.names.count)
    for entry in catalog.entries {
      let name = entry.info.name
      #expect(!name.isEmpty && !entry.info.summary.isEmpty && !entry.info.source.isEmpty)
      for option in entry.options {
        #expect(!option.name.isEmpty && !option.summary.isEmpty, "\(name)")
        #expect(throws: Never.self, "\(name).\(option.name)") {
          try option.checked(option.defaultValue)
        }
      }
      for classCount in [2, 3, 10] {
        for channels in [1, 3] {
          _ = try entry.make(for: PartContext(classCount: classCount, channels: channels))
        }
      }
      let values = try entry.values()
      #expect(try entry.values(values) == values, "\(name)")
    }
  }

  @Test("every stored option is declared once, and every part is described")
  func declared() {
    check(ResNet18.self)
    check(ConvNet.self)
    check(WideResNet.self)
    check(LocalAttention.self)
    check(NoAttention.self)
    check(LinearHead.self)
    check(NormalizedHead.self)
  }

  @Test("all entries have texts, defaults within their bounds, and can be made")
  func entries() throws {
    try check(Catalog.backbones)
    try check(Catalog.heads)
    try check(Catalog.attentions)
  }

  @Test("catalogs list their names in order")
  func names() {
    #expect(
      Catalog.backbones.names == [
        "wrn-10-1", "wrn-10-2", "wrn-16-1", "wrn-16-2", "wrn-22-2", "wrn-28-2", "wrn-28-8",
        "resnet18", "convnet",
      ])
    #expect(Catalog.heads.names == ["linear", "normalized"])
    #expect(Catalog.attentions.names == ["none", "local"])
  }

  @Test("a made network has the context's classes, channels, attention and head")
  func context() throws {
    var context = PartContext(classCount: 4, channels: 1)
    context.localAttention = LocalAttention(branches: 3, dropProbability: 0.5)
    context.head = .normalized
    for name in ["wrn-40-1", "resnet18", "convnet"] {
      let network = try Catalog.backbones.named(name).make(for: context)
      #expect(network.classCount == 4 && network.inputChannels == 1)
      #expect(
        network.layout.declarations.contains { $0.name == "attention.branches.2.conv2.weight" })
      #expect(
        network.graph?.operations.contains {
          if case .unitRows = $0 { true } else { false }
        } == true)
    }
  }

  @Test("a Wide ResNet of any depth 6 n + 4 has a name, and others have none")
  func variants() throws {
    let entry = try Catalog.backbones.named("wrn-40-4")
    #expect(entry.info.summary == "Wide ResNet of depth 40, 256 features")
    #expect(entry.options.map(\.name) == ["batch-norm-momentum"])
    #expect(try entry.make(for: PartContext(classCount: 3)).featureCount == 256)
    for name in ["wrn-11-1", "wrn-10-0", "wrn-10", "wrn-10-65", "wrn-4-1", "wrn-10-1-1", "wrn"] {
      #expect(throws: PartError.self, "\(name)") { try Catalog.backbones.named(name) }
    }
  }

  @Test("options of attention become settings, and those without effect are refused")
  func attention() throws {
    let local = try Catalog.attentions.named("local")
    let context = PartContext(classCount: 3)
    #expect(
      try local.make(for: context) == LocalAttention(branches: 2, dropProbability: 0.6))
    #expect(
      try local.make(
        [
          "branches": 3, "reduction": 4, "batch-norm": false, "fusion": "concat",
          "place": "beforeLast", "residual": true, "drop-kind": "block", "drop": 0.25,
          "drop-side": 5,
        ], for: context)
        == LocalAttention(
          branches: 3, reduction: 4, hasBatchNormalization: false, fusion: .concat,
          place: .beforeLast, isResidual: true, drop: .block(probability: 0.25, side: 5)))
    #expect(
      try local.make(["drop": 0, "branches": 1], for: context)
        == LocalAttention(branches: 1, drop: .none))
    #expect(throws: PartError.withoutEffect(option: "drop-side", part: "local")) {
      try local.make(["drop-side": 5], for: context)
    }
    #expect(throws: PartError.withoutEffect(option: "drop-kind", part: "local")) {
      try local.make(["drop": 0, "drop-kind": "block"], for: context)
    }
    #expect(try Catalog.attentions.named("none").make(for: context) == nil)
  }

  @Test("attention whose only branch would be dropped is refused")
  func onlyBranch() throws {
    let local = try Catalog.attentions.named("local")
    #expect(
      throws: PartError.mismatch("dropping attention maps needs at least two branches, not 1")
    ) { try local.make(["branches": 1], for: PartContext(classCount: 3)) }
    #expect(
      try local.make(["branches": 1, "drop-kind": "channel"], for: PartContext(classCount: 3))
        == LocalAttention(branches: 1, drop: .channel(probability: 0.6)))
  }

  @Test("a network needs two classes")
  func oneClass() {
    for entry in Catalog.backbones.entries {
      #expect(throws: PartError.self) { try entry.make(for: PartContext(classCount: 1)) }
    }
  }
}
