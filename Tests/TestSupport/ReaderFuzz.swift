import CAllocationProbe
import Foundation
import TensorCore

/// Hands damaged files to a reader: every one must give a value or an error of the reader's own type.
///
/// Mutations derive from the name of the reader and their number alone. A reader that traps or never
/// ends takes the test program with it; everything else is in the report. Two variables of the
/// environment help to look closer: `SEMISUPERVISED_FUZZ_COUNT` sets the number of mutations, and
/// `SEMISUPERVISED_FUZZ_KEEP` names a folder in which the present mutation is kept while it is read.
///
/// One line tests a reader:
///
///     #expect(ReaderFuzz("npy", seeds: [file], bound: 1 << 16).problem(of: NumpyError.self) { ... } == nil)
public struct ReaderFuzz: Sendable {
  /// The name of the reader, from which its mutations derive.
  public let name: String
  /// Whole files; at least one.
  public let seeds: [[UInt8]]
  /// The largest number of bytes that the reader may ask for at once.
  public let bound: Int
  /// Pieces that the format gives a meaning, to be strewn in.
  public var tokens: [String]
  /// Mends checksums, so that half of the mutations reach what lies behind them.
  public var repair: (@Sendable (inout [UInt8]) -> Void)?
  /// The number of mutations.
  public var count: Int

  /// Describes how a reader is tried.
  ///
  /// - Parameters:
  ///   - name: The name of the reader, from which its mutations derive.
  ///   - seeds: Whole files; at least one.
  ///   - bound: The largest number of bytes that the reader may ask for at once.
  ///   - tokens: Pieces that the format gives a meaning, to be strewn in.
  ///   - count: The number of mutations.
  ///   - repair: Mends checksums, for half of the mutations.
  public init(
    _ name: String, seeds: [[UInt8]], bound: Int, tokens: [String] = [], count: Int = 10_000,
    repair: (@Sendable (inout [UInt8]) -> Void)? = nil
  ) {
    check(!seeds.isEmpty, "ReaderFuzz: \(name) has no seeds")
    self.name = name
    self.seeds = seeds
    self.bound = bound
    self.tokens = tokens
    self.repair = repair
    let asked = ProcessInfo.processInfo.environment["SEMISUPERVISED_FUZZ_COUNT"].flatMap(Int.init)
    self.count = asked ?? count
  }

  /// Tries a reader of bytes.
  ///
  /// - Parameters:
  ///   - errors: The type that every error of the reader must have.
  ///   - read: The reader.
  /// - Returns: What is wrong, in one line; nil if nothing is.
  public func problem<Failure: Error>(
    of errors: Failure.Type, _ read: ([UInt8]) throws -> Void
  ) -> String? {
    for (place, seed) in seeds.enumerated() {
      do { try read(seed) } catch { return "\(name): seed \(place) is refused: \(error)" }
    }
    var refused = 0
    var largest = 0
    let keep = ProcessInfo.processInfo.environment["SEMISUPERVISED_FUZZ_KEEP"]
    for number in 0..<count {
      let input = mutation(number)
      if let keep {
        let url = URL(fileURLWithPath: keep).appendingPathComponent(name + ".input")
        try? Data(input).write(to: url)
      }
      var failure: (any Error)?
      sap_begin()
      do { try read(input) } catch { failure = error }
      let asked = Int(clamping: sap_end())
      largest = max(largest, asked)
      if asked > bound {
        return
          "\(name): mutation \(number) of \(input.count) bytes asked for \(asked) bytes at once"
      }
      if let failure {
        refused += 1
        guard failure is Failure else {
          return "\(name): mutation \(number) gave an error of another type: \(failure)"
        }
      }
    }
    if refused == 0 { return "\(name): none of \(count) mutations was refused" }
    if sap_is_available() == 1 && largest == 0 { return "\(name): requests were not watched" }
    return nil
  }

  /// Tries a reader of files: every mutation is written where the reader expects its file.
  ///
  /// - Parameters:
  ///   - path: The file that is written.
  ///   - errors: The type that every error of the reader must have.
  ///   - read: Reads the file.
  /// - Returns: What is wrong, in one line; nil if nothing is.
  public func problem<Failure: Error>(
    at path: String, of errors: Failure.Type, _ read: () throws -> Void
  ) -> String? {
    problem(of: errors) { bytes in
      guard let file = fopen(path, "wb") else { fail("ReaderFuzz: cannot write \(path)") }
      fwrite(bytes, 1, bytes.count, file)
      fclose(file)
      try read()
    }
  }

  /// Returns a damaged file.
  ///
  /// - Parameter number: The number of the mutation.
  /// - Returns: One of the seeds after one to four changes.
  public func mutation(_ number: Int) -> [UInt8] {
    let seed = name.utf8.reduce(UInt64(0)) { $0 &* 257 &+ UInt64($1) }
    var random = RandomKey(seed: seed).stream("fuzz", sample: number)
    var bytes = seeds[random.integer(below: seeds.count)]
    for _ in 0...random.integer(below: 4) { change(&bytes, using: &random) }
    if let repair, random.integer(below: 2) == 0 { repair(&bytes) }
    return bytes
  }

  private func change(_ bytes: inout [UInt8], using random: inout RandomStream) {
    guard !bytes.isEmpty else {
      bytes = (0..<random.integer(below: 16)).map { _ in UInt8(random.integer(below: 256)) }
      return
    }
    // Headers are short and decide most: every second change is near the start.
    let reach = random.integer(below: 2) == 0 ? min(64, bytes.count) : bytes.count
    let place = random.integer(below: reach)
    let length = min(1 + random.integer(below: 32), bytes.count - place)
    switch random.integer(below: 10) {
    case 0: bytes[place] ^= 1 << UInt8(random.integer(below: 8))
    case 1: bytes[place] = UInt8(random.integer(below: 256))
    case 2: bytes.removeSubrange(place...)
    case 3: bytes.removeSubrange(place..<place + length)
    case 4: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
    case 5:
      let noise = (0..<length).map { _ in UInt8(random.integer(below: 256)) }
      bytes.replaceSubrange(place..<place + length, with: noise)
    case 6: overwriteNumber(&bytes, at: place, using: &random)
    case 7:
      let other = seeds[random.integer(below: seeds.count)]
      bytes.replaceSubrange(place..., with: other[min(place, other.count)...])
    case 8:
      let digits = ["0", "-1", "1e999", "nan", "18446744073709551616", "2147483648", "", "\u{0}"]
      let pieces = digits + tokens
      bytes.insert(contentsOf: Array(pieces[random.integer(below: pieces.count)].utf8), at: place)
    default:
      bytes += (0..<length).map { _ in UInt8(random.integer(below: 256)) }
    }
  }

  /// Writes a number that lengths and counts stumble over, of one to eight bytes.
  private func overwriteNumber(
    _ bytes: inout [UInt8], at place: Int, using random: inout RandomStream
  ) {
    let width = 1 << random.integer(below: 4)
    let numbers: [UInt64] = [0, 1, 0x7F, 0x80, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, .max, .max >> 1]
    let number = numbers[random.integer(below: numbers.count)]
    var digits = (0..<width).map { UInt8(truncatingIfNeeded: number >> UInt64(8 * $0)) }
    if random.integer(below: 2) == 0 { digits.reverse() }
    let end = min(bytes.count, place + width)
    bytes.replaceSubrange(place..<end, with: digits.prefix(end - place))
  }
}
