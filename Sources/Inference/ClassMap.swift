import Datasets
import Foundation

/// Names of a model's classes for the names of a data set's classes.
///
/// A file of two columns, `theirs,ours`, without a first row of names:
///
///     joyful,happiness
///     contempt,
///
/// A class without a name of the model's is left out.
public struct ClassMap: Sendable, Hashable {
  /// Words that data sets use for the same expression.
  static let expressions: [[String]] = [
    ["anger", "angry"], ["disgust", "disgusted"], ["fear", "fearful", "afraid", "scared"],
    ["happiness", "happy", "joy"], ["sadness", "sad"], ["surprise", "surprised"],
    ["neutral"], ["contempt", "contemptuous"],
  ]

  /// What errors call the map.
  public let file: String
  /// The model's names by those of the data set; nil for classes to leave out.
  public let names: [String: String?]

  /// Creates a map.
  ///
  /// - Parameters:
  ///   - names: The model's names by those of the data set; nil for classes to leave out.
  ///   - file: What errors call the map.
  public init(_ names: [String: String?] = [:], file: String = "class map") {
    self.names = names
    self.file = file
  }

  /// Reads a file.
  ///
  /// - Parameter path: The file.
  /// - Throws: A `DatasetError` that names the file and the line.
  public init(reading path: String) throws {
    var names: [String: String?] = [:]
    for row in try TextTable.rows(path) {
      guard row.fields.count == 2, !row.fields[0].isEmpty else {
        throw DatasetError.malformed(
          file: path, expected: "two names with a comma between them in line \(row.line)",
          found: "\(row.fields.count) fields")
      }
      let ours = row.fields[1].isEmpty ? nil : row.fields[1]
      guard names.updateValue(ours, forKey: row.fields[0]) == nil else {
        throw DatasetError.malformed(
          file: path, expected: "every class once",
          found: "'\(row.fields[0])' again in line \(row.line)")
      }
    }
    self.init(names, file: path)
  }
}
