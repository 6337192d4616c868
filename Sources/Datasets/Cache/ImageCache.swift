import Foundation
import TensorCore

/// A folder of decoded images, so that no run decodes what an earlier one decoded.
///
/// Every list of image files becomes one file in the folder, whose name is the SHA-256 of all that
/// the decoded pixels depend on: the contents of every file in order, the size, what happens to
/// broken images, and the version of the decoder. Moving or renaming images changes nothing;
/// changing a byte of one makes a new file. Files appear whole or not at all, and are mapped into
/// memory, so that sets larger than memory stream from the disk.
///
/// After a new file was made, those that were used longest ago are deleted until the folder holds no
/// more than `byteLimit`; the new one always stays. Deleting the folder, or anything in it, is safe
/// at any time.
public struct ImageCache: Sendable, Hashable {
  /// The ending of the files' names.
  static let fileExtension = "images"
  /// The limit by default: 32 GiB.
  package static let standardByteLimit = 32 << 30

  /// The folder.
  public let folder: String
  /// The number of bytes above which files that were used longest ago are deleted.
  package let byteLimit: Int
  /// Whether images are kept in memory instead where the folder cannot be written.
  package let isOptional: Bool

  /// Creates a cache; the folder is made when it is first needed.
  ///
  /// - Parameters:
  ///   - folder: The folder.
  ///   - byteLimit: The number of bytes above which files that were used longest ago are deleted.
  ///   - isOptional: Whether images are kept in memory instead where the folder cannot be written;
  ///     otherwise that is an error.
  package init(
    folder: String, byteLimit: Int = ImageCache.standardByteLimit, isOptional: Bool = false
  ) {
    self.folder = folder
    self.byteLimit = byteLimit
    self.isOptional = isOptional
  }

  /// The cache of a user: `$XDG_CACHE_HOME/semisup`, else `$HOME/.cache/semisup`; nil without either.
  ///
  /// Source: freedesktop.org, "XDG Base Directory Specification", 0.8, 2021.
  ///
  /// - Parameter environment: The variables of the environment.
  /// - Returns: A cache that gives way to memory where its folder cannot be written.
  public static func standard(environment: [String: String]) -> ImageCache? {
    let root: String
    if let given = environment["XDG_CACHE_HOME"], given.hasPrefix("/") {
      root = given
    } else if let home = environment["HOME"], home.hasPrefix("/") {
      root = FileBytes.join(home, ".cache")
    } else {
      return nil
    }
    return ImageCache(folder: FileBytes.join(root, "semisup"), isOptional: true)
  }

  /// The file of a key.
  func path(of key: [UInt8]) -> String {
    let digits = key.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return FileBytes.join(folder, digits + "." + ImageCache.fileExtension)
  }

  /// Returns the images of a key; nil if they are not kept, or their file is not whole.
  func images(of key: [UInt8]) -> DecodedImages? {
    let path = path(of: key)
    guard FileBytes.isFile(path), let file = try? FileBytes.mapped(path),
      let images = DecodedImages(file: file, key: key)
    else { return nil }
    // The time of the last change is the time of the last use.
    try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
    return images
  }

  /// Deletes what was used longest ago, but for one file, until the limit holds.
  func trim(keeping kept: String) {
    var files: [(path: String, size: Int, date: Date)] = []
    for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    where name.hasSuffix("." + ImageCache.fileExtension) {
      let path = FileBytes.join(folder, name)
      guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
        let size = (attributes[.size] as? NSNumber)?.intValue,
        let date = attributes[.modificationDate] as? Date
      else { continue }
      files.append((path, size, date))
    }
    var total = files.reduce(0) { $0 + $1.size }
    for file in files.sorted(by: { $0.date < $1.date }) where total > byteLimit && file.path != kept
    {
      try? FileManager.default.removeItem(atPath: file.path)
      total -= file.size
    }
  }
}
