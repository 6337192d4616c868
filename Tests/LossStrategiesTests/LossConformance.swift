import LossStrategies
import TensorCore
import TestSupport
import Testing
import TrainingSteps

/// What every loss promises, whatever it measures.
enum LossConformance {
  static let classCount = 4

  /// One step's material: scores for every request, each a variable.
  struct Material {
    var requests: [ViewRequest]
    var logits: [Tensor]
    var labels: [Int]
    var sampleIDs: [Int]
    var weights: [Float]
    var labeledWeights: [Float]
    var judged: Tensor
    var isSoft = false

    init(_ loss: any LossStrategy, rows: Int = 10, scale: Float = 2) {
      var random = RandomKey(seed: 5).stream("losses")
      requests = loss.requests.map { $0 }
      logits = requests.map { _ in
        randomLogits(rows, classCount, scale: scale, random: &random)
      }
      labels = (0..<rows).map { _ in random.integer(below: classCount) }
      sampleIDs = (0..<rows).map { 3 * $0 + 1 }
      weights = (0..<rows).map { $0 % 3 == 0 ? 1 : $0 % 3 == 1 ? 0 : 0.25 }
      labeledWeights = (0..<rows).map { $0 % 2 == 0 ? 1 : 0.5 }
      // Near what the student says, as views of one image are.
      let noise = randomLogits(rows, classCount, scale: 0.3, random: &random)
      judged = (logits[0] * (2 / scale) + noise).softmax()
    }

    func rows(_ order: [Int]) -> Material {
      var result = self
      result.logits = logits.map { $0.gathered(rows: order) }
      result.labels = order.map { labels[$0] }
      result.sampleIDs = order.map { sampleIDs[$0] }
      result.weights = order.map { weights[$0] }
      result.labeledWeights = order.map { labeledWeights[$0] }
      result.judged = judged.gathered(rows: order)
      return result
    }

    /// Returns the loss, its gradients by request, and those of the judged probabilities.
    func evaluate(_ loss: any LossStrategy) -> (value: Tensor, gradients: [Tensor]) {
      let variables = logits.map { $0.variable() }
      let judged = judged.variable()
      var selection = Selection(
        weights: weights,
        pseudoLabels: isSoft ? .soft(judged) : .hard(judged.argmaxRows()), probabilities: judged,
        thresholds: [Float](repeating: 0.5, count: classCount),
        labeledWeights: [.labeledWeak: labeledWeights])
      selection[.classAverages] = ClassAverages(
        probabilities: [0.4, 0.3, 0.2, 0.1], histogram: [0.3, 0.3, 0.3, 0.1])
      selection[.rejectedClasses] = judged.values.map { $0 < 0.2 }
      let step = makeStep(
        logits: Dictionary(uniqueKeysWithValues: zip(requests, variables)), labels: labels,
        sampleIDs: sampleIDs, poolSize: 100, classCount: classCount, step: 50,
        selection: selection, hasNetwork: true)
      let value = loss(step)
      guard value.needsGradient else {
        return (value, (variables + [judged]).map { Tensor.zeros($0.shape) })
      }
      return (value, Tensor.gradients(of: value, withRespectTo: variables + [judged]))
    }
  }

  /// Checks all promises.
  static func check(_ label: String, _ loss: any LossStrategy) {
    #expect(!loss.name.isEmpty && !loss.requests.isEmpty, "\(label)")
    for isSoft in [false, true] {
      var material = Material(loss)
      material.isSoft = isSoft
      let (value, gradients) = material.evaluate(loss)
      #expect(value.shape == [] && value.scalar.isFinite, "\(label): \(value)")
      for (place, gradient) in gradients.enumerated() {
        let isLearned = place < loss.requests.count && loss.requests[place].gradient
        let hasGradient = gradient.values.contains { $0 != 0 }
        #expect(hasGradient == isLearned, "\(label): gradient of input \(place)")
      }
      checkOrder(label, loss, material, value, gradients)
      checkExtremes(label, loss, isSoft)
    }
    let nothing = Material(loss).rows([]).evaluate(loss)
    #expect(nothing.value.shape == [] && nothing.value.scalar == 0, "\(label) of nothing")
    let none = Material(loss).evaluate(loss * 0)
    #expect(
      none.value.scalar == 0 && none.gradients.allSatisfy { $0.values.allSatisfy { $0 == 0 } })
    let half = Material(loss).evaluate(loss * 0.5)
    expectClose(
      half.value.values, [0.5 * Material(loss).evaluate(loss).value.scalar], within: 1e-6, label)
    #expect((loss * 0.5).name == loss.name && (loss * 0.5).requests == loss.requests)
  }

  private static func checkOrder(
    _ label: String, _ loss: any LossStrategy, _ material: Material, _ value: Tensor,
    _ gradients: [Tensor]
  ) {
    let order = [3, 1, 9, 0, 2, 8, 4, 7, 6, 5]
    let permuted = material.rows(order).evaluate(loss)
    expectClose(permuted.value.values, value.values, within: 1e-5, "\(label) permuted")
    for (a, b) in zip(permuted.gradients, gradients) {
      expectClose(
        a.values, b.gathered(rows: order).values, within: 1e-4, "\(label) permuted, gradients")
    }
  }

  private static func checkExtremes(_ label: String, _ loss: any LossStrategy, _ isSoft: Bool) {
    for scale in [1e-6, 100, 1e6] as [Float] {
      var material = Material(loss, scale: scale)
      material.isSoft = isSoft
      let (value, gradients) = material.evaluate(loss)
      #expect(value.scalar.isFinite, "\(label) of scores near \(scale): \(value)")
      #expect(
        gradients.allSatisfy { $0.values.allSatisfy { $0.isFinite } },
        "\(label): gradients of scores near \(scale)")
    }
  }
}
