import LossStrategies
import ThresholdPolicies
import TrainingSteps

extension Method {
  /// A threshold that methods by their parts name, as the method of the literature has it.
  private struct ThresholdPart {
    let name: String
    let origin: Method
    let settings: [any DeclaredSetting]
    let make: @Sendable (MethodParts) -> any ThresholdPolicy
  }

  private static let thresholdParts = [
    ThresholdPart(name: "fixed", origin: .fixMatch, settings: [MethodSettings.threshold]) {
      $0.fixedThreshold
    },
    ThresholdPart(name: "flexmatch", origin: .flexMatch, settings: CurriculumSettings.all) {
      $0.curriculumThreshold
    },
    ThresholdPart(name: "dta", origin: .dtaSNL, settings: NegativeLearningSettings.threshold) {
      $0.dynamicThreshold
    },
  ]

  /// The names of thresholds in methods by their parts.
  package static let thresholdNames = thresholdParts.map(\.name)

  /// The names of combinations of losses in methods by their parts.
  package static let lossesNames = ["ce", "ce+snl"]

  /// Returns the method that a name puts together, `THRESHOLD:LOSSES`, such as `fixed:ce+snl`.
  ///
  /// `ce` is cross-entropy on labels and pseudo-labels, `snl` selective negative learning beside it.
  /// `fixed:ce` is FixMatch, `flexmatch:ce` is FlexMatch and `dta:ce+snl` is `dta-snl`, to the bit.
  ///
  /// - Parameter name: The name.
  /// - Returns: The method, with the settings of its parts.
  /// - Throws: A ``TrainingError`` that lists the names.
  static func composed(_ name: String) throws -> Method {
    let words = name.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let part = try find(words[0], among: thresholdParts, kind: "threshold", name: \.name)
    let losses = try find(
      words.count > 1 ? words[1] : "", among: lossesNames, kind: "combination of losses"
    ) { $0 }
    let hasNegatives = losses == "ce+snl"
    typealias S = NegativeLearningSettings
    return Method(
      name: name, summary: "The threshold of \(part.origin.name) with the losses \(losses)",
      source: part.origin.source,
      settings: MethodSettings.weights + part.settings + (hasNegatives ? S.negative : [])
    ) { parts in
      var losses = [parts.supervised, parts.pseudoLabels]
      if hasNegatives {
        losses.append(parts.selectiveNegativeLearning * parts[S.negativeWeight])
      }
      return parts.pipeline(
        threshold: part.make(parts),
        companions: parts.recipe.joinsWeakView ? [ViewRequest(.unlabeledWeak)] : [],
        losses: losses)
    }
  }
}
