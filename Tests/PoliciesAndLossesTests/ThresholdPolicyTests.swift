import Foundation
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Threshold policies")
struct ThresholdPolicyTests {
  /// Every listed policy, and variants that the defaults do not reach.
  static let all: [(name: String, policy: any ThresholdPolicy)] =
    ThresholdPolicyCatalog.entries.map {
      ($0.listing.identifier, $0.make(PolicyConformance.classCount))
    } + [
      ("fixed, soft labels", FixedThreshold(0.6, labels: .soft(temperature: 0.4))),
      ("fixed, two views", FixedThreshold(0.6, views: .weak(2))),
      ("flexmatch without warm-up", CurriculumThreshold(0.7, warmUp: false, mapping: .concave)),
      ("flexmatch with floor", CurriculumThreshold(0.7, floor: 0.3)),
      ("ada-cm", DynamicThresholdAdjustment.adaptiveConfidenceMargin(classCount: 4)),
      (
        "dta on labeled batches",
        DynamicThresholdAdjustment(
          classCount: 4, initialThreshold: 0.5, floor: 0.3,
          evidence: .labeledBatches(ViewRequest(.labeledWeak)))
      ),
      (
        "dta on each labeled batch",
        DynamicThresholdAdjustment(
          classCount: 4, floor: 0.3,
          evidence: .eachLabeledBatch(ViewRequest(.labeledWeak), momentum: 0.9))
      ),
      (
        "dta with unlabeled confidences",
        DynamicThresholdAdjustment(
          classCount: 4, beta: 1, initialThreshold: 0.5, floor: 0.5, rule: .classMeanWithUnlabeled,
          evidence: .eachLabeledBatch(ViewRequest(.labeledWeak), momentum: 0))
      ),
      (
        "freematch, quantile", SelfAdaptiveThreshold(momentum: 0.9, quantile: 0.8, limits: 0...0.95)
      ),
      ("softmatch, USB's order", SoftThreshold(momentum: 0.9, order: .afterAlignment)),
      (
        "softmatch, labeled target",
        SoftThreshold(momentum: 0.9, alignment: DistributionAlignment(target: .labeled))
      ),
      (
        "adamatch, given target",
        RelativeThreshold(
          0.9, alignment: DistributionAlignment(target: .given([0.4, 0.3, 0.2, 0.1])))
      ),
      ("adamatch without alignment", RelativeThreshold(0.9, alignment: nil)),
      (
        "adamatch with a queue",
        RelativeThreshold(
          0.9, alignment: DistributionAlignment(target: .labeled, queueLength: 3))
      ),
      (
        "remixmatch's labels",
        FixedThreshold(
          0, labels: .soft(temperature: 0.5),
          alignment: DistributionAlignment(target: .labels, queueLength: 4))
      ),
      ("dash without warm-up", LossThreshold(warmUp: 0, period: 0.01)),
    ]

  @Test("a policy keeps every promise", arguments: all.indices)
  func conformance(_ index: Int) throws {
    try PolicyConformance.check(Self.all[index].name, Self.all[index].policy)
  }

  @Test("listed policies have different names and say what they are")
  func catalog() {
    let listings = ThresholdPolicyCatalog.entries.map(\.listing)
    #expect(Set(listings.map(\.identifier)).count == listings.count)
    for listing in listings {
      #expect(!listing.summary.isEmpty && listing.source.hasPrefix("https://"))
    }
  }

