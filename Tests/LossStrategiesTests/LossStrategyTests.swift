import Foundation
import LossStrategies
import Parts
import TensorCore
import TestSupport
import Testing
import TrainingSteps

@Suite("Loss strategies")
struct LossStrategyTests {
  /// Every listed loss, and variants that the defaults do not reach.
  static let all: [(name: String, loss: any LossStrategy)] =
    Catalog.lossStrategies.entries.compactMap { entry in
      var context = PartContext(classCount: LossConformance.classCount)
      context.transformedViews = [View(.unlabeled, .mixed)]
      return (try? entry.make(for: context)).map { (entry.info.name, $0) }
    } + [
      ("smoothed", SupervisedCrossEntropy(labelSmoothing: 0.1, classWeights: [1, 2, 0.5, 1])),
      ("weak, selected", PseudoLabelCrossEntropy(view: .unlabeledWeak, normalizer: .selected)),
      ("below chance", SelectiveNegativeLearning(.belowChance) { $0.normalizer = .nonEmpty }),
      ("outside top 2", SelectiveNegativeLearning(.outsideTopK(2)) { $0.view = .weak }),
      (
        "adaptive top k",
        SelectiveNegativeLearning(.adaptiveTopK(ceiling: 1)) {
          ($0.samples, $0.reduction) = (.all, .sum)
        }
      ),
      ("lowest", SelectiveNegativeLearning(.lowest(1)) { $0.temperature = 2 }),
      ("random", SelectiveNegativeLearning(.randomOne)),
      (
        "named by the policy", SelectiveNegativeLearning(.bySelection) { $0.normalizer = .nonEmpty }
      ),
      ("pi-model", ConsistencyLoss.piModel),
      ("divergence", ConsistencyLoss(distance: .divergence)),
      ("ramped", PseudoLabelCrossEntropy().ramped(over: 1)),
    ]

  @Test("a loss keeps every promise", arguments: all.indices)
  func conformance(_ index: Int) {
    LossConformance.check(Self.all[index].name, Self.all[index].loss)
  }

  @Test("all losses of the catalog are checked")
  func catalog() {
    #expect(Set(Catalog.lossStrategies.names).isSubset(of: Self.all.map(\.name)))
  }

  private func step(
    _ logits: Tensor, weights: [Float], labels: Selection.PseudoLabels, judged: Tensor? = nil
  ) -> Step {
    makeStep(
      logits: [.learned(.unlabeledStrong): logits], classCount: logits.shape[1],
      selection: Selection(
        weights: weights, pseudoLabels: labels, probabilities: judged ?? logits.softmax(),
        thresholds: [Float](repeating: 0.5, count: logits.shape[1])))
  }

  @Test("rejected samples count in the mean over all, not in the mean over selected ones")
  func normalizers() {
    let logits = matrix([[0, 0], [3, -1], [0, 0], [0, 0]])
    let given = step(logits, weights: [1, 0, 0.5, 0], labels: .hard([0, 1, 1, 0]))
    let log2 = Float(log(2.0))
    expectClose(PseudoLabelCrossEntropy()(given).values, [1.5 * log2 / 4], within: 1e-6)
    expectClose(
      PseudoLabelCrossEntropy(normalizer: .selected)(given).values, [log2], within: 1e-6)
  }

  @Test("nothing accepted gives zero, without a gradient")
  func nothingAccepted() {
    let given = step(
      matrix([[5, 1], [2, 3]]).variable(), weights: [0, 0], labels: .hard([0, 1]))
    for normalizer in LossNormalizer.allCases {
      let value = PseudoLabelCrossEntropy(normalizer: normalizer)(given)
      #expect(value.scalar == 0 && !value.needsGradient)
    }
  }

