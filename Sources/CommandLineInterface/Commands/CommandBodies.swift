/// What the commands do.
///
/// PLACEHOLDERS: each body throws until the rooms below can train; this is the one file to fill.
enum CommandBodies {
  static func demo(_ arguments: ParsedArguments, console: Console) throws {
    throw NotAvailable(command: "demo")
  }

  static func train(_ arguments: ParsedArguments, console: Console) throws {
    throw NotAvailable(command: "train")
  }

  static func evaluate(_ arguments: ParsedArguments, console: Console) throws {
    throw NotAvailable(command: "evaluate")
  }

  static func list(_ arguments: ParsedArguments, console: Console) throws {
    throw NotAvailable(command: "list")
  }
}

/// A command that this build cannot run yet.
struct NotAvailable: Error, Sendable, CustomStringConvertible {
  /// The command's name.
  let command: String

  /// What is not available.
  var description: String { "The command '\(command)' is not available in this build." }
}
