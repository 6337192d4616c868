import Datasets
import TensorCore
import Testing

@Suite("Samplers")
struct SamplerTests {
  private let key = RandomKey(seed: 11)

  /// How often every place is drawn in many steps.
  private func histogram(_ sampler: any IndexSampler, poolSize: Int, steps: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: poolSize)
    for step in 0..<steps {
      for place in sampler.indices(step: step, count: 10) { counts[place] += 1 }
    }
    return counts
  }

  @Test("uniform draws are equally likely")
  func uniform() {
    let sampler = UniformSampler(poolSize: 8, key: key, purpose: "test")
    let counts = histogram(sampler, poolSize: 8, steps: 2_000)
    // 2500 expected each, with a deviation of 47.
    #expect(counts.allSatisfy { abs($0 - 2_500) < 240 })
  }

  @Test("class-balanced draws make classes equally likely, and the samples of each")
  func balanced() {
    let labels = [0, 2, 2, 2, 2, 0, 5, 2]
    let sampler = ClassBalancedSampler(labels: labels, key: key, purpose: "test")
    let counts = histogram(sampler, poolSize: 8, steps: 3_000)
    for (place, label) in labels.enumerated() {
      let expected = 10_000 / labels.filter { $0 == label }.count
      #expect(abs(counts[place] - expected) < 450)
    }
  }

  @Test("shuffled draws go through the pool once a round, in another order each time")
  func shuffled() {
    let sampler = ShuffledSampler(poolSize: 7, key: key, purpose: "test")
    let stream = (0..<21).flatMap { sampler.indices(step: $0, count: 3) }
    var rounds: Set<[Int]> = []
    for start in stride(from: 0, to: stream.count, by: 7) {
      let round = Array(stream[start..<start + 7])
      #expect(round.sorted() == Array(0..<7))
      rounds.insert(round)
    }
    #expect(rounds.count > 7)
    #expect(sampler.indices(step: 0, count: 20).count == 20)
  }

  @Test("what a step draws depends on key, purpose and step alone")
  func determinism() {
    let samplers: [(any IndexSampler, any IndexSampler, any IndexSampler)] = [
      (
        UniformSampler(poolSize: 50, key: key, purpose: "a"),
        UniformSampler(poolSize: 50, key: key, purpose: "a"),
        UniformSampler(poolSize: 50, key: key, purpose: "b")
      ),
      (
        ClassBalancedSampler(labels: (0..<50).map { $0 % 4 }, key: key, purpose: "a"),
        ClassBalancedSampler(labels: (0..<50).map { $0 % 4 }, key: key, purpose: "a"),
        ClassBalancedSampler(labels: (0..<50).map { $0 % 4 }, key: key, purpose: "b")
      ),
      (
        ShuffledSampler(poolSize: 50, key: key, purpose: "a"),
        ShuffledSampler(poolSize: 50, key: key, purpose: "a"),
        ShuffledSampler(poolSize: 50, key: key, purpose: "b")
      ),
    ]
    for (first, same, other) in samplers {
      let late = first.indices(step: 9, count: 16)
      #expect(first.indices(step: 3, count: 16) == same.indices(step: 3, count: 16))
      #expect(same.indices(step: 9, count: 16) == late)
      #expect(first.indices(step: 3, count: 16) != other.indices(step: 3, count: 16))
      #expect(first.indices(step: 3, count: 16) != late)
    }
  }
}
