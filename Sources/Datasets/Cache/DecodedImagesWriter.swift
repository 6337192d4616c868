import Foundation

/// Gathers decoded images in memory, or in a file of a cache that appears whole or not at all.
struct DecodedImagesWriter {
  private let width: Int
  private let height: Int
  private let file: File?
  private var samples: [UInt8] = []
  private var sampleCount = 0
  private var channelCounts: [UInt8] = []
  private var failures: [Int: String] = [:]

  private struct File {
    var handle: FileHandle
    var path: String
    var target: String
    var key: [UInt8]
    var cache: ImageCache
  }

  /// Starts without images.
  ///
  /// - Parameters:
  ///   - width: The number of columns of every image.
  ///   - height: The number of rows of every image.
  ///   - cache: Where they are kept, and under what key; nil for memory.
  /// - Throws: A ``DatasetError`` if the file cannot be made.
  init(width: Int, height: Int, cache: (cache: ImageCache, key: [UInt8])?) throws {
    self.width = width
    self.height = height
    guard let cache else {
      file = nil
      return
    }
    let target = cache.cache.path(of: cache.key)
    let path = target + ".\(ProcessInfo.processInfo.processIdentifier).\(UUID().uuidString).part"
    do {
      try FileManager.default.createDirectory(
        atPath: cache.cache.folder, withIntermediateDirectories: true)
      guard FileManager.default.createFile(atPath: path, contents: nil),
        let handle = FileHandle(forWritingAtPath: path)
      else { throw CocoaError(.fileWriteNoPermission) }
      file = File(
        handle: handle, path: path, target: target, key: cache.key, cache: cache.cache)
      try handle.write(contentsOf: [UInt8](repeating: 0, count: DecodedImages.headerSize))
    } catch {
      throw Self.failure(cache.cache.folder, error)
    }
  }

  /// Adds an image.
  mutating func append(_ pixels: UnsafeBufferPointer<UInt8>, channels: Int) throws {
    channelCounts.append(UInt8(channels))
    sampleCount += pixels.count
    samples.append(contentsOf: pixels)
    // A few megabytes at once are written as fast as any larger piece.
    if file != nil, samples.count >= 1 << 22 { try flush() }
  }

  /// Adds the place of an image that could not be decoded.
  mutating func appendFailure(_ reason: String) {
    failures[channelCounts.count] = reason
    channelCounts.append(0)
  }

  /// Ends the images, and gives their file its name.
  mutating func finish() throws -> DecodedImages {
    guard let file else {
      return DecodedImages(
        width: width, height: height, samples: samples, channelCounts: channelCounts,
        failures: failures)
    }
    try flush()
    do {
      let table = DecodedImages.table(channelCounts: channelCounts, failures: failures)
      try file.handle.write(contentsOf: table)
      try file.handle.seek(toOffset: 0)
      try file.handle.write(
        contentsOf: DecodedImages.header(
          width: width, height: height, count: channelCounts.count, sampleCount: sampleCount,
          key: file.key))
      try file.handle.synchronize()
      try file.handle.close()
    } catch {
      throw Self.failure(file.path, error)
    }
    guard rename(file.path, file.target) == 0 else {
      throw Self.failure(file.target, POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
    }
    file.cache.trim(keeping: file.target)
    guard
      let images = DecodedImages(file: try FileBytes.mapped(file.target), key: file.key)
    else {
      throw Self.failure(file.target, CocoaError(.fileReadCorruptFile))
    }
    return images
  }

  /// Deletes what was written so far.
  func cancel() {
    guard let file else { return }
    try? file.handle.close()
    unlink(file.path)
  }

  private mutating func flush() throws {
    guard let file, !samples.isEmpty else { return }
    do {
      try file.handle.write(contentsOf: samples)
    } catch {
      throw Self.failure(file.path, error)
    }
    samples.removeAll(keepingCapacity: true)
  }

  private static func failure(_ path: String, _ error: any Error) -> Failure {
    Failure(
      error: .unreadable(
        file: path,
        reason: "decoded images cannot be kept: \((error as NSError).localizedDescription)"))
  }

  /// A cache that cannot be written, which is no fault of the images.
  struct Failure: Error {
    var error: DatasetError
  }
}
