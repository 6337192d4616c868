import Foundation
import TensorCore
import TestSupport
import Testing

@Suite("Losses against PyTorch")
struct GoldenLossTests {
  @Test("there are loss cases")
  func casesExist() {
    #expect(!Golden.cases(in: "losses").isEmpty)
  }

  @Test(
    "a loss gives PyTorch's value and gradient",
    arguments: Golden.cases(in: "losses"), KernelPath.available)
  func loss(_ golden: GoldenCase, _ path: KernelPath) throws {
    try KernelPath.$override.withValue(path) {
      let file = try golden.load()
      func constant(_ key: String) throws -> Tensor {
        Tensor(try file.floats("in." + key), shape: Shape(try file.shape("in." + key)))
      }
      if file.operation == "nt_xent" {
        let first = try constant("z1").variable()
        let second = try constant("z2").variable()
        try verify(
          file,
          Tensor.normalizedTemperatureCrossEntropy(
            first, second, temperature: Float(try file.number("temperature"))),
          [("z1", first), ("z2", second)])
        return
      }
      let key = file.operation == "adaptive_negative" ? "strong" : "x"
      let x = try constant(key).variable()
      guard let y = try evaluate(file, x, constant) else {
        Issue.record("\(file.name): unknown op '\(file.operation)'")
        return
      }
      try verify(file, y, [(key, x)])
    }
  }

  private func evaluate(
    _ file: GoldenFile, _ x: Tensor, _ constant: (String) throws -> Tensor
  ) throws -> Tensor? {
    switch file.operation {
    case "softmax": return x.softmax()
    case "log_softmax": return x.logSoftmax()
    case "cross_entropy":
      return x.crossEntropy(
        labels: try file.integers("in.target"),
        smoothing: Float(try file.number("label_smoothing"))
      ).mean()
    case "cross_entropy_soft": return x.crossEntropy(targets: try constant("target")).mean()
    case "cross_entropy_weighted":
      #expect(try file.string("normalizer") == "all")
      return (x.crossEntropy(labels: try file.integers("in.target")) * (try constant("weight")))
        .mean()
    case "entropy": return x.softmaxEntropy().mean()
    case "kl_div": return x.klDivergence(from: try constant("target")).mean()
    case "mse_softmax": return (x.softmax() - (try constant("target"))).squared().mean()
    case "freematch_fairness":
      let accepted = try file.floats("in.accepted").enumerated().filter { $0.element > 0 }
      return x.gathered(rows: accepted.map(\.offset)).fairness(
        probabilities: try file.floats("in.model_probability"),
        histogram: try file.floats("in.model_histogram"))
    case "selective_negative":
      let tau = Float(try file.number("tau"))
      let classes = x.shape[1]
      let teacher = try constant("teacher")
      let chosen = teacher.argmaxRows()
      let accepted = try file.floats("in.accepted")
      let marks = teacher.values.enumerated().map { index, q in
        accepted[index / classes] == 0 && index % classes != chosen[index / classes] && q < tau
      }
      let rows = x.negativeLearning(
        complementary: marks, epsilon: Float(try file.number("eps")))
      if try file.string("normalizer") == "all" { return rows.mean() }
      let nonEmpty = (0..<x.shape[0]).filter { row in
        marks[row * classes..<(row + 1) * classes].contains(true)
      }
      return rows.sum() * (1 / Float(max(1, nonEmpty.count)))
    case "adaptive_negative":
      let k = Int(try file.number("k"))
      let ceiling = Float(try file.number("ceiling"))
      let weak = try constant("weak")
      let classes = x.shape[1]
      let p = x.detached().softmax().values
      var marks = [Bool](repeating: false, count: p.count)
      for row in 0..<x.shape[0] {
        let scores = weak.values[row * classes..<(row + 1) * classes]
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        for index in order.dropFirst(k) where p[index] <= ceiling { marks[index] = true }
      }
      let counts = Tensor(
        (0..<x.shape[0]).map { row in
          Float(marks[row * classes..<(row + 1) * classes].count { $0 })
        }, shape: [x.shape[0]])
      return (x.negativeLearning(complementary: marks, epsilon: 1e-10) * counts).mean()
    default: return nil
    }
  }

  private func verify(
    _ file: GoldenFile, _ y: Tensor, _ inputs: [(key: String, variable: Tensor)]
  ) throws {
    expectClose(y.values, try file.floats("out.y"), within: 1e-4, file.name)
    let up = Tensor(try file.floats("up"), shape: Shape(try file.shape("up")))
    let gradients = Tensor.gradients(of: (y * up).sum(), withRespectTo: inputs.map(\.variable))
    for (input, gradient) in zip(inputs, gradients) {
      expectClose(
        gradient.values, try file.floats("grad." + input.key), within: 1e-4,
        "\(file.name), gradient of \(input.key)")
    }
  }
}
