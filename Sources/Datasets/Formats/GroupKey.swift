import Foundation

/// What an image belongs to, such as a person, for splits that must not tear it apart.
public enum GroupKey: String, Sendable, Hashable, Codable, CaseIterable {
  /// The name of the file without its extension, the same in every class folder.
  case file
  /// The folder that the file lies in.
  case folder
  /// The name of the file up to the first `_`, `-` or blank, as in `S005_001.png`.
  case prefix
  /// The column `group` of a CSV list.
  case column

  /// The keys of images that are files.
  static let ofFiles: [GroupKey] = [.file, .folder, .prefix]

  /// Returns the group of a file.
  func group(of path: String) -> String {
    let url = URL(fileURLWithPath: path)
    let name = url.deletingPathExtension().lastPathComponent
    switch self {
    case .file, .column: return name
    case .folder: return url.deletingLastPathComponent().lastPathComponent
    case .prefix: return String(name.prefix { $0 != "_" && $0 != "-" && $0 != " " })
    }
  }
}
