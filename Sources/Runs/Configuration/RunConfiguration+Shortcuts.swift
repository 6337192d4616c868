import Methods
import Parts

extension RunConfiguration {
  private static let branchesPath = "attention.branches"
  private static let dropPath = "attention.drop"
  private static let ratePath = "optimizer.learning-rate"
  private static let shortcuts: Set = [
    Slot.backbone.rawValue, Slot.attention.rawValue, branchesPath, dropPath, ratePath,
  ]

  /// The network's name; nil for the recipe's.
  public var backbone: String? {
    get { settings[Slot.backbone.rawValue]?.description }
    set { settings[Slot.backbone.rawValue] = newValue.map(OptionValue.word) }
  }

  /// The number of branches of local attention, 0 for none; nil for the recipe's.
  public var attention: Int? {
    get {
      guard let name = settings[Slot.attention.rawValue]?.description else { return nil }
      guard name != "none" else { return 0 }
      if case .number(let count) = settings[Self.branchesPath] { return Int(count) }
      return nil
    }
    set {
      settings[Slot.attention.rawValue] = newValue.map { .word($0 == 0 ? "none" : "local") }
      settings[Self.branchesPath] = newValue.flatMap { $0 == 0 ? nil : .number(Double($0)) }
    }
  }

  /// The probability that an image loses an attention map; nil for the recipe's.
  package var attentionDrop: Double? {
    get { number(Self.dropPath) }
    set { settings[Self.dropPath] = newValue.map(OptionValue.number) }
  }

  /// The learning rate at the start; nil for the recipe's.
  public var learningRate: Double? {
    get { number(Self.ratePath) }
    set { settings[Self.ratePath] = newValue.map(OptionValue.number) }
  }

  /// The settings without those that have a key of their own.
  var ownSettings: [String: OptionValue] {
    settings.filter { !Self.shortcuts.contains($0.key) }
  }

  private func number(_ path: String) -> Double? {
    if case .number(let value) = settings[path] { value } else { nil }
  }
}
