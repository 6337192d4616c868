import Backbones

extension RunConfiguration {
  /// The method and recipe that a configuration names, with its settings.
  struct Composition {
    let method: Method
    let recipe: Recipe
    let values: SettingValues
    let attention: Int
    /// The recipe's probability of dropping attention maps, for reports; nil if it has none.
    let recipeAttentionDrop: Double?
  }

  /// Returns method and recipe with the settings, all of them checked.
  func composition() throws -> Composition {
    let base = try Recipe.named(recipe)
    let method = try Method.named(method)
    let values = try SettingValues(
      settings ?? [:], among: method.settings + RecipeSettings.all, recipe: base,
      owner: "the method '\(method.name)' or of a recipe")
    var drop: Double?
    if case .branch(let probability, _)? = base.localAttention?.drop { drop = Double(probability) }
    let attention = attention ?? base.localAttention?.branches ?? 0
    let given = attentionDrop ?? (attention > 0 ? drop : nil) ?? 0
    return Composition(
      method: method, recipe: try base.applying(values, attention: attention, drop: given),
      values: values, attention: attention, recipeAttentionDrop: drop)
  }
}
