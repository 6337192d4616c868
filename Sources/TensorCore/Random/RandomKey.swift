/// The seed of a run, from which all its random streams are derived.
///
/// A stream is a pure function of its key: `(seed, purpose, step, sample, view)`. There is no
/// generator whose position would have to be saved, so a resumed run draws the same numbers, and
/// the order in which threads ask for streams does not matter.
public struct RandomKey: Sendable, Hashable, Codable {
  /// The seed of the run.
  public let seed: UInt64

  /// Creates the root of all streams with the given seed.
  public init(seed: UInt64) {
    self.seed = seed
  }

  /// Returns the stream for one use.
  ///
  /// - Parameters:
  ///   - purpose: What the numbers are for.
  ///   - step: The step or epoch; the low 32 bits count.
  ///   - sample: The sample's index; the low 32 bits count.
  ///   - view: Which view of the sample; the low 32 bits count.
  /// - Returns: A stream that depends on nothing but the key and the arguments.
  public func stream(
    _ purpose: RandomPurpose, step: Int = 0, sample: Int = 0, view: Int = 0
  ) -> RandomStream {
    let key = RandomKey.mix(seed &+ RandomKey.mix(purpose.rawValue))
    return RandomStream(
      key: key,
      counter: SIMD3(
        UInt32(truncatingIfNeeded: view), UInt32(truncatingIfNeeded: sample),
        UInt32(truncatingIfNeeded: step)))
  }

  /// The finalizer of SplitMix64 (Steele, Lea and Flood, 2014).
  package static func mix(_ value: UInt64) -> UInt64 {
    var z = value &+ 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
