import Foundation
import LossStrategies
import Parts
import TensorCore
import TestSupport
import Testing
import TrainingSteps

@Suite("Selective negative learning")
struct SelectiveNegativeLearningTests {
  static let judged: [Float] = [0.50, 0.30, 0.08, 0.04, 0.03, 0.03, 0.02]
  static let learned: [Float] = [0.40, 0.25, 0.10, 0.10, 0.05, 0.05, 0.05]

  private func step(
    _ learned: [[Float]], judged: [[Float]], weights: [Float]? = nil, labels: [Int]? = nil,
    number: Int = 0, ids: [Int]? = nil
  ) -> Step {
    let classCount = learned[0].count
    let probabilities = matrix(judged)
    return makeStep(
      logits: [.learned(.unlabeledStrong): matrix(learned).log()],
      sampleIDs: ids ?? Array(0..<learned.count), poolSize: 1000, classCount: classCount,
      step: number,
      selection: Selection(
        weights: weights ?? [Float](repeating: 0, count: learned.count),
        pseudoLabels: .hard(labels ?? probabilities.argmaxRows()), probabilities: probabilities,
        thresholds: [Float](repeating: 0.9, count: classCount)))
  }

  @Test(
    "worked examples",
    arguments: [
      (.belowProbability(0.05), [3, 4, 5, 6], 0.0648101),
      (.belowProbability(1 / 7), [2, 3, 4, 5, 6], 0.0729202),
      (.belowChance, [2, 3, 4, 5, 6], 0.0729202),
      (.outsideTopK(3), [3, 4, 5, 6], 0.0648101),
      (.lowest(4), [3, 4, 5, 6], 0.0648101),
      (.adaptiveTopK(ceiling: 1), [2, 3, 4, 5, 6], 0.0729202),
      (.belowProbability(0), [], 0),
      (.outsideTopK(7), [], 0),
    ] as [(ComplementaryRule, [Int], Float)])
  func numbers(_ rule: ComplementaryRule, _ classes: [Int], _ expected: Float) {
    let loss = SelectiveNegativeLearning(rule)
    let given = step([Self.learned], judged: [Self.judged])
    #expect(loss.rejectedClasses(given) == [classes])
    #expect(abs(loss(given).scalar - expected) < 1e-6, "\(loss(given))")
  }

