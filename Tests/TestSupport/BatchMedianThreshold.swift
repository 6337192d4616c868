package import Parts
import TensorCore
import ThresholdPolicies
package import TrainingSteps

/// A policy with two options, as `CONTRIBUTING.md` walks through it.
package struct BatchMedianThreshold: ThresholdPolicy, Part {
  package static let info = PartInfo(
    "batch-median", "the more confident half of every batch", source: "a test")

  package struct Options: PartOptions {
    var quantile = 0.5
    var isStrict = false

    package init() {}

    package static let declared: [OptionDeclaration<Self>] = [
      .number("accepted-quantile", \.quantile, in: 0...1, "quantile of the batch's confidences"),
      .flag("strict", \.isStrict, "whether samples at the quantile are rejected"),
    ]
  }

  package let options: Options

  package init(_ options: Options, for context: PartContext) { self.options = options }

  package var requests: [ViewRequest] { [ViewRequest(.unlabeledWeak)] }

  package mutating func select(_ step: Step) -> Selection {
    let probabilities = step.probabilities(ViewRequest(.unlabeledWeak))
    let confidences = probabilities.rowMaxima()
    let ordered = confidences.filter(\.isFinite).sorted()
    let index = min(Int(Double(ordered.count) * options.quantile), ordered.count - 1)
    let border = ordered.isEmpty ? 1 : ordered[index]
    return Selection(
      weights: confidences.map { $0 > border || ($0 == border && !options.isStrict) ? 1 : 0 },
      pseudoLabels: .hard(probabilities.argmaxRows()), probabilities: probabilities,
      thresholds: Array(repeating: border, count: step.classCount))
  }
}
