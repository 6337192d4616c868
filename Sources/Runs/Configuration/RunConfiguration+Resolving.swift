import Foundation
package import Methods
import Parts
import TensorCore

extension RunConfiguration {
  /// Returns method and recipe with the settings, all of them checked.
  ///
  /// - Returns: What puts the parts together.
  /// - Throws: A ``/Parts/PartError`` if a name is unknown or an option cannot have its value.
  package func composer() throws -> Composer {
    try Composer(
      catalog.method(named: method), catalog.recipe(named: recipe), settings: settings,
      catalog: catalog)
  }

  /// Returns the configuration with everything that the recipe decides written out.
  ///
  /// Settings are written with their whole paths; those equal to their defaults are left out, so that
  /// saying a default aloud is the same run.
  ///
  /// - Returns: An equal run, independent of later changes of the recipe's sizes.
  /// - Throws: A ``/Parts/PartError`` if a name is unknown or an option cannot have its value.
  public func resolved() throws -> RunConfiguration {
    let composer = try composer()
    let composition = try composer.composition()
    let recipe = composer.recipe
    var result = self
    result.settings = composer.changes
    result.backbone = composition.part(.backbone).name
    let attention = composition.part(.attention)
    if case .number(let branches)? = attention.options["branches"] {
      result.attention = Int(branches)
      if case .number(let drop)? = attention.options["drop"] { result.attentionDrop = drop }
    } else {
      result.attention = 0
    }
    if case .number(let rate)? = composition.part(.optimizer).options["learning-rate"] {
      result.learningRate = rate
    }
    result.steps = steps ?? recipe.steps
    result.epochSteps = epochSteps ?? max(1, (steps ?? recipe.steps) / 20)
    result.batchSize = batchSize ?? recipe.batchSize
    result.unlabeledRatio = unlabeledRatio ?? recipe.unlabeledRatio
    return result
  }

  /// Returns the SHA-256 of everything that changes the outcome of the run, which names it in tables.
  ///
  /// It covers the parts with every option, not the words in which they were said: a method by name and
  /// the composition that spells it out have one hash. How checkpoints are kept, and whether a number
  /// that is not finite stops the run, is left out.
  ///
  /// - Returns: Sixty-four hexadecimal digits.
  /// - Throws: A ``/Parts/PartError`` if a name is unknown or an option cannot have its value.
  public func hash() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return SHA256.hexadecimal(of: try encoder.encode(try outcome()))
  }

  /// What changes the outcome of the run.
  struct Outcome: Encodable {
    let values: [String: RunValue]
    let composition: Composition
  }

  func outcome() throws -> Outcome {
    let resolved = try resolved()
    var values: [String: RunValue] = [:]
    for key in Self.keys where key.changesOutcome && key.group != .method {
      values[key.jsonKey] = key.read(resolved)
    }
    values["weights"] = weights.map(RunValue.text)
    values["learningRate"] = nil
    return Outcome(values: values, composition: try composer().composition())
  }
}
