import Foundation
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("Threshold policies")
struct ThresholdPolicyTests {
  /// Every listed policy, and variants that the defaults do not reach.
  static let all: [(name: String, policy: any ThresholdPolicy)] =
    Catalog.thresholdPolicies.entries.compactMap { entry in
      (try? entry.make(for: PartContext(classCount: PolicyConformance.classCount))).map {
        (entry.info.name, $0)
      }
    } + [
      ("fixed, soft labels", FixedThreshold(0.6, temperature: 0.4)),
      ("fixed, two views", FixedThreshold(0.6, views: .weak(2))),
      ("flexmatch without warm-up", FlexMatchThreshold(0.7, warmUp: false, mapping: .concave)),
      ("flexmatch with floor", FlexMatchThreshold(0.7, floor: 0.3)),
      ("ada-cm", dynamic { $0.views = .weak(2) }),
      (
        "dta on labeled batches",
        dynamic {
          ($0.initialThreshold, $0.floor) = (0.5, 0.3)
          ($0.evidence, $0.evidenceNetwork) = (.labeledBatches, .student)
        }
      ),
      (
        "dta on each labeled batch",
        dynamic {
          $0.floor = 0.3
          ($0.evidence, $0.evidenceNetwork) = (.eachLabeledBatch, .student)
          $0.evidenceMomentum = 0.9
        }
      ),
      (
        "dta with unlabeled confidences",
        dynamic {
          ($0.beta, $0.initialThreshold, $0.floor) = (1, 0.5, 0.5)
          $0.rule = .classMeanWithUnlabeled
          ($0.evidence, $0.evidenceNetwork) = (.eachLabeledBatch, .student)
          $0.evidenceMomentum = 0
        }
      ),
      (
        "freematch, quantile", FreeMatchThreshold(momentum: 0.9, quantile: 0.8, limits: 0...0.95)
      ),
      ("softmatch, USB's order", SoftMatchWeighting(momentum: 0.9, order: .afterAlignment)),
      ("softmatch, labeled target", SoftMatchWeighting(momentum: 0.9, alignment: .labeled)),
      ("adamatch of USB", AdaMatchThreshold(0.95, queue: 0, interpolation: false)),
      ("adamatch, uniform target", AdaMatchThreshold(0.9, alignment: .uniform, queue: 0)),
      ("adamatch without alignment", AdaMatchThreshold(0.9, alignment: .none)),
      ("adamatch with a queue", AdaMatchThreshold(0.9, queue: 3)),
      (
        "remixmatch's labels",
        FixedThreshold(
          .init {
            ($0.threshold, $0.labels, $0.temperature) = (0, .soft, 0.5)
            ($0.alignment, $0.alignmentQueue) = (.labels, 4)
          })
      ),
      ("dash without warm-up", DashThreshold(.init { ($0.warmUp, $0.period) = (0, 0.01) })),
      ("dnfer without warm-up", DNFERSelection(.init { $0.warmUpEpochs = 0 })),
      (
        "one that a program adds",
        BatchMedianThreshold(.init(), for: PartContext(classCount: PolicyConformance.classCount))
      ),
    ]

  private static func dynamic(
    _ change: (inout DynamicThresholdAdjustment.Options) -> Void
  ) -> DynamicThresholdAdjustment {
    DynamicThresholdAdjustment(.init(change), classCount: PolicyConformance.classCount)
  }

  @Test("a policy keeps every promise", arguments: all.indices)
  func conformance(_ index: Int) throws {
    try PolicyConformance.check(Self.all[index].name, Self.all[index].policy)
  }

  @Test("all policies of the catalog are checked")
  func catalog() {
    #expect(Set(Catalog.thresholdPolicies.names).isSubset(of: Self.all.map(\.name)))
  }

  @Test("a sample exactly on the threshold is accepted, ties go to the first class")
  func edges() {
    var policy = FixedThreshold(0.5)
    let rows: [[Float]] = [[0.5, 0.5], [0.25, 0.75], [Float(0.5).nextDown, Float(0.5).nextDown]]
    let selection = policy.select(EvaluatedBatch(probabilities: matrix(rows)))
    #expect(selection.weights == [1, 1, 0])
    #expect(selection.classes == [0, 1, 0])
    var all = FixedThreshold(0)
    #expect(
      all.select(EvaluatedBatch(probabilities: matrix([[0, 1], [.nan, .nan]]))).weights == [1, 0])
  }

  @Test("soft labels are the probabilities with a temperature")
  func softLabels() throws {
    var policy = FixedThreshold(0.5, temperature: 0.5)
    let selection = policy.select(EvaluatedBatch(probabilities: matrix([[0.6, 0.3, 0.1]])))
    guard case .soft(let rows) = selection.pseudoLabels else {
      Issue.record("the labels are hard")
      return
    }
    let total: Float = 0.36 + 0.09 + 0.01
    expectClose(rows.values, [0.36 / total, 0.09 / total, 0.01 / total], within: 1e-5)
  }

  @Test("two views are averaged before they are evaluated")
  func views() {
    var policy = FixedThreshold(0.9, views: .weak(2, by: .student))
    let first = matrix([[0.99, 0.01], [0.95, 0.05]]).log()
    let second = matrix([[0.85, 0.15], [0.8, 0.2]]).log()
    let selection = policy.select(
      makeStep(
        logits: [policy.requests[0]: first, policy.requests[1]: second], sampleIDs: [0, 1],
        poolSize: 2,
        classCount: 2))
    #expect(selection.weights == [1, 0])
    expectClose(selection.probabilities.values, [0.92, 0.08, 0.875, 0.125], within: 1e-6)
  }

  @Test("kept state names its type and refuses another one")
  func stateOfAnotherType() throws {
    let state = try ThresholdPolicyState(FixedThreshold(0.9))
    #expect(state.type == "FixedThreshold")
    #expect(throws: ThresholdPolicyStateError.self) {
      try state.decoded(like: FlexMatchThreshold())
    }
    let restored = try state.decoded(like: FixedThreshold(0.1)) as? FixedThreshold
    #expect(restored?.options.threshold == 0.9)
  }
}
