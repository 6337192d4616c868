import Parts

/// What is known of a part without its product's type.
struct PartDescription: Sendable {
  let info: PartInfo
  let options: [OptionDescription]
  private let makeValues:
    @Sendable (_ given: [String: OptionValue], _ defaults: [String: OptionValue]) throws ->
      [String: OptionValue]

  init<Product>(_ entry: Catalog<Product>.Entry) {
    info = entry.info
    options = entry.options
    makeValues = { try entry.values($0, over: $1) }
  }

  init<Options: PartOptions>(_ type: Options.Type, named name: String) {
    info = PartInfo(name, "", source: "")
    options = Options.declared.map(\.description)
    makeValues = { try Options($0, over: $1, of: name).values }
  }

  func values(
    _ given: [String: OptionValue], over defaults: [String: OptionValue]
  ) throws -> [String: OptionValue] {
    try makeValues(given, defaults)
  }
}
