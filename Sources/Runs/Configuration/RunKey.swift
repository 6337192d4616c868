import Parts

/// One thing that can be said about a run: its names, its values, and where they are stored.
///
/// ``RunConfiguration/keys`` is the one table of them. The options of `train`, `plan` and `ablate`,
/// `config.json`, resuming, reports and the command that repeats a run are derived from it.
public struct RunKey: Sendable {
  /// The section of help that the option stands in.
  package enum Group: String, Sendable, Hashable, CaseIterable {
    /// What is learned from.
    case data = "Data"
    /// How it is learned.
    case method = "Method"
    /// How long, and with which seed.
    case run = "Run"
    /// What is kept.
    case output = "Output"
  }

  /// The values that a key may have.
  package enum Kind: Sendable {
    /// A whole number within bounds.
    case whole(ClosedRange<Int>)
    /// Any seed.
    case seed
    /// A number that fulfils a rule, which follows "must be" in errors.
    case number(rule: String, holds: @Sendable (Double) -> Bool)
    /// Yes or no; no unless the option is given.
    case flag
    /// Yes or no; yes unless the option's opposite is given.
    case invertibleFlag
    /// One of several words.
    case choice([String])
    /// A text that a function brings into its one form, or refuses with what is wrong.
    case text(@Sendable (String) throws -> String)
    /// The path of a file.
    case file
    /// The settings of parts, `name=value`, one at a time.
    case settings
  }

  /// Who offers values to choose from: shells complete them, errors suggest the nearest.
  package enum Offer: Sendable, Hashable {
    /// Nobody.
    case nothing
    /// The methods of a catalog; compositions are taken as well.
    case methods
    /// The recipes of a catalog.
    case recipes
    /// The formats of data sets, before a colon and a path.
    case formats
  }

  /// The option without its dashes, such as `labels-per-class`.
  package let name: String
  /// The key in JSON, such as `labelsPerClass`.
  package let jsonKey: String
  /// The section of help.
  package let group: Group
  /// The values.
  package let kind: Kind
  /// What stands for the value in help.
  package let valueName: String
  /// The value if nothing is said, as help shows it; nil to show none.
  package let defaultText: String?
  /// Who offers values.
  package let offer: Offer
  /// Whether the value changes the outcome of a run, and so its hash.
  package let changesOutcome: Bool
  /// What the key decides, in a sentence.
  package let help: String
  let read: @Sendable (RunConfiguration) -> RunValue?
  let write: @Sendable (inout RunConfiguration, RunValue) throws -> Void

  init(
    _ name: String, json jsonKey: String? = nil, _ group: Group, _ kind: Kind,
    valueName: String = "", defaultText: String? = nil, offer: Offer = .nothing,
    changesOutcome: Bool = true,
    read: @escaping @Sendable (RunConfiguration) -> RunValue?,
    write: @escaping @Sendable (inout RunConfiguration, RunValue) throws -> Void, help: String
  ) {
    self.name = name
    self.jsonKey = jsonKey ?? Self.camelCase(name)
    self.group = group
    self.kind = kind
    self.valueName = valueName
    self.defaultText = defaultText
    self.offer = offer
    self.changesOutcome = changesOutcome
    self.read = read
    self.write = write
    self.help = help
  }

  private static func camelCase(_ name: String) -> String {
    let words = name.split(separator: "-")
    return words.dropFirst().reduce(String(words[0])) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
}
