/// A shell for which a completion script can be written.
enum CompletionShell: String, CaseIterable, ArgumentValue {
  /// zsh.
  case zsh
  /// GNU Bash.
  case bash
  /// fish.
  case fish

  /// The option that asks for a script.
  static let option = "--generate-completion-script"

  /// Writes the script that completes a tool's command lines.
  ///
  /// - Parameter root: The tool, whose subcommands have none of their own.
  /// - Returns: The script.
  func script(for root: CommandDescription) -> String {
    switch self {
    case .zsh: ZshCompletionScript(root: root).text
    case .bash: BashCompletionScript(root: root).text
    case .fish: FishCompletionScript(root: root).text
    }
  }
}

extension String {
  /// The text between single quotes, as a shell reads it literally.
  ///
  /// - Parameter escape: How a single quote is written within: `'\''` in POSIX shells, `\'` in
  ///   fish.
  /// - Returns: The quoted text.
  func singleQuoted(escape: String = "'\\''") -> String {
    "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: escape) + "'"
  }
}

extension CommandDescription {
  /// The names and texts of the options that every command has.
  ///
  /// - Parameter hasVersion: Whether the tool has a version.
  /// - Returns: The names as they are written, and what they do.
  static func builtInOptions(hasVersion: Bool) -> [(form: String, help: String)] {
    (hasVersion ? [("--version", "Show the version.")] : [])
      + [("-h", "Show help information."), ("--help", "Show help information.")]
  }
}
