/// A configuration that is not one, with what was expected and what was found.
public struct RunConfigurationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The file; nil where there is none.
  public let file: String?
  /// What is wrong.
  public let problem: String

  init(_ file: String?, _ problem: String) {
    self.file = file
    self.problem = problem
  }

  /// The file and what is wrong.
  public var description: String { (file.map { $0 + ": " } ?? "") + problem }
}
