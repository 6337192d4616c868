import Training

/// The names that options take, as help, parser and completions know them.
enum NameLists {
  /// The methods.
  static let methods = Method.all.map(\.name)
  /// The recipes.
  static let recipes = Recipe.all.map(\.name)
}
