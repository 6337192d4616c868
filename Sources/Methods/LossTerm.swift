public import Parts

/// One term of what a method minimizes: a loss, its label, and its weight over the run.
public struct LossTerm: Sendable, ExpressibleByStringLiteral {
  /// The name in logs and option paths; no other term of the stage has it.
  package var label: String
  /// The loss.
  package var loss: PartChoice
  /// The weight and its course that differ from the defaults, as ``TermOptions`` declares them.
  package var options: [String: OptionValue]

  /// Creates a term.
  ///
  /// - Parameters:
  ///   - loss: The loss.
  ///   - label: The name in logs and option paths; nil for the loss's own.
  ///   - weight: The factor; nil for the recipe's, or 1.
  ///   - ramp: The fraction of the run in which the factor grows; 0 for not at all.
  ///   - curve: The curve of the growth, a case of `Ramp.Curve`.
  ///   - epochs: The epochs in which the term counts; nil for all.
  public init(
    _ loss: PartChoice, label: String? = nil, weight: Double? = nil, ramp: Double = 0,
    curve: String = "linear", epochs: Range<Int>? = nil
  ) {
    self.loss = loss
    self.label = label ?? loss.name
    options = [:]
    if let weight { options["weight"] = .number(weight) }
    if ramp > 0 {
      options["ramp"] = .number(ramp)
      options["ramp-curve"] = .word(curve)
    }
    if let epochs {
      options["from-epoch"] = .number(Double(epochs.lowerBound))
      options["until-epoch"] = .number(Double(epochs.upperBound == .max ? 0 : epochs.upperBound))
    }
  }

  /// A loss with its defaults.
  public init(stringLiteral name: String) { self.init(PartChoice(name)) }
}
