/// A checkpoint that cannot be read, used or written.
public struct CheckpointError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    /// The file ends early.
    case truncated(expectedBytes: Int, foundBytes: Int)
    /// The file goes on after its end.
    case overlong(expectedBytes: Int, foundBytes: Int)
    /// The file is not a checkpoint of this package.
    case foreign
    /// The file was written by a newer version of this package.
    case newerVersion(found: Int, supported: Int)
    /// The list of sections is damaged.
    case damagedHeader(String)
    /// The contents of a section are damaged.
    case damagedSection(String)
    /// A section is missing.
    case missingSection(String)
    /// A section is whole, but holds something else than is needed.
    case unsuitableSection(String, expected: String, found: String)
    /// The checkpoint was taken in a run with another configuration.
    case otherRun(String)
    /// The system could not read the file.
    case unreadable(String)
    /// The system could not write the file.
    case unwritable(String, isOutOfSpace: Bool)
  }

  /// The file.
  public let file: String
  /// What is wrong.
  public let reason: Reason

  /// Creates an error.
  ///
  /// - Parameters:
  ///   - file: The file.
  ///   - reason: What is wrong.
  package init(file: String, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  /// One line for a person.
  public var description: String {
    "\(file): \(explanation)"
  }

  private var explanation: String {
    switch reason {
    case .truncated(let expected, let found):
      "the checkpoint is cut short: expected \(expected) bytes, found \(found)"
    case .overlong(let expected, let found):
      "the checkpoint has extra bytes: expected \(expected), found \(found)"
    case .foreign:
      "not a checkpoint of semisup: the file does not begin as one"
    case .newerVersion(let found, let supported):
      "the checkpoint has format version \(found), this program reads up to \(supported)"
    case .damagedHeader(let detail):
      "the checkpoint's list of sections is damaged: \(detail)"
    case .damagedSection(let name):
      "the checkpoint's section '\(name)' is damaged: its SHA-256 does not match"
    case .missingSection(let name):
      "the checkpoint has no section '\(name)'"
    case .unsuitableSection(let name, let expected, let found):
      "the checkpoint's section '\(name)' does not fit: expected \(expected), found \(found)"
    case .otherRun(let difference):
      "the checkpoint is of another run: \(difference)"
    case .unreadable(let detail):
      "the checkpoint cannot be read: \(detail)"
    case .unwritable(let detail, let isOutOfSpace):
      isOutOfSpace
        ? "the checkpoint cannot be written because there is no space left (\(detail)); "
          + "earlier checkpoints are untouched"
        : "the checkpoint cannot be written (\(detail)); earlier checkpoints are untouched"
    }
  }
}
