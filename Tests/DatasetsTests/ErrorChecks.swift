import Datasets
import Testing

/// Expects a ``DatasetError`` whose text contains all of some words.
func expectError(
  saying words: [String], sourceLocation: SourceLocation = #_sourceLocation,
  _ body: () throws -> Void
) {
  do {
    try body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
  } catch let error as DatasetError {
    for word in words where !error.description.contains(word) {
      Issue.record("'\(error)' does not say '\(word)'", sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record("another error: \(error)", sourceLocation: sourceLocation)
  }
}
