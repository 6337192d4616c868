import TensorCore
import Testing

@Suite("Random streams")
struct RandomStreamTests {
  @Test(
    "Philox gives the published answers",
    arguments: [
      (
        SIMD4<UInt32>.zero, SIMD2<UInt32>.zero,
        SIMD4<UInt32>(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8)
      ),
      (
        SIMD4<UInt32>(repeating: .max), SIMD2<UInt32>(repeating: .max),
        SIMD4<UInt32>(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD)
      ),
      (
        SIMD4<UInt32>(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
        SIMD2<UInt32>(0xA409_3822, 0x299F_31D0),
        SIMD4<UInt32>(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1)
      ),
    ])
  func knownAnswers(
    counter: SIMD4<UInt32>, key: SIMD2<UInt32>, expected: SIMD4<UInt32>
  ) {
    #expect(RandomStream.philox(counter: counter, key: key) == expected)
  }

  @Test("a stream depends on every part of its key and on nothing else")
  func keys() {
    let key = RandomKey(seed: 7)
    func first(_ stream: RandomStream) -> [UInt32] {
      var stream = stream
      return (0..<6).map { _ in stream.nextUInt32() }
    }
    let base = first(key.stream("weak", step: 1, sample: 2, view: 3))
    #expect(first(key.stream("weak", step: 1, sample: 2, view: 3)) == base)
    #expect(first(RandomKey(seed: 8).stream("weak", step: 1, sample: 2, view: 3)) != base)
    #expect(first(key.stream("strong", step: 1, sample: 2, view: 3)) != base)
    #expect(first(key.stream("weak", step: 2, sample: 2, view: 3)) != base)
    #expect(first(key.stream("weak", step: 1, sample: 3, view: 3)) != base)
    #expect(first(key.stream("weak", step: 1, sample: 2, view: 4)) != base)
  }

  @Test("whole numbers below a bound are uniform", arguments: [1, 2, 3, 7, 10, 1_000])
  func integers(bound: Int) {
    var random = RandomKey(seed: 1).stream("integers", sample: bound)
    var counts = [Int](repeating: 0, count: bound)
    let draws = 20_000
    for _ in 0..<draws { counts[random.integer(below: bound)] += 1 }
    // Chi-squared with bound - 1 degrees of freedom: mean bound - 1, variance twice that.
    let expected = Double(draws) / Double(bound)
    let chi = counts.reduce(0.0) {
      $0 + (Double($1) - expected) * (Double($1) - expected) / expected
    }
    #expect(chi <= Double(bound - 1) + 5 * (2 * Double(bound)).squareRoot())
  }

  @Test("uniform numbers lie in 0 ..< 1 and normal ones have mean 0 and deviation 1")
  func distributions() {
    var random = RandomKey(seed: 3).stream("floats")
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<50_000 {
      let u = random.uniform()
      #expect(u >= 0 && u < 1)
      let z = Double(random.normal())
      sum += z
      squares += z * z
    }
    #expect(abs(sum / 50_000) < 0.03)
    #expect(abs(squares / 50_000 - 1) < 0.03)
  }

  @Test(
    "numbers from beta distributions have their mean and variance",
    arguments: [(0.5, 0.5), (0.75, 0.75), (2, 5), (1, 1), (0.01, 0.02)])
  func betas(first: Double, second: Double) {
    var random = RandomKey(seed: 6).stream("betas")
    let draws = (0..<40_000).map { _ in random.beta(first, second) }
    #expect(draws.allSatisfy { (0...1).contains($0) })
    let total = first + second
    let mean = first / total
    let variance = mean * (1 - mean) / (total + 1)
    let measured = draws.reduce(0, +) / Double(draws.count)
    // Five deviations of the mean.
    #expect(abs(measured - mean) < 5 * (variance / Double(draws.count)).squareRoot())
    let squares = draws.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(draws.count)
    #expect(abs(squares / variance - 1) < 0.05)
  }

  @Test("a permutation holds every number once, and all orders occur")
  func permutations() {
    var random = RandomKey(seed: 4).stream("permutation")
    var seen: Set<[Int]> = []
    for _ in 0..<500 {
      let order = random.permutation(of: 4)
      #expect(order.sorted() == [0, 1, 2, 3])
      seen.insert(order)
    }
    #expect(seen.count == 24)
    #expect(random.permutation(of: 0).isEmpty)
  }
}
