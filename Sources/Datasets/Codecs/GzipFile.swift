import CImageCodecs

/// The expanded bytes of a gzip file, piece by piece.
final class GzipFile {
  private let name: String
  private var stream: OpaquePointer?
  private let pinned: UnsafeMutableBufferPointer<UInt8>

  /// Starts to expand the bytes of a file.
  ///
  /// - Throws: A ``DatasetError`` if zlib is missing.
  init(_ bytes: [UInt8], name: String) throws {
    self.name = name
    pinned = .allocate(capacity: max(bytes.count, 1))
    _ = pinned.initialize(from: bytes)
    var message = CodecMessage()
    let status = message.collect {
      sic_gzip_open(pinned.baseAddress, bytes.count, &stream, $0)
    }
    do {
      try check(status, message, library: .zlib, name: name, expected: "gzip data")
    } catch {
      pinned.deallocate()
      throw error
    }
  }

  deinit {
    sic_gzip_close(stream)
    pinned.deallocate()
  }

  /// Returns the next bytes; fewer than asked for only at the end.
  func read(_ count: Int) throws -> [UInt8] {
    var message = CodecMessage()
    var status = Int32(SIC_OK)
    let piece = [UInt8](unsafeUninitializedCapacity: count) { target, used in
      status = message.collect {
        sic_gzip_read(stream, target.baseAddress, count, &used, $0)
      }
    }
    try check(status, message, library: .zlib, name: name, expected: "intact gzip data")
    return piece
  }
}
