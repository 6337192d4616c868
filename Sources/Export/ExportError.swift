/// A file that cannot be written.
package struct ExportError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file.
  package let file: String
  /// What is wrong.
  package let reason: String

  /// One line for a person.
  package var description: String { "\(file): \(reason)" }
}
