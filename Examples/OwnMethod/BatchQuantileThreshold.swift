import SemiSupervised

/// Accepts the most confident samples of every batch, however sure the network is.
struct BatchQuantileThreshold: ThresholdPolicy, Part {
  static let info = PartInfo(
    "batch-quantile", "the most confident samples of every batch", source: "this example")

  struct Options: PartOptions {
    var fraction = 0.5
    var isStrict = false

    static let declared: [OptionDeclaration<Self>] = [
      .number("accepted", \.fraction, in: 0...1, "fraction of every batch that is accepted"),
      .flag("strict", \.isStrict, "whether samples at the border are rejected"),
    ]
  }

  let options: Options

  init(_ options: Options, for context: PartContext) { self.options = options }

  var requests: [ViewRequest] { [ViewRequest(.unlabeledWeak)] }

  mutating func select(_ step: Step) -> Selection {
    let probabilities = step.probabilities(ViewRequest(.unlabeledWeak))
    let confidences = probabilities.rowMaxima()
    let ordered = confidences.filter(\.isFinite).sorted(by: >)
    let count = Int((Double(ordered.count) * options.fraction).rounded())
    let border = count == 0 ? .infinity : ordered[count - 1]
    return Selection(
      weights: confidences.map { $0 > border || ($0 == border && !options.isStrict) ? 1 : 0 },
      pseudoLabels: .hard(probabilities.argmaxRows()), probabilities: probabilities,
      thresholds: Array(repeating: min(border, 1), count: step.classCount))
  }
}
