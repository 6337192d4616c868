package import Parts

/// Puts method, recipe and settings together, and checks all of them.
///
/// Of an option's value a user's word wins over the method's, the method's over what a part prefers of
/// another (``/Parts/PartInfo/preferences``), that over the recipe's, and the part's own default comes
/// last.
package struct Composer: Sendable {
  /// Where names are looked up.
  package let catalog: PartCatalog
  /// The method.
  package let method: Method
  /// The recipe.
  package let recipe: Recipe
  /// The part of every slot, as recipe and settings choose it.
  let chosen: [Slot: PartChoice]
  /// The options that may be set, in the order in which lists show them.
  package let paths: [OptionPath]
  /// The settings that differ from what would be without them, by whole path or slot.
  package let changes: [String: OptionValue]
  private let given: [String: OptionValue]

  /// Checks settings against what method and recipe have.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - recipe: The recipe.
  ///   - settings: Values by option name or path, or names of parts by slot.
  ///   - catalog: Where names are looked up.
  /// - Throws: A ``/Parts/PartError`` for an unknown or ambiguous name, or a value that cannot be.
  package init(
    _ method: Method, _ recipe: Recipe, settings: [String: OptionValue] = [:],
    catalog: PartCatalog = .standard
  ) throws {
    self.catalog = catalog
    self.method = method
    self.recipe = recipe
    var chosen = recipe.parts
    var changes: [String: OptionValue] = [:]
    for slot in Slot.allCases {
      guard let name = settings[slot.rawValue]?.description, name != recipe[slot].name else {
        continue
      }
      chosen[slot] = PartChoice(name)
      changes[slot.rawValue] = .word(name)
    }
    self.chosen = chosen
    paths = try Self.paths(method, recipe, chosen, catalog)
    var given: [String: OptionValue] = [:]
    for (name, value) in settings.sorted(by: { $0.key < $1.key })
    where Slot(rawValue: name) == nil {
      let path = try paths.named(name, of: "the method '\(method.name)' or of a recipe")
      given[path.path] = try path.option.checked(value, path: path.path)
      if given[path.path] != path.defaultValue { changes[path.path] = given[path.path] }
    }
    self.given = given
    self.changes = changes
  }

  /// The settings that were given for the options of a part, by option name.
  func given(_ prefix: String) -> [String: OptionValue] {
    var values: [String: OptionValue] = [:]
    for (path, value) in given where path.hasPrefix(prefix + ".") {
      let name = String(path.dropFirst(prefix.count + 1))
      if !name.contains(".") { values[name] = value }
    }
    return values
  }

  /// Every option of every part, with its value if nothing is given.
  private static func paths(
    _ method: Method, _ recipe: Recipe, _ chosen: [Slot: PartChoice], _ catalog: PartCatalog
  ) throws -> [OptionPath] {
    var paths: [OptionPath] = []
    func add(_ prefix: String, _ part: PartDescription, _ defaults: [String: OptionValue]) throws {
      let applying = try part.values([:], over: defaults)
      for option in part.options {
        paths.append(
          OptionPath(
            path: prefix + "." + option.name, option: option,
            defaultValue: try defaults[option.name].map { try option.checked($0) }
              ?? option.defaultValue,
            appliesByDefault: applying[option.name] != nil))
      }
    }
    let preferences = try preferences(of: method, catalog)
    for stage in method.stages {
      for part in try parts(of: stage, recipe, catalog) {
        try add(stage.path(part.label), part.description, part.defaults)
      }
      if method.stages.count > 1 {
        try add(
          stage.name, PartDescription(StageOptions.self, named: stage.name), stage.options.values)
      }
    }
    for slot in Slot.allCases {
      let choice = chosen[slot] ?? recipe[slot]
      let part = try catalog.entry(choice, of: slot)
      try add(
        slot.rawValue, part, defaults(of: part, in: slot, choice, recipe, preferences))
    }
    try add(
      "recipe", PartDescription(RecipeOptions.self, named: "recipe"), recipe.options.values)
    var seen: Set<String> = []
    for path in paths.map(\.path) where !seen.insert(path).inserted {
      throw PartError.mismatch("two options of '\(method.name)' have the path '\(path)'")
    }
    return paths
  }

  /// What method, recipe and preferences make of a slot's defaults.
  static func defaults(
    of part: PartDescription, in slot: Slot, _ choice: PartChoice, _ recipe: Recipe,
    _ preferences: [String: OptionValue]
  ) -> [String: OptionValue] {
    var defaults = choice.options
    for option in part.options {
      let path = slot.rawValue + "." + option.name
      if let value = preferences[path] ?? recipe.defaults[path] { defaults[option.name] = value }
    }
    return defaults
  }

  /// What the parts of a method ask of the recipe's slots.
  static func preferences(
    of method: Method, _ catalog: PartCatalog
  ) throws -> [String: OptionValue] {
    try method.stages.reduce(into: [:]) { preferences, stage in
      for part in try parts(of: stage, nil, catalog) {
        preferences.merge(part.description.info.preferences) { old, _ in old }
      }
    }
  }
}
