import Augmentations
import Foundation
import Synchronization
import TensorCore

/// Picture files with their classes: what formats that keep one file a picture come down to.
struct PictureList {
  /// One picture file.
  struct Entry: Sendable {
    /// The file.
    var path: String
    /// What the picture is called, such as its path below the data set's folder.
    var name: String
    /// The class.
    var label: Int
    /// What the picture belongs to.
    var group: String
  }

  /// What became of a file.
  private enum Outcome: Sendable {
    case gray
    case color
    case otherSize(String)
    case failed(DatasetError)
  }

  var entries: [Entry]
  var classNames: [String]

  /// Decodes all files, in the order of the entries whatever the number of threads.
  ///
  /// - Returns: The pictures, the entries that they come from, and the files that were left out.
  func load(
    _ options: DatasetOptions
  ) throws -> (dataset: ImageDataset, kept: [Int], skipped: [DatasetParts.Skipped]) {
    let reader = PictureReader()
    let (width, height, firstFile) = try targetSize(options, reader: reader)
    let size = width * height * 3
    let (total, overflow) = size.multipliedReportingOverflow(by: entries.count)
    guard !overflow, total < ProcessInfo.processInfo.physicalMemory else {
      throw DatasetError.option(
        "\(entries.count) pictures of \(width) x \(height) pixels do not fit into memory; "
          + "pass a smaller --image-size")
    }
    let outcomes = Mutex([Outcome?](repeating: nil, count: entries.count))
    let entries = entries
    var pixels = [UInt8](unsafeUninitializedCapacity: total) { target, used in
      let shared = UnsafeSendable(target)
      Parallel.forEachChunk(entries.count) { index in
        let slot = UnsafeMutableBufferPointer(
          rebasing: shared.value[index * size..<(index + 1) * size])
        let outcome = PictureList.decode(
          entries[index].path, reader: reader, width: width, height: height,
          resizes: options.imageSize != nil, into: slot)
        outcomes.withLock { $0[index] = outcome }
      }
      used = total
    }

    var kept: [Int] = []
    var skipped: [DatasetParts.Skipped] = []
    var hasColor = false
    for (index, outcome) in outcomes.withLock({ $0 }).enumerated() {
      let path = entries[index].path
      switch outcome {
      case .gray: kept.append(index)
      case .color:
        kept.append(index)
        hasColor = true
      case .otherSize(let found):
        throw DatasetError.differentSizes(
          file: path, size: found, firstFile: firstFile, firstSize: "\(width) x \(height)")
      case .failed(let error):
        if case .missingLibrary = error { throw error }
        guard options.unreadable == .skip else { throw error }
        skipped.append(DatasetParts.Skipped(path: path, reason: error.description))
      case nil: fail("a picture was not decoded")
      }
    }

    let channels = options.channels ?? (hasColor ? 3 : 1)
    if channels == 1 {
      pixels = [UInt8](unsafeUninitializedCapacity: total / 3) { target, used in
        pixels.withUnsafeBufferPointer { source in
          for i in 0..<total / 3 {
            target[i] = PixelImage.luma(source[3 * i], source[3 * i + 1], source[3 * i + 2])
          }
        }
        used = total / 3
      }
    }
    let all = ImageDataset(
      images: ContiguousImageStore(
        width: width, height: height, channels: channels, pixels: pixels),
      labels: entries.map(\.label), classNames: classNames, sampleNames: entries.map(\.name),
      groups: entries.map(\.group))
    return (kept.count == entries.count ? all : all.subset(kept), kept, skipped)
  }

  /// The size that was asked for, or that of the first picture that can be read.
  private func targetSize(
    _ options: DatasetOptions, reader: PictureReader
  ) throws -> (width: Int, height: Int, file: String) {
    if let side = options.imageSize { return (side, side, "") }
    var firstError: DatasetError?
    for entry in entries {
      do {
        let image = try reader.read(entry.path)
        return (image.width, image.height, entry.path)
      } catch let error as DatasetError {
        if case .missingLibrary = error { throw error }
        guard options.unreadable == .skip else { throw error }
        firstError = firstError ?? error
      }
    }
    throw firstError ?? DatasetError.option("there are no pictures")
  }

  /// Decodes a file to three channels; what is left of a failure is black.
  private static func decode(
    _ path: String, reader: PictureReader, width: Int, height: Int, resizes: Bool,
    into slot: UnsafeMutableBufferPointer<UInt8>
  ) -> Outcome {
    let image: PixelImage
    do {
      image = try reader.read(path)
    } catch {
      slot.initialize(repeating: 0)
      return .failed(
        error as? DatasetError ?? .unreadable(file: path, reason: String(describing: error)))
    }
    guard resizes || (image.width == width && image.height == height) else {
      slot.initialize(repeating: 0)
      return .otherSize("\(image.width) x \(image.height)")
    }
    let isGray = image.channels == 1
    let fitted = image.converted(width: width, height: height, channels: image.channels)
      .converted(channels: 3)
    _ = slot.initialize(from: fitted.pixels)
    return isGray ? .gray : .color
  }
}
