/// What a value must fulfil beyond its type.
struct Constraint<Value>: Sendable {
  /// The rule, to follow "must be".
  let text: String
  /// Whether a value fulfils the rule.
  let holds: @Sendable (Value) -> Bool

  /// Creates a constraint from a rule in words and the rule itself.
  init(_ text: String, _ holds: @escaping @Sendable (Value) -> Bool) {
    self.text = text
    self.holds = holds
  }
}

extension Constraint where Value: Comparable & Sendable & ArgumentValue {
  /// No value below a bound.
  static func atLeast(_ bound: Value) -> Constraint {
    Constraint("at least \(bound.argumentText)") { $0 >= bound }
  }

  /// Only values above a bound.
  static func above(_ bound: Value) -> Constraint {
    Constraint("greater than \(bound.argumentText)") { $0 > bound }
  }

  /// Only values of a range, both ends included.
  static func within(_ range: ClosedRange<Value>) -> Constraint {
    Constraint("from \(range.lowerBound.argumentText) to \(range.upperBound.argumentText)") {
      range.contains($0)
    }
  }

  /// Only values of a range whose upper end is left out.
  static func within(_ range: Range<Value>) -> Constraint {
    Constraint("from \(range.lowerBound.argumentText) to below \(range.upperBound.argumentText)") {
      range.contains($0)
    }
  }
}
