import Augmentations
import Foundation
import TensorCore

/// Decodes a list of files to one size, unless a cache holds them already.
struct ImageDecoding {
  /// Changes whenever the same file would give other pixels.
  private static let decoderVersion = 1
  /// The most bytes of pixels that wait to be written.
  private static let chunkByteCount = 1 << 25

  let paths: [String]
  let options: DatasetOptions
  private let reader = ImageReader()

  init(paths: [String], options: DatasetOptions) {
    self.paths = paths
    self.options = options
  }

  /// Returns the images, in the order of the files whatever the number of threads.
  func images() throws -> DecodedImages {
    guard let cache = options.cache else { return try decoded(cache: nil) }
    let key = try key()
    if let found = cache.images(of: key) { return found }
    do {
      return try decoded(cache: (cache, key))
    } catch let failure as DecodedImagesWriter.Failure {
      guard cache.isOptional else { throw failure.error }
      return try decoded(cache: nil)
    }
  }

  /// The hash of all that the pixels depend on.
  private func key() throws -> [UInt8] {
    let paths = paths
    let skips = options.unreadable == .skip
    let digests = try concurrentMap(count: paths.count) { index -> [UInt8] in
      var hash = SHA256()
      do {
        let bytes = try FileBytes.read(paths[index], limit: ImageReader.maximumFileSize)
        bytes.withUnsafeBytes { hash.update($0) }
      } catch let error as DatasetError {
        guard skips else { throw error }
        return []
      }
      return hash.digest()
    }
    let size = options.imageSize.map(String.init) ?? "as it is"
    let settings =
      "images \(Self.decoderVersion), size \(size), unreadable \(options.unreadable.rawValue)\n"
    var hash = SHA256()
    hash.update(Data(settings.utf8))
    for digest in digests { hash.update(Data([UInt8(digest.count)] + digest)) }
    return hash.digest()
  }

  /// What became of a file.
  private enum Outcome: Sendable {
    case image(PixelImage)
    case failed(DatasetError)
  }

  private func decoded(
    cache: (cache: ImageCache, key: [UInt8])?
  ) throws -> DecodedImages {
    let (width, height, firstPath) = try targetSize()
    let size = width * height * 3
    let (total, overflow) = size.multipliedReportingOverflow(by: paths.count)
    guard cache != nil || (!overflow && total < ProcessInfo.processInfo.physicalMemory) else {
      throw DatasetError.option(
        "\(paths.count) images of \(width) x \(height) pixels do not fit into memory; "
          + "pass --cache to keep them on disk, or a smaller --image-size")
    }
    var writer = try DecodedImagesWriter(width: width, height: height, cache: cache)
    do {
      let chunk = min(max(Self.chunkByteCount / size, 16), 4_096)
      for start in stride(from: 0, to: paths.count, by: chunk) {
        let outcomes = try concurrentMap(count: min(chunk, paths.count - start)) { index in
          decode(paths[start + index], width: width, height: height, firstPath: firstPath)
        }
        for (index, outcome) in outcomes.enumerated() {
          switch outcome {
          case .image(let image):
            try image.pixels.withUnsafeBufferPointer {
              try writer.append($0, channels: image.channels)
            }
          case .failed(let error):
            try expectSkipping(error)
            writer.appendFailure(Self.reason(error, without: paths[start + index]))
          }
        }
      }
      return try writer.finish()
    } catch {
      writer.cancel()
      throw error
    }
  }

  /// Refuses an error that does not make an image one to leave out.
  private func expectSkipping(_ error: DatasetError) throws {
    switch error {
    case .missingLibrary, .differentSizes: throw error
    default: guard options.unreadable == .skip else { throw error }
    }
  }

  /// The size that was asked for, or that of the first image that can be read.
  private func targetSize() throws -> (width: Int, height: Int, path: String) {
    if let side = options.imageSize { return (side, side, "") }
    var firstError: DatasetError?
    for path in paths {
      do {
        let image = try reader.read(path)
        return (image.width, image.height, path)
      } catch let error as DatasetError {
        try expectSkipping(error)
        firstError = firstError ?? error
      }
    }
    throw firstError ?? DatasetError.option("there are no images")
  }

  private func decode(_ path: String, width: Int, height: Int, firstPath: String) -> Outcome {
    do {
      if let side = options.imageSize {
        return .image(try reader.read(path, fittingWidth: side, height: side))
      }
      let image = try reader.read(path)
      guard image.width == width, image.height == height else {
        return .failed(
          .differentSizes(
            file: path, size: "\(image.width) x \(image.height)", firstFile: firstPath,
            firstSize: "\(width) x \(height)"))
      }
      return .image(image)
    } catch {
      return .failed(
        error as? DatasetError ?? .unreadable(file: path, reason: String(describing: error)))
    }
  }

  /// What is wrong with a file, without its name, so that it holds wherever the file is moved.
  private static func reason(_ error: DatasetError, without path: String) -> String {
    let text = error.description
    return text.hasPrefix(path + ": ") ? String(text.dropFirst(path.count + 2)) : text
  }
}