  @Test("a sample exactly on the threshold is accepted, ties go to the first class")
  func edges() {
    var policy = FixedThreshold(0.5)
    let rows: [[Float]] = [[0.5, 0.5], [0.25, 0.75], [Float(0.5).nextDown, Float(0.5).nextDown]]
    let selection = policy.select(JudgedBatch(probabilities: matrix(rows)))
    #expect(selection.weights == [1, 1, 0])
    #expect(selection.classes == [0, 1, 0])
    var all = FixedThreshold(0)
    #expect(
      all.select(JudgedBatch(probabilities: matrix([[0, 1], [.nan, .nan]]))).weights == [1, 0])
  }

  @Test("soft labels are the probabilities with a temperature")
  func softLabels() throws {
    var policy = FixedThreshold(0.5, labels: .soft(temperature: 0.5))
    let selection = policy.select(JudgedBatch(probabilities: matrix([[0.6, 0.3, 0.1]])))
    guard case .soft(let rows) = selection.pseudoLabels else {
      Issue.record("the labels are hard")
      return
    }
    let total: Float = 0.36 + 0.09 + 0.01
    expectClose(rows.values, [0.36 / total, 0.09 / total, 0.01 / total], within: 1e-5)
  }

  @Test("two views are averaged before they are judged")
  func views() {
    var policy = FixedThreshold(0.9, views: .weak(2, by: .student))
    let first = matrix([[0.99, 0.01], [0.95, 0.05]]).log()
    let second = matrix([[0.85, 0.15], [0.8, 0.2]]).log()
    let selection = policy.select(
      makeStep(
        logits: [policy.views[0]: first, policy.views[1]: second], sampleIDs: [0, 1], poolSize: 2,
        classCount: 2))
    #expect(selection.weights == [1, 0])
    expectClose(selection.probabilities.values, [0.92, 0.08, 0.875, 0.125], within: 1e-6)
  }

  @Test("kept state names its type and refuses another one")
  func stateOfAnotherType() throws {
    let state = try ThresholdPolicyState(FixedThreshold(0.9))
    #expect(state.type == "FixedThreshold")
    #expect(throws: ThresholdPolicyStateError.self) {
      try state.decoded(like: CurriculumThreshold())
    }
    let restored = try state.decoded(like: FixedThreshold(0.1)) as? FixedThreshold
    #expect(restored?.threshold == 0.9)
  }
}

@Suite("Dynamic threshold adjustment")
struct DynamicThresholdAdjustmentTests {
  @Test(
    "thresholds follow mean confidence and epoch",
    arguments: [
      (0.99, 1, 0.8), (0.99, 2, 0.845829), (0.95, 3, 0.877797), (0.90, 3, 0.831597),
      (0.85, 3, 0.8), (0.99, 20, 0.960300), (0.70, 20, 0.8),
    ] as [(Float, Int, Float)])
  func numbers(_ mean: Float, _ epoch: Int, _ expected: Float) {
    var policy = DynamicThresholdAdjustment(classCount: 2)
    policy.endEpoch(
      EpochEnd(
        epoch: epoch, labeledProbabilities: matrix([[mean, 1 - mean], [0.9, 0.1]]), labels: [0, 1]))
    let thresholds = policy.select(JudgedBatch(probabilities: matrix([[0.5, 0.5]]))).thresholds
    #expect(abs(thresholds[0] - expected) < 1e-6)
    #expect(thresholds[1] == 0.8, "a class without correct predictions asks for the floor")
  }

  @Test("a smaller gamma grows more slowly")
  func gamma() {
    let policy = DynamicThresholdAdjustment(classCount: 2, gamma: 2)
    #expect(abs(policy.threshold(meanConfidence: 0.95, epoch: 3) - 0.819111) < 1e-6)
  }

  @Test("only correct predictions count, and the first threshold is the initial one")
  func correctOnly() {
    var policy = DynamicThresholdAdjustment(
      classCount: 3, beta: 1, initialThreshold: 0.6, floor: 0.1, rule: .classMean)
    let batch = JudgedBatch(probabilities: matrix([[0.6, 0.2, 0.2]]))
    #expect(policy.select(batch).thresholds == [0.6, 0.6, 0.6])
    #expect(policy.labeledEvaluation == .teacher)
    #expect(policy.requests == [ViewRequest(.unlabeledWeak, by: .teacher)])
    policy.endEpoch(
      EpochEnd(
        epoch: 1,
        labeledProbabilities: matrix([
          [0.5, 0.3, 0.2], [0.75, 0.25, 0], [0, 1, 0], [0, 0.25, 0.75], [.nan, .nan, .nan],
        ]), labels: [0, 0, 0, 2, 0]))
    expectClose(policy.select(batch).thresholds, [0.625, 0.1, 0.75], within: 1e-6)
  }

