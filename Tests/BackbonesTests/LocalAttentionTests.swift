import TensorCore
import Testing

@testable import Backbones

@Suite("Local attention")
struct LocalAttentionTests {
  @Test("about the asked share of images loses branches, and never more than asked")
  func branchDrop() {
    var random = RandomKey(seed: 1).stream("drop")
    let keep = DropMask.keptBranches(
      images: 4_000, branches: 3, probability: 0.6, most: 1, &random
    ).values
    var dropped = 0
    for image in 0..<4_000 {
      let lost = keep[image * 3..<image * 3 + 3].count { $0 == 0 }
      #expect(lost <= 1)
      dropped += lost
    }
    #expect(abs(Double(dropped) / 4_000 - 0.6) < 0.04)
  }

  @Test("dropped blocks are square, and what is kept is scaled to the same mean")
  func blockDrop() {
    var random = RandomKey(seed: 2).stream("drop")
    let mask = DropMask.keptBlocks(
      [64, 12, 12, 1], probability: 0.25, side: 3, &random
    ).values
    let kept = mask.filter { $0 > 0 }
    #expect(abs(Double(mask.reduce(0, +)) / Double(mask.count) - 1) < 1e-3)
    let share = 1 - Double(kept.count) / Double(mask.count)
    #expect(share > 0.15 && share < 0.3)
  }

  @Test(
    "every kind of drop changes training and leaves inference alone",
    arguments: [
      LocalAttention.Drop.branch(probability: 0.9, most: 1), .channel(probability: 0.5),
      .block(probability: 0.3, side: 2),
    ])
  func drops(drop: LocalAttention.Drop) {
    func logits(_ drop: LocalAttention.Drop, _ phase: Phase) -> [Float] {
      let net = ConvNet(
        classCount: 3, width: 4, localAttention: LocalAttention(branches: 2, drop: drop))
      let store = ParameterStore(layout: net.layout, isTrained: false)
      store.initialize(using: RandomKey(seed: 3))
      var random = RandomKey(seed: 4).stream("images")
      let images = Tensor(
        (0..<4 * 16 * 16 * 3).map { _ in random.uniform(-1, 1) }, shape: [4, 16, 16, 3])
      return net(images, in: ForwardPass(store: store, phase: phase, updatesStatistics: false))
        .logits.values
    }
    #expect(logits(drop, .training) != logits(.none, .training))
    #expect(logits(drop, .inference) == logits(.none, .inference))
  }

  @Test("attention attaches to every backbone, and its parameters are listed")
  func attaches() {
    let attention = LocalAttention(branches: 3, dropProbability: 0)
    let backbones: [any Backbone] = [
      WideResNet(depth: 10, widen: 1, classCount: 4, localAttention: attention),
      ResNet18(classCount: 4, localAttention: attention),
      ConvNet(classCount: 4, localAttention: attention),
    ]
    for backbone in backbones {
      let names = backbone.layout.declarations.map(\.name)
      #expect(names.contains("attention.branches.2.conv2.weight"))
      #expect(
        names.filter { $0.hasPrefix("attention.") && $0.hasSuffix("conv1.weight") }.count == 3)
    }
  }

  @Test("attention before the last stage, and maps one behind the other, run in every backbone")
  func placesAndFusions() {
    for place in LocalAttention.Place.allCases {
      for fusion in LocalAttention.Fusion.allCases {
        let attention = LocalAttention(
          branches: 2, fusion: fusion, place: place, drop: .channel(probability: 0.5))
        let backbones: [any Backbone] = [
          WideResNet(depth: 10, widen: 1, classCount: 4, localAttention: attention),
          ResNet18(classCount: 4, localAttention: attention),
          ConvNet(classCount: 4, width: 4, localAttention: attention),
        ]
        for backbone in backbones {
          let store = ParameterStore(layout: backbone.layout, isTrained: false)
          store.initialize(using: RandomKey(seed: 1))
          var random = RandomKey(seed: 2).stream("images")
          let images = Tensor(
            (0..<2 * 32 * 32 * 3).map { _ in random.normal() }, shape: [2, 32, 32, 3])
          let output = backbone(images, in: ForwardPass(store: store, phase: .training))
          #expect(output.features.shape == [2, backbone.featureCount], "\(place), \(fusion)")
          #expect(output.logits.values.allSatisfy { $0.isFinite })
        }
      }
    }
    let plain = ConvNet(classCount: 4, width: 4)
    let doubled = ConvNet(
      classCount: 4, width: 4, localAttention: LocalAttention(branches: 2, fusion: .concat))
    #expect(doubled.featureCount == 2 * plain.featureCount)
  }

  @Test("running statistics follow training passes, and only those that ask for it")
  func statistics() {
    let net = ConvNet(classCount: 3, width: 4)
    let store = ParameterStore(layout: net.layout, isTrained: false)
    store.initialize(using: RandomKey(seed: 3))
    let images = Tensor(repeating: 1, shape: [2, 8, 8, 3])
    func buffers() -> [Float] {
      net.layout.declarations.indices
        .filter { net.layout.declarations[$0].role != .parameter }
        .flatMap { store.exportedValues(at: $0) }
    }
    let start = buffers()
    _ = net(images, in: ForwardPass(store: store, phase: .inference))
    _ = net(images, in: ForwardPass(store: store, phase: .training, updatesStatistics: false))
    #expect(buffers() == start)
    _ = net(images, in: ForwardPass(store: store, phase: .training))
    #expect(buffers() != start)
  }
}
