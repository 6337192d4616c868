import Parts

extension MethodStage {
  /// The path of something within the stage.
  func path(_ label: String) -> String { name.isEmpty ? label : name + "." + label }
}

extension Composer {
  /// A part of a stage as option paths see it.
  struct StagePart {
    let label: String
    let description: PartDescription
    let defaults: [String: OptionValue]
  }

  /// The parts of a stage with their defaults; a loss has its weight's options too.
  static func parts(
    of stage: MethodStage, _ recipe: Recipe?, _ catalog: PartCatalog
  ) throws -> [StagePart] {
    var parts: [StagePart] = []
    if let choice = stage.threshold {
      parts.append(
        StagePart(
          label: "threshold",
          description: PartDescription(try catalog.thresholds.named(choice.name)),
          defaults: choice.options))
    }
    if let choice = stage.transform {
      parts.append(
        StagePart(
          label: "transform",
          description: PartDescription(try catalog.transforms.named(choice.name)),
          defaults: choice.options))
    }
    for term in stage.losses {
      parts.append(
        StagePart(
          label: term.label,
          description: PartDescription(try catalog.losses.named(term.loss.name)),
          defaults: term.loss.options))
      parts.append(
        StagePart(
          label: term.label, description: PartDescription(TermOptions.self, named: term.label),
          defaults: weightDefaults(of: term, recipe)))
    }
    return parts
  }

  /// The options of a term's weight, where the recipe fixes it.
  static func weightDefaults(of term: LossTerm, _ recipe: Recipe?) -> [String: OptionValue] {
    var options = term.options
    if options["weight"] == nil, let weight = recipe?.lossWeights[term.loss.name] {
      options["weight"] = .number(weight)
    }
    return options
  }
}
