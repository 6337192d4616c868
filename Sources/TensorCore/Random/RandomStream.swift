import Foundation

/// A counter-based stream of random numbers: Philox4x32 with ten rounds.
///
/// Block `i` of the stream is the Philox permutation of the counter `(i, view, sample, step)` under
/// a 64-bit key; streams with different counters or keys are independent for every practical use.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
public struct RandomStream: RandomNumberGenerator, Sendable {
  private let key: SIMD2<UInt32>
  private var counter: SIMD4<UInt32>
  private var block: SIMD4<UInt32> = .zero
  private var used: Int = 4

  init(key: UInt64, counter: SIMD3<UInt32>) {
    self.key = SIMD2(UInt32(truncatingIfNeeded: key), UInt32(truncatingIfNeeded: key >> 32))
    self.counter = SIMD4(0, counter.x, counter.y, counter.z)
  }

  /// Returns the Philox4x32-10 permutation of a counter under a key.
  package static func philox(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>
  ) -> SIMD4<UInt32> {
    var c = counter
    var k = key
    for round in 0..<10 {
      if round > 0 { k = k &+ SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let first = UInt64(0xD251_1F53) &* UInt64(c.x)
      let second = UInt64(0xCD9E_8D57) &* UInt64(c.z)
      c = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ c.y ^ k.x,
        UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ c.w ^ k.y,
        UInt32(truncatingIfNeeded: first))
    }
    return c
  }

  /// Returns the next 32 random bits.
  @inline(__always)
  package mutating func nextUInt32() -> UInt32 {
    if used == 4 {
      block = RandomStream.philox(counter: counter, key: key)
      counter.x &+= 1
      used = 0
    }
    defer { used += 1 }
    return block[used]
  }

  /// Returns the next 64 random bits.
  public mutating func next() -> UInt64 {
    let low = UInt64(nextUInt32())
    return low | UInt64(nextUInt32()) << 32
  }

  /// Returns a number from the uniform distribution on 0 ..< 1, a multiple of 2 to the power -24.
  public mutating func uniform() -> Float {
    Float(nextUInt32() >> 8) * 0x1p-24
  }

  /// Returns a number from the uniform distribution on `low` ..< `high`.
  ///
  /// Rounding may yield `high` itself where the interval is narrow compared with its ends.
  public mutating func uniform(_ low: Float, _ high: Float) -> Float {
    low + (high - low) * uniform()
  }

  /// Returns a whole number from 0 ..< `bound`, every one equally likely.
  ///
  /// Source: Lemire, "Fast random integer generation in an interval", 2019.
  ///
  /// - Parameter bound: The number of outcomes, from 1 to 2 to the power 32 minus 1.
  /// - Returns: A number that is at least zero and less than the bound.
  public mutating func integer(below bound: Int) -> Int {
    check(bound > 0 && bound <= Int(UInt32.max), "integer(below:) needs a bound in 1 ... 2^32 - 1")
    let range = UInt64(bound)
    var product = UInt64(nextUInt32()) &* range
    if UInt32(truncatingIfNeeded: product) < UInt32(bound) {
      let threshold = (0 &- UInt32(bound)) % UInt32(bound)
      while UInt32(truncatingIfNeeded: product) < threshold {
        product = UInt64(nextUInt32()) &* range
      }
    }
    return Int(product >> 32)
  }

  /// Returns true with the given probability; 0 never, 1 always.
  public mutating func bernoulli(_ probability: Float) -> Bool {
    uniform() < probability
  }

  /// Returns a number from the standard normal distribution, by the Box-Muller transform.
  public mutating func normal() -> Float {
    let radius = (-2 * Foundation.log(1 - Double(uniform()))).squareRoot()
    return Float(radius * Foundation.cos(2 * Double.pi * Double(uniform())))
  }

  /// Returns the numbers 0 ..< `count` in random order (Fisher and Yates).
  public mutating func permutation(of count: Int) -> [Int] {
    var order = Array(0..<count)
    var last = count - 1
    while last > 0 {
      order.swapAt(last, integer(below: last + 1))
      last -= 1
    }
    return order
  }
}
