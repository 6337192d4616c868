/// A configuration that is not one, with what was expected and what was found.
package struct RunConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file; nil where there is none.
  package let file: String?
  /// What is wrong.
  package let problem: String

  init(_ file: String?, _ problem: String) {
    self.file = file
    self.problem = problem
  }

  /// The file and what is wrong.
  package var description: String { (file.map { $0 + ": " } ?? "") + problem }
}
