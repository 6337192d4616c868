/// The names that options take, as help, parser and completions know them.
enum NameLists {
  /// The methods.
  static let methods = ["supervised", "fixmatch", "flexmatch", "dta-snl"]
  /// The recipes.
  static let recipes = ["default", "paper"]
}
