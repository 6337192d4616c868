import Backbones
import TensorCore
import TestSupport
import Testing

@Suite("Graphs of networks")
struct NetworkGraphTests {
  /// Computes a graph's class scores with plain operations.
  private func logits(of graph: NetworkGraph, images: Tensor, store: ParameterStore) -> Tensor {
    var results: [Tensor] = []
    func value(_ value: NetworkGraph.Value) -> Tensor { results[value.index] }
    for operation in graph.operations {
      switch operation {
      case .images: results.append(images)
      case .convolution(let map, let weight, let bias, let stride, let padding, let groups):
        results.append(
          value(map).convolution(
            store.tensor(weight), bias: bias.map(store.tensor), stride: stride, padding: padding,
            groups: groups))
      case .batchNormalization(let map, let scale, let shift, let mean, let variance, let epsilon):
        let length = (store.tensor(variance) + Tensor(epsilon)).sqrt()
        results.append(
          (value(map) - store.tensor(mean)) / length * store.tensor(scale) + store.tensor(shift))
      case .leakyReLU(let map, let slope): results.append(value(map).leakyReLU(slope: slope))
      case .sigmoid(let map): results.append(value(map).sigmoid())
      case .sum(let maps):
        results.append(maps.dropFirst().reduce(value(maps[0])) { $0 + value($1) })
      case .product(let one, let other): results.append(value(one) * value(other))
      case .maximum(let maps):
        results.append(maps.dropFirst().reduce(value(maps[0])) { maximum($0, value($1)) })
      case .mean(let maps):
        let sum = maps.dropFirst().reduce(value(maps[0])) { $0 + value($1) }
        results.append(sum * (1 / Float(maps.count)))
      case .concatenation(let maps):
        results.append(Tensor.concatenated(maps.map(value), along: 3))
      case .maxPool(let map, let kernel, let stride, let padding):
        results.append(value(map).maxPool(kernel: kernel, stride: stride, padding: padding))
      case .channelMeans(let map):
        results.append(value(map).mean(axes: [1, 2], keepingAxes: true))
      case .globalAveragePool(let map): results.append(value(map).globalAveragePool())
      case .unitRows(let rows, let epsilon):
        results.append(value(rows).l2Normalized(axis: 1, epsilon: epsilon))
      case .linear(let rows, let weight, let bias):
        results.append(value(rows).linear(weight: store.tensor(weight), bias: store.tensor(bias)))
      }
    }
    return results[graph.logits.index]
  }

  private static let attentions: [LocalAttention?] =
    [nil, LocalAttention(branches: 2, dropProbability: 0.6)]
    + LocalAttention.Fusion.allCases.map { fusion in
      var attention = LocalAttention(branches: 3, dropProbability: 0)
      attention.fusion = fusion
      attention.isResidual = fusion == .max
      attention.place = fusion == .concat || fusion == .mean ? .beforeLast : .last
      attention.hasBatchNormalization = fusion != .sum
      return attention
    }

  @Test("a graph computes what the network computes in inference", arguments: attentions)
  func agree(attention: LocalAttention?) throws {
    let heads: [ClassifierHead] = [.linear, .normalized]
    for (index, head) in heads.enumerated() {
      let networks: [any Backbone] = [
        ConvNet(classCount: 5, width: 4, localAttention: attention, head: head),
        WideResNet(depth: 10, widen: 1, classCount: 5, localAttention: attention, head: head),
        ResNet18(classCount: 5, localAttention: attention, head: head),
      ]
      for network in networks {
        try compare(network, seed: UInt64(index))
      }
    }
  }

  @Test("a network of one's own is a list, which computes and exports the same")
  func list() throws {
    let network = Network(
      [
        .convolution("stem", outputs: 6, kernel: 3, stride: 2, hasBias: true),
        .leakyReLU(slope: 0.2), .maxPool(kernel: 2, stride: 2),
        .module(
          "block",
          [
            .residual([
              .convolution("depthwise", outputs: 6, kernel: 3, groups: 6),
              .batchNormalization("bn1", slope: 0),
              .convolution("pointwise", outputs: 6, kernel: 1), .batchNormalization("bn2"),
            ]),
            .residual(
              [.convolution("wide", outputs: 10, kernel: 3)],
              shortcut: [.convolution("shortcut", outputs: 10, kernel: 1)]),
            .residual([]),
          ]),
      ], classCount: 4)
    #expect(
      network.layout.declarations.map(\.name).filter { $0.hasSuffix("weight") } == [
        "stem.weight", "block.depthwise.weight", "block.bn1.weight", "block.pointwise.weight",
        "block.bn2.weight", "block.wide.weight", "block.shortcut.weight", "fc.weight",
      ])
    #expect(network.featureCount == 10)
    try compare(network, seed: 1)
  }

  @Test("inverted bottlenecks with squeeze and excitation are a list as well")
  func invertedBottleneck() throws {
    let block: [Network.Stage] = [
      .convolution("expand", outputs: 16, kernel: 1), .batchNormalization("bn1"), .silu,
      .convolution("depthwise", outputs: 16, kernel: 5, groups: 16), .batchNormalization("bn2"),
      .silu,
      .gate([
        .channelMeans, .convolution("reduce", outputs: 2, kernel: 1, hasBias: true), .silu,
        .convolution("excite", outputs: 16, kernel: 1, hasBias: true), .sigmoid,
      ]),
      .convolution("project", outputs: 8, kernel: 1), .batchNormalization("bn3"),
    ]
    let network = Network(
      [
        .convolution("stem", outputs: 8, kernel: 3, stride: 2), .batchNormalization("bn"), .silu,
        .module("blocks.0", [.residual(block)]),
      ], classCount: 3)
    #expect(network.featureCount == 8)
    try compare(network, seed: 2)
    let store = ParameterStore(layout: network.layout, isTrained: true)
    store.initialize(using: RandomKey(seed: 3))
    let images = Tensor(repeating: 0.5, shape: [2, 16, 16, 3]) * Tensor([1, -1, 2], shape: [3])
    let output = network(images, in: ForwardPass(store: store, phase: .training))
    output.logits.crossEntropy(labels: [0, 2]).mean().backward()
    for index in network.layout.declarations.indices
    where network.layout.declarations[index].role == .parameter {
      #expect(store.gradient(at: index)?.values.allSatisfy(\.isFinite) == true)
    }
  }

  /// Compares the class scores of a network and of its graph.
  private func compare(_ network: any Backbone, seed: UInt64) throws {
    let store = ParameterStore(layout: network.layout, isTrained: false)
    store.initialize(using: RandomKey(seed: seed))
    var random = RandomKey(seed: 4).stream("statistics")
    for (index, declaration) in network.layout.declarations.enumerated() {
      guard declaration.role == .buffer else { continue }
      store.load(
        (0..<declaration.shape.elementCount).map { _ in 0.5 + random.uniform() }, at: index)
    }
    let images = Tensor(shape: [2, 32, 32, 3]) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: random.uniform() - 0.5)
      }
    }
    let expected = network(images, in: ForwardPass(store: store, phase: .inference)).logits
    let graph = try #require(network.graph)
    let found = logits(of: graph, images: images, store: store)
    expectClose(found.values, expected.values, within: 1e-4, "\(type(of: network))")
  }
}
