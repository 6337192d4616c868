/// What a shell offers as the value of an option or a positional argument.
enum CompletionKind: Sendable, Equatable {
  /// The allowed values if there are any, else nothing.
  case automatic
  /// Files and folders.
  case file
  /// Folders.
  case folder
  /// One of some prefixes, then a colon and a path.
  case prefixedPath([String])
}
