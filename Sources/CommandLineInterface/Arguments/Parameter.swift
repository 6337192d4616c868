/// One option, flag or positional argument, with all that help, parser, completions and
/// configuration files need to know of it.
///
/// Commands declare parameters through ``Option``, ``Flag`` and ``Argument``, which know the type
/// of the value as well.
struct Parameter: Sendable {
  /// How a parameter is written on the command line.
  enum Kind: Sendable {
    /// `--name VALUE` or `--name=VALUE`.
    case option
    /// `--name`; with inversion, `--no-name` too.
    case flag(isInvertible: Bool)
    /// A value without a name, taken by its place.
    case positional
  }

  /// How the parameter is written.
  let kind: Kind
  /// The long name without its dashes: the key in a configuration file as well.
  let name: String
  /// The short name without its dash; nil if there is none.
  let short: Character?
  /// What stands between angle brackets for the value.
  let valueName: String
  /// What the parameter is for, in a sentence.
  let help: String
  /// The value without which the parameter is used, as help shows it; nil to show none.
  let defaultText: String?
  /// The values that may be given; empty if they cannot be listed.
  let allowedValues: [String]
  /// Whether the command cannot run without the parameter.
  let isRequired: Bool
  /// Whether the parameter may be given several times, all of which count.
  let isRepeating: Bool
  /// Whether help and completions leave the parameter out.
  let isHidden: Bool
  /// What shells offer as the value.
  let completion: CompletionKind
  /// Reads one value.
  let decode: @Sendable (String) throws(InvalidArgument) -> any Sendable
  /// Makes the final value of those that were given; of none, the default.
  let assemble: @Sendable ([any Sendable]) -> any Sendable

  /// The long name as it is written.
  var longForm: String { "--" + name }

  /// The name that turns the parameter off; nil if there is none.
  var inverseForm: String? {
    if case .flag(isInvertible: true) = kind { "--no-" + name } else { nil }
  }

  /// Whether a value follows the name.
  var takesValue: Bool {
    if case .flag = kind { false } else { true }
  }

  /// Whether the parameter has no name on the command line.
  var isPositional: Bool {
    if case .positional = kind { true } else { false }
  }

  /// Every name as it is written, short ones first.
  var forms: [String] {
    if isPositional { return [] }
    return (short.map { ["-\($0)"] } ?? []) + [longForm] + (inverseForm.map { [$0] } ?? [])
  }

  /// The name and value as error messages show them, such as `--steps <steps>`.
  var synopsis: String { synopsis(as: longForm) }

  /// The given name and the value, such as `-n <name>`.
  func synopsis(as form: String) -> String {
    switch kind {
    case .option: "\(form) <\(valueName)>"
    case .flag: form
    case .positional: "<\(valueName)>"
    }
  }

  /// The entries of the usage line: optional ones in brackets, repeating ones with an ellipsis.
  var usageEntries: [String] {
    ([synopsis] + (inverseForm.map { [$0] } ?? [])).map { entry in
      let repeated = isRepeating ? entry + " ..." : entry
      return isRequired ? repeated : "[\(repeated)]"
    }
  }

  /// The label in the help text: all names, then the value.
  var helpLabel: String {
    switch kind {
    case .positional: "<\(valueName)>"
    case .option: "\(forms.joined(separator: ", ")) <\(valueName)>"
    case .flag:
      [
        ((short.map { ["-\($0)"] } ?? []) + [longForm]).joined(separator: ", "),
        inverseForm,
      ].compactMap { $0 }.joined(separator: "/")
    }
  }

  /// The description in the help text: the sentence, then allowed values and default.
  var helpDescription: String {
    let values =
      allowedValues.isEmpty ? nil : "values: " + allowedValues.joined(separator: ", ")
    let note = [values, defaultText.map { "default: " + $0 }].compactMap { $0 }
      .joined(separator: "; ")
    return [help, note.isEmpty ? "" : "(\(note))"].filter { !$0.isEmpty }.joined(separator: " ")
  }
}

/// Something that declares one parameter of a command.
protocol ParameterDeclaration: Sendable {
  /// What is declared.
  var parameter: Parameter { get }
}
