import Datasets

/// The options that say which images a command reads, and how.
enum DataOptions {
  /// The keys of a run that say which images are read, for commands that evaluate.
  static let keys = [
    "image-size", "classes", "test-fraction", "group-by", "skip-unreadable",
  ].map(RunOptions.option)

  static let cache = Option<String?>(
    optional: "cache", valueName: "folder", defaultText: "semisup in the user's cache folder",
    completion: .folder, help: "Folder for decoded images, so that later runs need not decode.")
  static let noCache = Flag("no-cache", help: "Keep decoded images in memory only.")

  /// The cache that the options ask for; nil for memory.
  static func imageCache(_ arguments: ParsedArguments, console: Console) throws -> ImageCache? {
    let folder = arguments[cache]
    guard arguments[noCache] else {
      return folder.map { ImageCache(folder: $0) }
        ?? ImageCache.standard(environment: console.environment)
    }
    guard folder == nil else {
      throw ValidationError("'--cache' and '--no-cache' exclude each other")
    }
    return nil
  }

  /// Says which images were left out.
  static func report(_ skipped: [DatasetParts.Skipped], console: Console) {
    guard !skipped.isEmpty else { return }
    console.note(
      skipped.count == 1
        ? "1 image cannot be read and is left out:"
        : "\(skipped.count) images cannot be read and are left out:")
    for image in skipped { console.note("  \(image.path): \(image.reason)") }
  }
}
