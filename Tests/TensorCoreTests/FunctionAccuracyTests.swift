import Foundation
import TensorCore
import Testing

@Suite("Accuracy of exp, log and their kin")
struct FunctionAccuracyTests {
  /// The largest distance from double precision in units in the last place of the result.
  private func worst(
    _ inputs: [Float], _ function: (Tensor) -> Tensor, _ exact: (Double) -> Double
  ) -> Double {
    let results = function(Tensor(inputs, shape: [inputs.count])).values
    var worst = 0.0
    for (input, result) in zip(inputs, results) {
      let expected = exact(Double(input))
      let unit = max(Double(Float(expected).ulp), Double(Float.leastNonzeroMagnitude))
      worst = max(worst, abs(Double(result) - expected) / unit)
    }
    return worst
  }

  private func spread(_ low: Float, _ high: Float, _ count: Int = 20_001) -> [Float] {
    (0..<count).map { low + (high - low) * Float($0) / Float(count - 1) }
  }

  @Test("exp and log are within two units in the last place", arguments: KernelPath.available)
  func exponentials(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      #expect(worst(spread(-87, 88.7), { $0.exp() }, { Foundation.exp($0) }) <= 2)
      #expect(worst(spread(-1, 1), { $0.exp() }, { Foundation.exp($0) }) <= 2)
      #expect(worst(spread(1e-3, 4), { $0.log() }, { Foundation.log($0) }) <= 2)
      #expect(worst(spread(1e-38, 1e38), { $0.log() }, { Foundation.log($0) }) <= 2)
    }
  }

  @Test("sigmoid and tanh are within four units in the last place", arguments: KernelPath.available)
  func sigmoids(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      #expect(worst(spread(-80, 80), { $0.sigmoid() }, { 1 / (1 + Foundation.exp(-$0)) }) <= 4)
      #expect(worst(spread(-9, 9), { $0.tanh() }, { Foundation.tanh($0) }) <= 4)
    }
  }

  @Test("ends of the range and what is not a number", arguments: KernelPath.available)
  func edges(path: KernelPath) {
    KernelPath.$override.withValue(path) {
      func apply(_ function: (Tensor) -> Tensor, _ value: Float) -> Float {
        function(Tensor([value], shape: [1])).values[0]
      }
      #expect(apply({ $0.exp() }, 89) == .infinity)
      #expect(apply({ $0.exp() }, -.infinity) == 0)
      #expect(apply({ $0.exp() }, 0) == 1)
      #expect(apply({ $0.exp() }, .nan).isNaN)
      #expect(apply({ $0.log() }, 0) == -.infinity)
      #expect(apply({ $0.log() }, 1) == 0)
      #expect(apply({ $0.log() }, -1).isNaN)
      #expect(apply({ $0.log() }, .infinity) == .infinity)
      #expect(apply({ $0.sigmoid() }, -200) >= 0)
      #expect(apply({ $0.sigmoid() }, 200) == 1)
      #expect(apply({ $0.tanh() }, 50) == 1)
      #expect(apply({ $0.softplus() }, 200) == 200)
      #expect(apply({ $0.softplus() }, -200) == 0)
    }
  }
}
