import Parts
import ThresholdPolicies

extension Composer {
  /// Returns all parts with the value of every option.
  ///
  /// - Returns: The composition.
  /// - Throws: A ``/Parts/PartError`` for a setting that has no effect beside the others.
  public func composition() throws -> Composition {
    let preferences = try Self.preferences(of: method, catalog)
    var parts: [String: PartChoice] = [:]
    for slot in Slot.allCases {
      parts[slot.rawValue] = try resolved(slot, preferences)
    }
    let teacher = parts.removeValue(forKey: Slot.teacher.rawValue) ?? "none"
    let options = try RecipeOptions(given("recipe"), over: recipe.options.values, of: "recipe")
    return Composition(
      parts: parts,
      stages: try method.stages.map { stage in
        try resolved(stage, teacher: teacher, joinsWeakView: options.joinsWeakView)
      },
      isClassBalanced: options.isClassBalanced,
      normalization: recipe.normalization == nil ? "measured" : recipe.name,
      usesAllLabels: method.usesAllLabels)
  }

  private func resolved(
    _ slot: Slot, _ preferences: [String: OptionValue]
  ) throws -> PartChoice {
    let choice = chosen[slot] ?? recipe[slot]
    let part = try catalog.entry(choice, of: slot)
    return PartChoice(
      choice.name,
      try part.values(
        given(slot.rawValue),
        over: Self.defaults(of: part, in: slot, choice, recipe, preferences)))
  }

  private func resolved(
    _ stage: MethodStage, teacher: PartChoice, joinsWeakView: Bool
  ) throws -> Composition.Stage {
    let threshold = try stage.threshold.map {
      try resolved($0, PartDescription(catalog.thresholds.named($0.name)), stage.path("threshold"))
    }
    let transform = try stage.transform.map {
      try resolved($0, PartDescription(catalog.transforms.named($0.name)), stage.path("transform"))
    }
    let terms = try stage.losses.map { term in
      let path = stage.path(term.label)
      let loss = PartDescription(try catalog.losses.named(term.loss.name))
      let ownNames = Set(loss.options.map(\.name))
      let given = given(path)
      return Composition.Term(
        label: term.label,
        loss: PartChoice(
          term.loss.name,
          try loss.values(given.filter { ownNames.contains($0.key) }, over: term.loss.options)),
        weight: try TermOptions(
          given.filter { !ownNames.contains($0.key) },
          over: Self.weightDefaults(of: term, recipe), of: term.label
        ).values)
    }
    let ownTeacher = try stage.teacher.map { choice in
      PartChoice(
        choice.name, try catalog.entry(choice, of: .teacher).values([:], over: choice.options))
    }
    let options = try StageOptions(
      stage.name.isEmpty ? [:] : given(stage.name), over: stage.options.values, of: stage.name)
    return Composition.Stage(
      threshold: threshold, transform: transform, losses: terms, teacher: ownTeacher ?? teacher,
      joinsWeakView: joinsWeakView && stage.joinsWeakView && transform == nil
        && threshold != nil,
      start: stage.start, options: options.values)
  }

  private func resolved(
    _ choice: PartChoice, _ part: PartDescription, _ path: String
  ) throws -> PartChoice {
    PartChoice(choice.name, try part.values(given(path), over: choice.options))
  }
}