  @Test("soft labels of rejected samples may be NaN")
  func rejectedNaN() {
    let logits = matrix([[1, 2], [0, 0]])
    let targets = matrix([[.nan, .nan], [0.5, 0.5]])
    let given = step(logits, weights: [0, 1], labels: .soft(targets), judged: targets)
    expectClose(PseudoLabelCrossEntropy()(given).values, [Float(log(2.0)) / 2], within: 1e-6)
    #expect(SelectiveNegativeLearning()(given).scalar == 0)
  }

  @Test("scores that are not finite make the loss NaN even for rejected samples")
  func divergence() {
    let given = step(
      matrix([[.nan, 1], [0, 0]]), weights: [0, 1], labels: .hard([0, 1]),
      judged: matrix([[0.5, 0.5], [0.5, 0.5]]))
    #expect(PseudoLabelCrossEntropy()(given).scalar.isNaN)
  }

  @Test("class weights and labeled weights make a weighted mean")
  func supervisedWeights() {
    var given = makeStep(
      logits: [.learned(.labeledWeak): matrix([[0, 0], [Float(log(3.0)), 0], [9, -9]])],
      labels: [0, 1, 1], classCount: 2)
    given.selection = Selection(
      weights: [], pseudoLabels: .hard([]), probabilities: Tensor.zeros([0, 2]),
      thresholds: [0, 0], labeledWeights: [.labeledWeak: [1, 1, 0]])
    let (log2, log4) = (Float(log(2.0)), Float(log(4.0)))
    expectClose(SupervisedCrossEntropy()(given).values, [(log2 + log4) / 2], within: 1e-6)
    expectClose(
      SupervisedCrossEntropy(classWeights: [1, 3])(given).values, [(log2 + 3 * log4) / 4],
      within: 1e-6)
    given.selection?.labeledWeights[.labeledWeak] = [0, 0, 0]
    #expect(SupervisedCrossEntropy()(given).scalar == 0)
  }

  @Test("the teacher is the target of mean teacher, the student that of the Pi-model")
  func consistencyRequests() {
    #expect(
      ConsistencyLoss.meanTeacher.requests == [
        .learned(View(.unlabeled, .weak, number: 1)),
        ViewRequest(.unlabeledWeak, by: .teacher, statistics: .separate),
      ])
    #expect(ConsistencyLoss.piModel.requests[1] == ViewRequest(.unlabeledWeak))
  }
}

@Suite("Weights of losses")
struct WeightedLossTests {
  private func factor(_ loss: WeightedLoss, _ step: Int) -> Float {
    loss.factor(TrainingProgress(step: step, stepCount: 100, epochSteps: 10))
  }

  @Test("ramps grow to the whole weight and stay there")
  func ramps() {
    let linear = EntropyLoss().ramped(over: 0.4)
    #expect(factor(linear, 0) == 0 && factor(linear, 10) == 0.25)
    #expect(factor(linear, 40) == 1 && factor(linear, 100) == 1)
    let curved = EntropyLoss().ramped(over: 0.5, .exponential)
    #expect(abs(factor(curved, 0) - Float(exp(-5.0))) < 1e-7)
    #expect(abs(factor(curved, 25) - Float(exp(-1.25))) < 1e-7)
    #expect(factor(curved, 50) == 1 && factor(curved, 99) == 1)
    #expect(factor(EntropyLoss().ramped(over: 0), 0) == 1)
  }

  @Test("weights and ramps multiply, keep the name and can be taken off")
  func nesting() {
    let loss = 2 * (SelectiveNegativeLearning(below: 0.05).ramped(over: 1) * 0.5)
    #expect(loss.name == "snl")
    #expect((loss.unwrapped as? SelectiveNegativeLearning)?.options.rule == .belowProbability(0.05))
    let x = matrix([[0, 0], [2, 1]])
    let weighted = 3 * EntropyLoss().ramped(over: 1)
    let step = makeStep(logits: [.learned(.unlabeledWeak): x], classCount: 2, step: 50)
    expectClose(
      weighted(step).values, [1.5 * EntropyLoss()(step).scalar], within: 1e-6)
  }
}
