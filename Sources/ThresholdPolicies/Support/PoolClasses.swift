import Foundation
import TensorCore

/// The class that each sample of a pool was last taken to be, with a count of every class.
///
/// Noting one sample costs the same whatever the size of the pool. It is encoded as two bytes a
/// sample, since pools are large.
struct PoolClasses: Sendable, Codable {
  /// One more than the class; 0 is none yet.
  private var marks: [UInt16]
  /// The number of samples of each class.
  private(set) var counts: [Int]
  /// The number of samples without a class.
  private(set) var unusedCount: Int

  /// The number of samples.
  var sampleCount: Int { marks.count }

  /// Creates a pool whose samples have no class yet.
  init(sampleCount: Int, classCount: Int) {
    check(classCount < Int(UInt16.max), "\(classCount) classes, at most 65534 are supported")
    marks = [UInt16](repeating: 0, count: sampleCount)
    counts = [Int](repeating: 0, count: classCount)
    unusedCount = sampleCount
  }

  /// Notes what a sample is taken to be; a later note replaces an earlier one.
  mutating func note(_ label: Int, of sample: Int) {
    check(
      sample >= 0 && sample < marks.count, "sample \(sample) of a pool of \(marks.count) samples")
    let old = Int(marks[sample])
    if old == 0 { unusedCount -= 1 } else { counts[old - 1] -= 1 }
    marks[sample] = UInt16(label + 1)
    counts[label] += 1
  }

  private enum CodingKeys: String, CodingKey {
    case classCount
    case marks
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let classCount = try container.decode(Int.self, forKey: .classCount)
    let bytes = [UInt8](try container.decode(Data.self, forKey: .marks))
    guard bytes.count.isMultiple(of: 2), (0..<Int(UInt16.max)).contains(classCount) else {
      throw DecodingError.dataCorruptedError(
        forKey: .marks, in: container,
        debugDescription: "expected two bytes a sample, found \(bytes.count) bytes")
    }
    marks = stride(from: 0, to: bytes.count, by: 2).map {
      UInt16(bytes[$0]) | UInt16(bytes[$0 + 1]) << 8
    }
    counts = [Int](repeating: 0, count: classCount)
    unusedCount = 0
    for mark in marks {
      guard Int(mark) <= classCount else {
        throw DecodingError.dataCorruptedError(
          forKey: .marks, in: container,
          debugDescription: "expected classes below \(classCount), found \(mark - 1)")
      }
      if mark == 0 { unusedCount += 1 } else { counts[Int(mark) - 1] += 1 }
    }
  }

  func encode(to encoder: any Encoder) throws {
    var bytes = Data(capacity: 2 * marks.count)
    for mark in marks {
      bytes.append(UInt8(truncatingIfNeeded: mark))
      bytes.append(UInt8(truncatingIfNeeded: mark >> 8))
    }
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(counts.count, forKey: .classCount)
    try container.encode(bytes, forKey: .marks)
  }
}