  @Test("a moving average over batches changes thresholds after every selection")
  func eachBatch() {
    let view = ViewRequest(.labeledWeak)
    var policy = DynamicThresholdAdjustment(
      classCount: 2, beta: 1, initialThreshold: 0.5, floor: 0.2, rule: .classMean,
      evidence: .eachLabeledBatch(view, momentum: 0.5))
    #expect(policy.requests.contains(view) && policy.labeledEvaluation == nil)
    func select(_ confidence: Float) -> [Float] {
      policy.select(
        JudgedBatch(
          probabilities: matrix([[0.5, 0.5]]),
          labeledProbabilities: matrix([[confidence, 1 - confidence]]), labels: [0])
      ).thresholds
    }
    #expect(select(0.75) == [0.5, 0.5])
    #expect(select(0.875) == [0.75, 0.2])
    #expect(select(0.875) == [0.8125, 0.2])
  }

  @Test("the mean with unlabeled confidences stands on whichever is there")
  func withUnlabeled() {
    var policy = DynamicThresholdAdjustment(
      classCount: 3, beta: 1, initialThreshold: 0.5, floor: 0.5, rule: .classMeanWithUnlabeled,
      evidence: .eachLabeledBatch(ViewRequest(.labeledWeak), momentum: 0))
    _ = policy.select(
      JudgedBatch(
        probabilities: matrix([[0.75, 0.25, 0], [0, 0.875, 0.125], [0.4, 0.3, 0.3]]),
        labeledProbabilities: matrix([[1, 0, 0]]), labels: [0]))
    let next = policy.select(
      JudgedBatch(
        probabilities: matrix([[0.3, 0.3, 0.4]]), labeledProbabilities: matrix([[1, 0, 0]]),
        labels: [0]))
    #expect(next.thresholds == [0.875, 0.875, 0.5])
  }

  @Test("state of another number of classes does not decode")
  func corruptState() throws {
    let data = try JSONEncoder().encode(DynamicThresholdAdjustment(classCount: 3))
    let text = String(decoding: data, as: UTF8.self)
      .replacingOccurrences(of: "\"classCount\":3", with: "\"classCount\":4")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(DynamicThresholdAdjustment.self, from: Data(text.utf8))
    }
  }
}

@Suite("Curriculum threshold")
struct CurriculumThresholdTests {
  @Test(
    "the incremental histogram equals a recount of the pool",
    arguments: [true, false], CurriculumThreshold.Mapping.allCases)
  func recount(_ warmUp: Bool, _ mapping: CurriculumThreshold.Mapping) {
    let (poolSize, classCount) = (50, 5)
    var policy = CurriculumThreshold(0.6, warmUp: warmUp, mapping: mapping)
    var chosen = [Int?](repeating: nil, count: poolSize)
    var random = RandomKey(seed: 3).stream("stream")
    for step in 0..<120 {
      let counts = (0..<classCount).map { label in chosen.count { $0 == label } }
      let unused = chosen.count { $0 == nil }
      let most = counts.max() ?? 0
      let divisor = warmUp ? max(most, unused) : most
      let expected = counts.map {
        0.6 * mapping(divisor > 0 ? Float($0) / Float(divisor) : 0)
      }
      // With replacement, as samplers draw: the last prediction of a sample counts.
      let ids = (0..<20).map { _ in random.integer(below: poolSize) }
      let probabilities =
        randomLogits(ids.count, classCount, scale: 1 + Float(step) / 40, random: &random).softmax()
      let selection = policy.select(
        JudgedBatch(probabilities: probabilities, sampleIDs: ids, poolSize: poolSize))
      #expect(selection.thresholds == expected, "step \(step)")
      let confidences = probabilities.rowMaxima()
      for (place, label) in probabilities.argmaxRows().enumerated() {
        #expect(selection.weights[place] == (confidences[place] >= expected[label] ? 1 : 0))
        if confidences[place] >= 0.6 { chosen[ids[place]] = label }
      }
    }
  }

