import Foundation

/// Finds picture files below a folder.
enum PictureFolder {
  /// Returns all pictures of a folder and those below it, sorted by name within each.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - label: The class of the pictures.
  ///   - root: The folder below which pictures have their names.
  /// - Returns: The pictures, not read yet.
  /// - Throws: A ``DatasetError`` for a folder that cannot be listed or lies too deep.
  static func entries(
    in folder: String, label: Int, under root: String
  ) throws -> [PictureList.Entry] {
    let start = FileBytes.join(root, "").count
    return try PictureFiles.below(folder).map { path in
      PictureList.Entry(path: path, name: String(path.dropFirst(start)), label: label)
    }
  }
}
