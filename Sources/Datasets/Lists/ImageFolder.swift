import Foundation

/// Finds image files below a folder.
enum ImageFolder {
  /// Returns all images of a folder and those below it, sorted by name within each.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - label: The class of the images.
  ///   - root: The folder below which images have their names.
  /// - Returns: The images, not read yet.
  /// - Throws: A ``DatasetError`` for a folder that cannot be listed or lies too deep.
  static func entries(
    in folder: String, label: Int, under root: String
  ) throws -> [ImageList.Entry] {
    let start = FileBytes.join(root, "").count
    return try ImageFiles.below(folder).map { path in
      ImageList.Entry(path: path, name: String(path.dropFirst(start)), label: label)
    }
  }
}
