import TensorCore

/// A command line that cannot be understood.
struct UsageError: Error, Sendable {
  /// What is wrong.
  enum Kind: Sendable {
    /// No parameter has the name.
    case unknownOption(form: String, suggestion: String?)
    /// An option stands without its value.
    case missingValue(form: String, Parameter)
    /// A flag stands with a value.
    case unexpectedValue(form: String, value: String)
    /// A value is not what the parameter takes.
    case invalidValue(String, form: String?, Parameter, reason: String?)
    /// A required parameter is not given.
    case missingArgument(Parameter)
    /// Values stand where none is taken.
    case unexpectedArguments([String], suggestion: String?)
    /// No completion script can be written for the shell; nil if none was named.
    case unsupportedShell(String?)
    /// The values do not go together.
    case validation(String)
  }

  /// What is wrong.
  let kind: Kind
  /// The commands from the tool to the one that was called.
  let path: [CommandDescription]
  /// Whether the tool was called with no argument at all.
  var hadNoArguments = false
}

/// Values that do not go together: thrown by a command, shown with its usage.
struct ValidationError: Error, Sendable {
  /// What is wrong.
  let message: String

  /// Creates an error from what is wrong.
  init(_ message: String) {
    self.message = message
  }
}

extension UsageError: CustomStringConvertible {
  /// What is wrong, in a sentence.
  var description: String {
    switch kind {
    case .unknownOption(let form, let suggestion):
      "Unknown option '\(form)'" + didYouMean(suggestion)
    case .missingValue(let form, let parameter):
      "Missing value for '\(parameter.synopsis(as: form))'"
    case .unexpectedValue(let form, let value):
      "The option '\(form)' does not take any value, but '\(value)' was specified."
    case .invalidValue(let value, let form, let parameter, let reason):
      "The value '\(value)' is invalid for '"
        + parameter.synopsis(as: form ?? parameter.longForm) + "'"
        + (reason.map { ": " + $0 } ?? choice(of: parameter.allowedValues, insteadOf: value))
    case .missingArgument(let parameter):
      "Missing expected argument '\(parameter.synopsis)\(parameter.isRepeating ? " ..." : "")'"
    case .unexpectedArguments(let values, let suggestion):
      (values.count == 1
        ? "Unexpected argument '\(values[0])'"
        : "\(values.count) unexpected arguments: '\(values.joined(separator: "', '"))'")
        + didYouMean(suggestion)
    case .unsupportedShell(let shell):
      (shell.map { "Can't generate completion scripts for '\($0)'." }
        ?? "Can't autodetect a supported shell.")
        + "\nPlease use --generate-completion-script=<shell> with one of:\n    "
        + CompletionShell.allowedValues.joined(separator: " ")
    case .validation(let message):
      message
    }
  }

  /// What the parameter in question is for; nil if no single one is in question.
  var help: String? {
    switch kind {
    case .missingValue(let form, let parameter):
      "\(parameter.synopsis(as: form))  \(parameter.help)"
    case .invalidValue(_, let form, let parameter, _):
      "\(parameter.synopsis(as: form ?? parameter.longForm))  \(parameter.help)"
    case .missingArgument(let parameter):
      "\(parameter.synopsis)  \(parameter.help)"
    default:
      nil
    }
  }

  /// The whole text for the error stream, with usage and the way to the help.
  ///
  /// - Parameter width: The number of columns, for the help that follows a call without arguments.
  /// - Returns: The text, with a line break at its end.
  func report(width: Int) -> String {
    var text = "Error: \(description)\n"
    if let help { text += "Help:  \(help)\n" }
    let page = HelpPage(path: path)
    if hadNoArguments { return text + "\n" + page.text(width: width) }
    return text + "Usage: \(page.usage)\n  See '\(page.calledAs) --help' for more information.\n"
  }

  private func didYouMean(_ suggestion: String?) -> String {
    suggestion.map { ". Did you mean '\($0)'?" } ?? ""
  }

  private func choice(of values: [String], insteadOf value: String) -> String {
    let quoted = values.map { "'\($0)'" }
    switch values.count {
    case 0: return ""
    case 1...2: return ". Please provide one of \(quoted.joined(separator: " and "))."
    case 3...5:
      let head = quoted.dropLast().joined(separator: ", ")
      return ". Please provide one of \(head) or \(quoted[quoted.count - 1])."
    default:
      let near = didYouMean(suggestion(for: value, among: values))
      return (near.isEmpty ? "." : near) + " Please provide one of the following:"
        + values.map { "\n  - \($0)" }.joined()
    }
  }
}