  @Test("accepted samples do not learn unless all samples do")
  func samples() {
    let given = step(
      [Self.learned, Self.learned], judged: [Self.judged, Self.judged], weights: [1, 0])
    let one: Float = 0.0648101
    #expect(abs(SelectiveNegativeLearning()(given).scalar - one / 2) < 1e-6)
    #expect(
      abs(SelectiveNegativeLearning(.init { $0.normalizer = .nonEmpty })(given).scalar - one) < 1e-6
    )
    #expect(abs(SelectiveNegativeLearning(.init { $0.samples = .all })(given).scalar - one) < 1e-6)
    #expect(SelectiveNegativeLearning().rejectedClasses(given) == [[], [3, 4, 5, 6]])
  }

  @Test("sums over classes instead of means")
  func sums() {
    let given = step([Self.learned], judged: [Self.judged])
    #expect(
      abs(SelectiveNegativeLearning(.init { $0.reduction = .sum })(given).scalar - 4 * 0.0648101)
        < 1e-5)
  }

  @Test("empty sets count in the mean over all and not in the other one")
  func emptySets() {
    let sure: [Float] = [0.2, 0.2, 0.12, 0.12, 0.12, 0.12, 0.12]
    let given = step([Self.learned, Self.learned], judged: [Self.judged, sure])
    let one: Float = 0.0648101
    #expect(abs(SelectiveNegativeLearning()(given).scalar - one / 2) < 1e-6)
    #expect(
      abs(SelectiveNegativeLearning(.init { $0.normalizer = .nonEmpty })(given).scalar - one) < 1e-6
    )
    let nothing = step([Self.learned], judged: [sure])
    for normalizer in SelectiveNegativeLearning.Normalizer.allCases {
      #expect(SelectiveNegativeLearning(.init { $0.normalizer = normalizer })(nothing).scalar == 0)
    }
  }

  @Test("the pseudo-label is never rejected, however unlikely it is judged")
  func pseudoLabelStays() {
    let given = step([Self.learned], judged: [Self.judged], labels: [6])
    for rule in [
      ComplementaryRule.belowProbability(1), .belowChance, .outsideTopK(1), .lowest(7),
      .adaptiveTopK(ceiling: 1), .randomOne,
    ] {
      let classes = SelectiveNegativeLearning(rule).rejectedClasses(given)[0]
      #expect(!classes.contains(6), "\(rule): \(classes)")
    }
  }

  @Test("a sure wrong answer costs the clamp's logarithm and no more")
  func certainty() {
    let learned = Tensor([0, 1000, 0], shape: [1, 3]).variable()
    let given = makeStep(
      logits: [.learned(.unlabeledStrong): learned], classCount: 3,
      selection: Selection(
        weights: [0], pseudoLabels: .hard([0]), probabilities: matrix([[0.98, 0.01, 0.01]]),
        thresholds: [1, 1, 1]))
    let value = SelectiveNegativeLearning()(given)
    #expect(abs(value.scalar - Float(-log(1e-7) / 2)) < 1e-4)
    let gradient = Tensor.gradients(of: value, withRespectTo: [learned])[0]
    #expect(gradient.values.allSatisfy { $0.isFinite })
  }

  @Test("with two classes the term is the cross-entropy of the pseudo-label")
  func twoClasses() {
    let given = step([[0.3, 0.7]], judged: [[0.96, 0.04]])
    #expect(abs(SelectiveNegativeLearning()(given).scalar + Float(log(0.3))) < 1e-5)
  }

  @Test("one class has nothing to reject", arguments: [ComplementaryRule.randomOne, .lowest(1)])
  func oneClass(_ rule: ComplementaryRule) {
    #expect(SelectiveNegativeLearning(rule)(step([[1]], judged: [[1]])).scalar == 0)
  }

  @Test("equal probabilities: the first class ranks higher")
  func ties() {
    let flat: [Float] = [0.25, 0.25, 0.25, 0.25]
    let given = step([flat], judged: [flat])
    #expect(SelectiveNegativeLearning(.outsideTopK(2)).rejectedClasses(given) == [[2, 3]])
    #expect(SelectiveNegativeLearning(.lowest(1)).rejectedClasses(given) == [[3]])
  }

  @Test("the adaptive rank grows until the learned view holds every pseudo-label")
  func adaptiveRank() {
    let judged: [Float] = [0.4, 0.3, 0.15, 0.1, 0.05]
    let agreeing: [Float] = [0.5, 0.2, 0.1, 0.1, 0.1]
    let doubting: [Float] = [0.15, 0.2, 0.3, 0.25, 0.1]
    let rule = ComplementaryRule.adaptiveTopK(ceiling: 0.22)
    let loss = SelectiveNegativeLearning(rule)
    #expect(loss.rejectedClasses(step([agreeing], judged: [judged])) == [[2, 3, 4]])
    let both = step([agreeing, doubting], judged: [judged, judged])
    #expect(loss.rejectedClasses(both) == [[4], [4]])
    let ceiling = step([[0.3, 0.2, 0.25, 0.15, 0.1]], judged: [judged])
    #expect(loss.rejectedClasses(ceiling) == [[3, 4]], "0.25 is above the ceiling")
  }

  @Test("a temperature of 2 takes the square root of the probabilities")
  func temperature() {
    let judged: [Float] = [0.81, 0.16, 0.03]
    let given = step([[0.4, 0.3, 0.3]], judged: [judged])
    #expect(SelectiveNegativeLearning(.belowProbability(0.2)).rejectedClasses(given) == [[1, 2]])
    let soft = SelectiveNegativeLearning(.belowProbability(0.2)) { $0.temperature = 2 }
    #expect(soft.rejectedClasses(given) == [[2]])
  }

  @Test("a random class is the sample's own, new every step and never the pseudo-label")
  func randomClass() {
    let loss = SelectiveNegativeLearning(.randomOne)
    let rows = [[Float]](repeating: Self.learned, count: 40)
    let judged = [[Float]](repeating: Self.judged, count: 40)
    let first = loss.rejectedClasses(step(rows, judged: judged, number: 1))
    #expect(first.allSatisfy { $0.count == 1 && $0 != [0] })
    #expect(Set(first.flatMap(\.self)) == Set(1..<7))
    #expect(loss.rejectedClasses(step(rows, judged: judged, number: 2)) != first)
    let reversed = step(rows, judged: judged, number: 1, ids: (0..<40).reversed())
    #expect(loss.rejectedClasses(reversed) == first.reversed())
  }

  @Test("warm-up epochs have no term")
  func warmUp() {
    let loss = SelectiveNegativeLearning(.init { $0.warmUpEpochs = 2 })
    let early = step([Self.learned], judged: [Self.judged], number: 19)
    #expect(loss(early).scalar == 0 && loss.rejectedClasses(early) == [[]])
    #expect(loss(step([Self.learned], judged: [Self.judged], number: 20)).scalar > 0)
  }
}
