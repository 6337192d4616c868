import Synchronization
import TensorCore

/// The values of the settings that a run takes, checked against what method and recipe declare.
///
/// It notes which settings were asked for, so that one that was given in vain can be refused.
final class SettingValues: Sendable {
  private let declarations: [SettingDeclaration]
  private let recipe: Recipe
  private let given: [String: SettingValue]
  private let asked = Mutex<Set<String>>([])

  /// Checks given values.
  ///
  /// - Parameters:
  ///   - given: Values by name.
  ///   - settings: Every setting that may be given; of two with one name the first counts.
  ///   - recipe: What defaults depend on.
  ///   - owner: Whose settings they are, for errors.
  /// - Throws: A ``TrainingError`` for an unknown name or a value that cannot be.
  init(
    _ given: [String: SettingValue], among settings: [any DeclaredSetting], recipe: Recipe,
    owner: String
  ) throws {
    var names: Set<String> = []
    declarations = settings.map(\.declaration).filter { names.insert($0.name).inserted }
    self.recipe = recipe
    var checked: [String: SettingValue] = [:]
    for (name, value) in given.sorted(by: { $0.key < $1.key }) {
      let declaration = try find(
        name, among: declarations, kind: "setting of \(owner)", name: \.name)
      checked[name] = try declaration.checked(value)
    }
    self.given = checked
  }

  /// Returns the value of a setting: what was given, or the default as declared.
  subscript<Value>(setting: Setting<Value>) -> Value {
    let name = setting.declaration.name
    guard let declaration = declarations.first(where: { $0.name == name }) else {
      fail("the setting '\(name)' is used but not declared")
    }
    asked.withLock { _ = $0.insert(name) }
    let value = given[name] ?? declaration.defaultValue(recipe)
    guard let result = setting.read(value) else {
      fail("the default of the setting '\(name)' is not one of its values: \(value)")
    }
    return result
  }

  /// Whether a setting of that name is among those that may be given.
  func declares<Value>(_ setting: Setting<Value>) -> Bool {
    declarations.contains { $0.name == setting.declaration.name }
  }

  /// The values that differ from the defaults.
  var changed: [String: SettingValue] {
    given.filter { name, value in
      declarations.first { $0.name == name }?.defaultValue(recipe) != value
    }
  }

  /// The declared settings that nobody has asked for.
  var unasked: [String] {
    let names = asked.withLock { $0 }
    return declarations.map(\.name).filter { !names.contains($0) }
  }

  /// The settings that were given and that nobody has asked for.
  var vain: [String] { unasked.filter { given[$0] != nil } }

  /// Refuses settings that were given and had no effect.
  ///
  /// - Throws: ``TrainingError/mismatch(_:)`` that names the first of them.
  func checkAllUsed() throws {
    if let name = vain.first {
      throw TrainingError.mismatch(
        "the setting '\(name)' has no effect with the other settings of this run")
    }
  }
}
