import TensorCore

/// Records of the CIFAR sets: some bytes of labels, then 32 x 32 red values, green values, blue values.
enum CIFARRecords {
  private static let side = 32
  private static let plane = side * side

  /// Reads files of records into one data set.
  ///
  /// - Parameters:
  ///   - paths: The files, in order.
  ///   - labelSize: The number of bytes of labels of a record.
  ///   - labelPlace: Which of them is the label.
  ///   - classNames: The names of the classes.
  /// - Returns: All records, file by file.
  /// - Throws: A ``DatasetError`` that names the file.
  static func dataset(
    _ paths: [String], labelSize: Int = 1, labelPlace: Int = 0, classNames: [String]
  ) throws -> ImageDataset {
    let recordSize = labelSize + 3 * plane
    var labels: [Int] = []
    var pixels: [UInt8] = []
    for path in paths {
      let bytes = try FileBytes.read(path)
      let count = bytes.count / recordSize
      guard count > 0, bytes.count.isMultiple(of: recordSize) else {
        throw DatasetError.malformed(
          file: path, expected: "records of \(recordSize) bytes",
          found: "\(bytes.count) bytes, which is no multiple of it")
      }
      for record in 0..<count {
        let label = Int(bytes[record * recordSize + labelPlace])
        guard label < classNames.count else {
          throw DatasetError.malformed(
            file: path, expected: "labels below \(classNames.count), the number of class names",
            found: "\(label) in record \(record)")
        }
        labels.append(label)
      }
      pixels += interleaved(bytes, recordSize: recordSize, labelSize: labelSize, count: count)
    }
    let images = ContiguousImageStore(width: side, height: side, channels: 3, pixels: pixels)
    return ImageDataset(images: images, labels: labels, classNames: classNames)
  }

  /// Reads the names of classes, one a line.
  static func classNames(_ path: String) throws -> [String] {
    let names = try FileBytes.lines(path)
    try expectDistinct(names, path: path)
    return names
  }

  /// Returns the path of a file that must be there.
  static func file(_ name: String, in folder: String) throws -> String {
    let path = FileBytes.join(folder, name)
    guard FileBytes.isFile(path) else {
      throw DatasetError.unreadable(file: path, reason: "no such file")
    }
    return path
  }

  /// Returns the pixels of all records with the channels innermost.
  private static func interleaved(
    _ bytes: [UInt8], recordSize: Int, labelSize: Int, count: Int
  ) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count * 3 * plane) { target, used in
      bytes.withUnsafeBufferPointer { source in
        for record in 0..<count {
          let from = record * recordSize + labelSize
          let to = record * 3 * plane
          for pixel in 0..<plane {
            target[to + 3 * pixel] = source[from + pixel]
            target[to + 3 * pixel + 1] = source[from + plane + pixel]
            target[to + 3 * pixel + 2] = source[from + 2 * plane + pixel]
          }
        }
      }
      used = count * 3 * plane
    }
  }
}
