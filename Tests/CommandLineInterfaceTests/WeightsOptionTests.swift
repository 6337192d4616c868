import Backbones
import Foundation
import TensorCore
import Testing

@testable import CommandLineInterface

@Suite("Starting from weights", .serialized)
struct WeightsOptionTests {
  private func train(_ weights: URL, steps: Int = 1) -> Outcome {
    run(arguments: [
      "train", "--data", "faces:train=140,test=70,size=16", "--labels-per-class", "2",
      "--backbone", "convnet", "--batch-size", "4", "--unlabeled-ratio", "2", "--method",
      "fixmatch", "--steps", "\(steps)", "--quiet", "--json", "--weights", weights.path,
    ])
  }

  @Test("a head for other classes starts anew and that is said; other networks are refused")
  func weights() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    defer { try? FileManager.default.removeItem(at: url) }
    let network = ConvNet(classCount: 1_000)
    let store = ParameterStore(layout: network.layout, isTrained: false)
    store.initialize(using: RandomKey(seed: 9))
    try store.weightsFile().serialized().write(to: url)
    let outcome = train(url)
    #expect(outcome.code == 0)
    #expect(
      outcome.error == """
        Starting from 24 arrays of \(url.path).
        'fc' starts anew: it has 1000 classes in the file, 7 here.

        """)

    let other = WideResNet(depth: 10, widen: 2, classCount: 7)
    try ParameterStore(layout: other.layout, isTrained: false).weightsFile().serialized()
      .write(to: url)
    let refused = train(url)
    #expect(
      refused
        == Outcome(
          code: 1,
          error: "Error: \(url.path): these weights do not fit the network: expected "
            + "arrays such as 'features.0.conv.weight', found 'block1.0.bn1.bias', "
            + "'block1.0.bn1.num_batches_tracked', 'block1.0.bn1.running_mean'\n"))
  }
}
