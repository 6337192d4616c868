import Backbones
import Foundation
import TensorCore
import Testing

@Suite("Weights in and out")
struct WeightsTests {
  private func network(classCount: Int = 7, attention: LocalAttention? = nil) -> ConvNet {
    ConvNet(classCount: classCount, width: 4, inputChannels: 3, localAttention: attention)
  }

  private func store(_ network: ConvNet, seed: UInt64) -> ParameterStore {
    let store = ParameterStore(layout: network.layout, isTrained: false)
    store.initialize(using: RandomKey(seed: seed))
    return store
  }

  private func values(_ store: ParameterStore) -> [String: [Float]] {
    Dictionary(
      uniqueKeysWithValues: store.layout.declarations.enumerated().map {
        ($1.name, store.exportedValues(at: $0))
      })
  }

  @Test("what is written loads again in the same bits, with counters as whole numbers")
  func roundTrip() throws {
    let (one, other) = (store(network(), seed: 1), store(network(), seed: 2))
    let file = try SafetensorsFile(bytes: one.weightsFile().serialized(), name: "memory")
    #expect(file.metadata == ["format": "pt"])
    #expect(file.entries["features.0.bn.num_batches_tracked"]?.int64Values == [0])
    #expect(file.entries["features.1.conv.weight"]?.shape == [8, 4, 3, 3])
    let report = try other.load(file, name: "memory", classCount: 7)
    #expect(report.loadedCount == one.layout.declarations.count)
    #expect(report.kept.isEmpty && report.ignored.isEmpty)
    #expect(values(one) == values(other))
  }

  @Test("a head for other classes and a module that is not there keep their numbers")
  func partial() throws {
    let file = store(network(classCount: 10), seed: 1).weightsFile()
    let target = store(network(attention: LocalAttention(dropProbability: 0)), seed: 2)
    let before = values(target)
    let report = try target.load(file, name: "file", classCount: 7)
    let after = values(target)
    #expect(after["fc.weight"] == before["fc.weight"])
    #expect(
      after["attention.branches.0.conv1.weight"] == before["attention.branches.0.conv1.weight"])
    #expect(after["features.3.conv.weight"] == file.entries["features.3.conv.weight"]?.floatValues)
    #expect(report.kept.first { $0.name == "fc.bias" }?.found == [10])
    #expect(report.kept.first { $0.name == "attention.branches.1.bn2.bias" }?.found == .some(nil))
    #expect(report.loadedCount + report.kept.count == target.layout.declarations.count)
  }

  @Test("old files without counters, with a prefix and with arrays of no use load")
  func oldFile() throws {
    let source = store(network(), seed: 1)
    var file = SafetensorsFile()
    for (name, entry) in source.weightsFile().entries where !name.hasSuffix("tracked") {
      file.entries["module." + name] = entry
    }
    file.entries["module.projection.weight"] = .init(
      [Float](repeating: 0, count: 4), shape: [2, 2])
    let target = store(network(), seed: 2)
    let report = try target.load(file, name: "file", classCount: 7)
    #expect(report.ignored == ["projection.weight"])
    #expect(report.kept.isEmpty)
    #expect(values(target) == values(source))
  }

  @Test("numbers of 16 and 64 bits are taken")
  func widths() throws {
    let bits: [UInt16] = [0x3C00, 0xC000, 0x0001, 0x7BFF, 0x3555, 0x8000, 0x0400]
    let half = SafetensorsFile.Entry(
      type: .float16, shape: [7], bytes: bits.withUnsafeBytes { Data($0) })
    #expect(half.numbers == [1, -2, 0x1p-24, 65_504, 0.333251953125, 0, 0x1p-14])
    let upper = SafetensorsFile.Entry(
      type: .bfloat16, shape: [2], bytes: [UInt16(0x3F80), 0xC049].withUnsafeBytes { Data($0) })
    #expect(upper.numbers == [1, -3.140625])
    let double = SafetensorsFile.Entry(
      type: .float64, shape: [1], bytes: [0.1].withUnsafeBytes { Data($0) })
    #expect(double.numbers == [0.1])
    var file = store(network(), seed: 1).weightsFile()
    file.entries["fc.bias"] = half
    let target = store(network(), seed: 2)
    try target.load(file, name: "file", classCount: 7)
    #expect(values(target)["fc.bias"] == half.numbers)
  }

  @Test(
    "what does not fit is refused with the array, and nothing is loaded",
    arguments: [
      (
        "features.0.conv.weight", [4, 1, 3, 3],
        "expected 'features.0.conv.weight' of shape [4, 3, 3, 3], found [4, 1, 3, 3]"
      ),
      (
        "features.2.bn.bias", nil,
        "expected 'features.2.bn.bias' of shape [16], found nothing of that name"
      ),
      ("fc.bias", [8], "'fc.bias' holds a number that is infinite or not a number"),
    ] as [(String, [Int]?, String)])
  func refused(name: String, shape: [Int]?, reason: String) throws {
    var file = store(network(), seed: 1).weightsFile()
    file.entries[name] = shape.map { shape in
      name == "fc.bias"
        ? .init([Float](repeating: .nan, count: 7), shape: [7])
        : .init([Float](repeating: 0, count: shape.reduce(1, *)), shape: shape)
    }
    let target = store(network(), seed: 2)
    let before = values(target)
    let error = #expect(throws: WeightsError.self) {
      try target.load(file, name: "file", classCount: 7)
    }
    #expect(error?.description == "file: these weights do not fit the network: \(reason)")
    #expect(values(target) == before)
  }

  @Test("another network's weights, a missing file and a file of PyTorch say what they are")
  func foreign() throws {
    let other = WideResNet(depth: 10, widen: 1, classCount: 7)
    let file = ParameterStore(layout: other.layout, isTrained: false).weightsFile()
    let error = #expect(throws: WeightsError.self) {
      try store(network(), seed: 1).load(file, name: "file", classCount: 7)
    }
    #expect(
      error?.reason
        == "expected arrays such as 'features.0.conv.weight', found 'block1.0.bn1.bias', "
        + "'block1.0.bn1.num_batches_tracked', 'block1.0.bn1.running_mean'")
    let archive = #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(bytes: Data("PK\u{3}\u{4}0123456789".utf8), name: "a.pth")
    }
    #expect(archive?.reason.hasPrefix("it is a file of PyTorch") == true)
    let missing = #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(contentsOf: URL(fileURLWithPath: "/nowhere/a.safetensors"))
    }
    #expect(missing?.description == "/nowhere/a.safetensors: there is no file of that name")
  }
}
