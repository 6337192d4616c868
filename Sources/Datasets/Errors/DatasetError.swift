/// What is wrong with a data set, an image, a list of indices, or an option that asks for them.
public enum DatasetError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A file or folder cannot be read at all.
  case unreadable(file: String, reason: String)
  /// A file's contents are not what they should be.
  case malformed(file: String, expected: String, found: String)
  /// A library that the file needs is not installed.
  case missingLibrary(CodecLibrary, file: String)
  /// The images of a folder differ in size, and no size was asked for.
  case differentSizes(file: String, size: String, firstFile: String, firstSize: String)
  /// A class has fewer images than are needed.
  case tooFew(className: String, found: Int, needed: Int, purpose: String)
  /// A data format that does not exist.
  case unknownFormat(name: String, suggestion: String?, known: [String])
  /// An option that does not fit the data, or would have no effect.
  case option(String)

  /// One sentence that says what to do about it.
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      return "\(file): cannot be read: \(reason)"
    case .malformed(let file, let expected, let found):
      return "\(file): expected \(expected), found \(found)"
    case .missingLibrary(let library, let file):
      return "\(file): \(library.purpose) need \(library.rawValue), which is not installed "
        + "(\(library.installation))"
    case .differentSizes(let file, let size, let firstFile, let firstSize):
      return "\(file): is \(size), but \(firstFile) is \(firstSize); "
        + "pass --image-size to bring all images to one size"
    case .tooFew(let className, let found, let needed, let purpose):
      return "class '\(className)' has \(found) images, \(needed) are needed \(purpose)"
    case .unknownFormat(let name, let suggestion, let known):
      let hint = suggestion.map { " Did you mean '\($0)'?" } ?? ""
      return "Unknown data format '\(name)'.\(hint) Known: \(known.joined(separator: ", "))"
    case .option(let message):
      return message
    }
  }
}
