extension RunKey {
  static func whole(
    _ name: String, json: String? = nil, _ group: Group,
    _ property: any WritableKeyPath<RunConfiguration, Int?> & Sendable,
    _ range: ClosedRange<Int>, _ valueName: String, default text: String? = nil,
    changesOutcome: Bool = true, _ help: String
  ) -> RunKey {
    RunKey(
      name, json: json, group, .whole(range), valueName: valueName, defaultText: text,
      changesOutcome: changesOutcome,
      read: { $0[keyPath: property].map(RunValue.whole) },
      write: { if case .whole(let value) = $1 { $0[keyPath: property] = value } }, help: help)
  }

  static func number(
    _ name: String, json: String? = nil, _ group: Group,
    _ property: any WritableKeyPath<RunConfiguration, Double?> & Sendable, _ rule: String,
    _ valueName: String, default text: String? = nil, _ help: String,
    where holds: @escaping @Sendable (Double) -> Bool
  ) -> RunKey {
    RunKey(
      name, json: json, group, .number(rule: rule, holds: holds), valueName: valueName,
      defaultText: text,
      read: { $0[keyPath: property].map(RunValue.number) },
      write: { configuration, value in
        switch value {
        case .number(let number): configuration[keyPath: property] = number
        case .whole(let number): configuration[keyPath: property] = Double(number)
        default: break
        }
      }, help: help)
  }

  static func text(
    _ name: String, json: String? = nil, _ group: Group,
    _ property: any WritableKeyPath<RunConfiguration, String?> & Sendable, _ kind: Kind,
    _ valueName: String, default text: String? = nil, offer: Offer = .nothing, _ help: String
  ) -> RunKey {
    RunKey(
      name, json: json, group, kind, valueName: valueName, defaultText: text, offer: offer,
      read: { $0[keyPath: property].map(RunValue.text) },
      write: { if case .text(let value) = $1 { $0[keyPath: property] = value } }, help: help)
  }

  static func name(
    _ name: String, _ property: any WritableKeyPath<RunConfiguration, String> & Sendable,
    default text: String, offer: Offer, _ help: String
  ) -> RunKey {
    RunKey(
      name, .method, .text { $0 }, valueName: "name", defaultText: text, offer: offer,
      read: { .text($0[keyPath: property]) },
      write: { if case .text(let value) = $1 { $0[keyPath: property] = value } }, help: help)
  }
}
