import Datasets
import Foundation
import TensorCore
import Testing

@Suite("Label noise")
struct LabelNoiseTests {
  private let labels = (0..<100).map { $0 % 4 }
  private let names = ["fear", "joy", "surprise", "anger"]
  private let key = RandomKey(seed: 2)

  @Test(
    "symmetric noise changes its share of every class, to the other classes alone",
    arguments: [0.1, 0.3, 0.5, 1])
  func symmetric(rate: Double) throws {
    let noise = try LabelNoise(.symmetric, rate: rate)
    let shown = try noise.applied(to: labels, classNames: names, key: key)
    let changed = labels.indices.filter { shown[$0] != labels[$0] }
    #expect(changed.count == Int((rate * 100).rounded()))
    for label in 0..<4 {
      let share = changed.count { labels[$0] == label }
      #expect(abs(Double(share) - rate * 25) < 1)
    }
    #expect(try noise.applied(to: labels, classNames: names, key: key) == shown)
    if rate < 1 {
      #expect(try noise.applied(to: labels, classNames: names, key: RandomKey(seed: 3)) != shown)
    }
  }

  @Test("every other class is about equally likely under symmetric noise")
  func uniform() throws {
    let many = (0..<8_000).map { $0 % 4 }
    let shown = try LabelNoise(.symmetric, rate: 1).applied(to: many, classNames: names, key: key)
    for from in 0..<4 {
      for to in 0..<4 {
        let count = many.indices.count { many[$0] == from && shown[$0] == to }
        // 2,000 draws of probability 1/3: five deviations are 105.
        #expect(from == to ? count == 0 : abs(count - 667) < 106)
      }
    }
  }

  @Test("asymmetric noise takes every class for the next, or only those that are named")
  func asymmetric() throws {
    let next = try LabelNoise(.asymmetric([]), rate: 0.4)
      .applied(to: labels, classNames: names, key: key)
    let changed = labels.indices.filter { next[$0] != labels[$0] }
    #expect(changed.count == 40)
    #expect(changed.allSatisfy { next[$0] == (labels[$0] + 1) % 4 })

    let pairs = try LabelNoise(parsing: "asymmetric:0.2:fear=surprise/anger=joy")
    let shown = try pairs.applied(to: labels, classNames: names, key: key)
    let moved = labels.indices.filter { shown[$0] != labels[$0] }
    #expect(moved.count == 10)
    #expect(moved.allSatisfy { [0: 2, 3: 1][labels[$0]] == shown[$0] })
  }

  @Test("a split shows wrong labels, keeps its samples, and survives JSON")
  func split() throws {
    let dataset = randomDataset(
      labels: (0..<60).map { $0 % 3 }, classCount: 3, width: 1, height: 1)
    let clean = try LabelSplit.perClass(5, of: dataset, validationPerClass: 2, key: key)
    let noisy = try clean.showing(
      LabelNoise(.symmetric, rate: 0.4), of: dataset, key: key)
    #expect(noisy.labeled == clean.labeled && noisy.unlabeled == clean.unlabeled)
    let shown = try #require(noisy.shownLabels)
    #expect(zip(noisy.labeled, shown).count { dataset.labels[$0] != $1 } == 6)
    let data = try JSONEncoder().encode(noisy)
    #expect(try JSONDecoder().decode(LabelSplit.self, from: data) == noisy)
    expectError(saying: ["one shown class for each of 2"]) {
      _ = try LabelSplit(sampleCount: 3, labeled: [0, 1], shownLabels: [0])
    }
  }

  @Test(
    "noise is written as it is read",
    arguments: ["symmetric:0.3", "asymmetric:0.25", "asymmetric:0.5:a=b/b=c"])
  func text(text: String) throws {
    #expect(try LabelNoise(parsing: text).description == text)
  }

  @Test(
    "what is no noise is refused with what is wrong",
    arguments: [
      ("symmetric", "expected symmetric:RATE"), ("symmetric:x", "expected symmetric:RATE"),
      ("symmetric:0", "above 0 and at most 1, not 0.0"), ("symmetric:1.5", "not 1.5"),
      ("symmetric:nan", "not nan"), ("symetric:0.1", "Did you mean 'symmetric'?"),
      ("symmetric:0.1:a=b", "takes no classes, found 'a=b'"),
      ("asymmetric:0.1:a", "'a' is no pair"), ("asymmetric:0.1:", "'' is no pair"),
      ("asymmetric:0.1:a=a", "'a' for itself"), ("asymmetric:0.1:a=b/a=c", "'a' twice"),
    ])
  func refusals(text: String, word: String) {
    expectError(saying: [word]) { _ = try LabelNoise(parsing: text) }
  }

  @Test("noise that does not fit the classes is refused")
  func misfits() {
    expectError(saying: ["'feer'", "Did you mean 'fear'?", "fear, joy, surprise, anger"]) {
      _ = try LabelNoise(parsing: "asymmetric:0.1:feer=joy")
        .applied(to: labels, classNames: names, key: key)
    }
    expectError(saying: ["at least two classes"]) {
      _ = try LabelNoise(.symmetric, rate: 0.1).applied(to: [0], classNames: ["a"], key: key)
    }
  }
}
