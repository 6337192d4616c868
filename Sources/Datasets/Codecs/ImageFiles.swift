/// Finds image files in folders.
public enum ImageFiles {
  private static let readable: Set<String> = ["png", "jpg", "jpeg", "ppm", "pgm", "pnm"]
  /// Images of kinds that no reader here knows: found all the same, so that reading one fails with
  /// an error that names it instead of passing it over in silence.
  private static let others: Set<String> = [
    "gif", "bmp", "webp", "tif", "tiff", "heic", "avif", "jp2", "pbm",
  ]
  private static let deepest = 16

  /// Returns the image files in a folder and in the folders below it.
  ///
  /// Files are images by the extension of their name; hidden ones are passed over.
  ///
  /// - Parameter folder: The path of the folder.
  /// - Returns: The paths, in the order of names within each folder.
  /// - Throws: ``DatasetError/unreadable(file:reason:)`` for a folder that cannot be listed or lies
  ///   more than sixteen levels deep.
  public static func below(_ folder: String) throws -> [String] {
    try below(folder, depth: 0)
  }

  private static func below(_ folder: String, depth: Int) throws -> [String] {
    var files: [String] = []
    for name in try FileBytes.names(in: folder) {
      let path = FileBytes.join(folder, name)
      if FileBytes.isFolder(path) {
        guard depth < deepest else {
          throw DatasetError.unreadable(file: path, reason: "folders are nested too deeply")
        }
        files += try below(path, depth: depth + 1)
      } else {
        if isImage(name) { files.append(path) }
      }
    }
    return files
  }

  /// Whether a file is an image by its extension.
  static func isImage(_ name: String) -> Bool {
    guard let dot = name.lastIndex(of: ".") else { return false }
    let kind = name[name.index(after: dot)...].lowercased()
    return readable.contains(kind) || others.contains(kind)
  }
}