  @Test("state of a pool takes less than three bytes a sample")
  func compactState() throws {
    var policy = CurriculumThreshold(0.5)
    _ = policy.select(
      JudgedBatch(probabilities: matrix([[0.9, 0.1]]), sampleIDs: [59_999], poolSize: 60_000))
    #expect(try JSONEncoder().encode(policy).count < 170_000)
  }

  @Test("damaged state is an error")
  func damagedState() throws {
    var policy = CurriculumThreshold(0.5)
    _ = policy.select(
      JudgedBatch(probabilities: matrix([[0.1, 0.9]]), sampleIDs: [0], poolSize: 3))
    let text = String(decoding: try JSONEncoder().encode(policy), as: UTF8.self)
    for (old, new) in [("\"classCount\":2", "\"classCount\":1"), ("AgAAAAAA", "AgAAAAA=")] {
      let damaged = text.replacingOccurrences(of: old, with: new)
      #expect(damaged != text)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(CurriculumThreshold.self, from: Data(damaged.utf8))
      }
    }
  }
}

@Suite("Averages of policies")
struct PolicyAverageTests {
  @Test("alignment towards a given distribution")
  func alignment() {
    var policy = RelativeThreshold(
      0.5, alignment: DistributionAlignment(target: .given([0.25, 0.75])))
    let selection = policy.select(
      JudgedBatch(
        probabilities: matrix([[0.5, 0.5], [1, 0]]), labeledProbabilities: matrix([[1, 0]]),
        labels: [0]))
    // The batch's mean is [0.75, 0.25]: factors 1/3 and 3.
    expectClose(selection.probabilities.values, [0.1, 0.9, 1, 0], within: 1e-5)
    #expect(selection.classes == [1, 0])
    #expect(selection.thresholds == [0.5, 0.5])
  }

  @Test("a batch of one leaves the variance alone")
  func singleSample() {
    var policy = SoftThreshold(momentum: 0, alignment: nil)
    let one = policy.select(JudgedBatch(probabilities: matrix([[0.75, 0.25]])))
    #expect(one.thresholds == [0.75, 0.75] && one.weights == [1])
    let two = policy.select(JudgedBatch(probabilities: matrix([[1, 0], [0.5, 0.5]])))
    // Mean 0.75, variance 0.125, so exp(-0.0625 / (2 * 0.125 / 4)).
    expectClose(two.weights, [1, Float(exp(-1.0))], within: 1e-6)
  }

  @Test("alignment of soft weights leaves the pseudo-labels alone")
  func softLabelsBeforeAlignment() {
    var policy = SoftThreshold(
      momentum: 0, alignment: DistributionAlignment(target: .given([0.1, 0.9])))
    let selection = policy.select(
      JudgedBatch(probabilities: matrix([[0.6, 0.4], [0.9, 0.1]])))
    #expect(selection.classes == [0, 0])
    #expect(selection.probabilities.argmaxRows() == [1, 1])
  }

  @Test("FreeMatch's statistics are averages of probabilities and classes")
  func statistics() {
    var policy = SelfAdaptiveThreshold(momentum: 0.5)
    let selection = policy.select(JudgedBatch(probabilities: matrix([[0.75, 0.25], [1, 0]])))
    #expect(selection.statistics[Selection.modelProbabilities] == [0.6875, 0.3125])
    #expect(selection.statistics[Selection.modelHistogram] == [0.75, 0.25])
    expectClose(
      selection.thresholds, [0.6875, 0.6875 * (0.3125 / 0.6875)], within: 1e-6)
  }

  @Test("a quantile and limits hold the global threshold")
  func quantile() {
    var policy = SelfAdaptiveThreshold(momentum: 0, quantile: 0.5, limits: 0...0.7)
    let low = policy.select(
      JudgedBatch(
        probabilities: matrix([[0.5, 0.5], [0.5, 0.5], [0.625, 0.375], [0.75, 0.25]])))
    expectClose([low.thresholds[0]], [0.5625], within: 1e-6)
    let high = policy.select(JudgedBatch(probabilities: matrix([[1, 0]])))
    expectClose([high.thresholds[0]], [0.7], within: 1e-6)
  }
}
