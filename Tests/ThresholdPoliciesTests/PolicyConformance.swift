import Foundation
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

/// What every threshold policy promises, whatever it decides.
enum PolicyConformance {
  static let classCount = 4

  /// Runs a policy over a stream of batches, epochs ending every third step.
  static func run(
    _ policy: inout any ThresholdPolicy, steps: Range<Int>,
    change: (inout ProbeBatch) -> Void = { _ in }
  ) -> [Selection] {
    var selections: [Selection] = []
    for number in steps {
      var batch = ProbeBatch(number: number, classCount: classCount)
      change(&batch)
      selections.append(policy.select(batch.step(for: policy.requests)))
      if (number + 1).isMultiple(of: 3) {
        policy.endEpoch(
          EpochEnd(
            epoch: (number + 1) / 3,
            labeledProbabilities: policy.labeledEvaluation.map { _ in batch.labeled.softmax() },
            labels: batch.labels))
      }
    }
    return selections
  }

  /// Checks all promises on a fresh policy.
  static func check(_ name: String, _ fresh: any ThresholdPolicy) throws {
    #expect(!fresh.requests.isEmpty, "\(name) reads nothing")
    #expect(!fresh.requests.contains { $0.gradient }, "\(name) asks for gradients")
    var policy = fresh
    let selections = run(&policy, steps: 0..<9)
    for selection in selections { checkShape(name, selection, samples: 12) }

    try checkDeterminism(name, fresh, selections)
    try checkResumption(name, fresh, selections)
    checkOrder(name, fresh, selections)
    checkNotANumber(name, fresh)
    checkEmptyBatch(name, fresh)
  }

  private static func checkShape(_ name: String, _ selection: Selection, samples: Int) {
    #expect(selection.weights.count == samples, "\(name)")
    #expect(selection.weights.allSatisfy { (0...1).contains($0) }, "\(name): \(selection.weights)")
    #expect(selection.classes.count == samples, "\(name)")
    #expect(selection.classes.allSatisfy { (0..<classCount).contains($0) }, "\(name)")
    #expect(selection.probabilities.shape == [samples, classCount], "\(name)")
    #expect(!selection.probabilities.needsGradient, "\(name)")
    #expect(selection.thresholds.count == classCount, "\(name)")
    #expect(selection.thresholds.allSatisfy { $0.isFinite }, "\(name): \(selection.thresholds)")
    if case .soft(let rows) = selection.pseudoLabels {
      #expect(rows.shape == [samples, classCount] && !rows.needsGradient, "\(name)")
    }
  }

  private static func checkDeterminism(
    _ name: String, _ fresh: any ThresholdPolicy, _ expected: [Selection]
  ) throws {
    var policy = fresh
    expectSame(name + " again", run(&policy, steps: 0..<expected.count), expected)
  }

  /// Stops after every number of steps, goes through JSON and continues.
  private static func checkResumption(
    _ name: String, _ fresh: any ThresholdPolicy, _ expected: [Selection]
  ) throws {
    for stop in 0...expected.count {
      var policy = fresh
      _ = run(&policy, steps: 0..<stop)
      let state = try ThresholdPolicyState(policy)
      var resumed = try JSONDecoder()
        .decode(ThresholdPolicyState.self, from: JSONEncoder().encode(state)).decoded(like: fresh)
      #expect(try ThresholdPolicyState(resumed).payload == state.payload, "\(name) after \(stop)")
      expectSame(
        "\(name) resumed after \(stop)", run(&resumed, steps: stop..<expected.count),
        Array(expected[stop...]))
    }
  }

  /// The order of the samples in a batch does not matter.
  private static func checkOrder(
    _ name: String, _ fresh: any ThresholdPolicy, _ expected: [Selection]
  ) {
    var policy = fresh
    let permuted = run(&policy, steps: 0..<expected.count) { batch in
      let order = Array((0..<batch.sampleIDs.count).reversed())
      batch.unlabeled = batch.unlabeled.gathered(rows: order)
      batch.sampleIDs = order.map { batch.sampleIDs[$0] }
      let labeledOrder = Array((0..<batch.labels.count).reversed())
      batch.labeled = batch.labeled.gathered(rows: labeledOrder)
      batch.labels = labeledOrder.map { batch.labels[$0] }
    }
    for (selection, other) in zip(permuted, expected) {
      expectClose(selection.weights.reversed(), other.weights, within: 1e-5, "\(name) permuted")
      #expect(selection.classes.reversed() == other.classes, "\(name) permuted")
      expectClose(selection.thresholds, other.thresholds, within: 1e-5, "\(name) permuted")
    }
  }

  /// A row that is not a number has weight 0 and leaves no trace in the state.
  private static func checkNotANumber(_ name: String, _ fresh: any ThresholdPolicy) {
    var policy = fresh
    let selections = run(&policy, steps: 0..<9) { batch in
      let classes = batch.unlabeled.shape[1]
      var values = batch.unlabeled.values
      for column in 0..<classes { values[column] = .nan }
      values[classes + 1] = .infinity
      batch.unlabeled = Tensor(values, shape: batch.unlabeled.shape)
      var labeled = batch.labeled.values
      labeled[0] = .nan
      batch.labeled = Tensor(labeled, shape: batch.labeled.shape)
    }
    for selection in selections {
      checkShape(name + " with NaN", selection, samples: 12)
      #expect(selection.weights[0] == 0 && selection.weights[1] == 0, "\(name) accepts NaN")
    }
    var allBad = policy
    for selection in run(
      &allBad, steps: 9..<12,
      change: { batch in
        batch.unlabeled = Tensor(repeating: .nan, shape: batch.unlabeled.shape)
        batch.labeled = Tensor(repeating: .nan, shape: batch.labeled.shape)
      })
    {
      checkShape(name + " with nothing but NaN", selection, samples: 12)
      #expect(selection.weights.allSatisfy { $0 == 0 }, "\(name) accepts NaN")
    }
  }

  private static func checkEmptyBatch(_ name: String, _ fresh: any ThresholdPolicy) {
    var policy = fresh
    let selections = run(&policy, steps: 0..<6) { batch in
      batch.unlabeled = batch.unlabeled.rows(0..<0)
      batch.sampleIDs = []
      batch.labeled = batch.labeled.rows(0..<0)
      batch.labels = []
    }
    for selection in selections { checkShape(name + " of nothing", selection, samples: 0) }
    for selection in run(&policy, steps: 6..<9) {
      checkShape(name + " after nothing", selection, samples: 12)
    }
  }

  private static func expectSame(_ what: String, _ actual: [Selection], _ expected: [Selection]) {
    #expect(actual.count == expected.count, "\(what)")
    for (step, (a, b)) in zip(actual, expected).enumerated() {
      let place = "\(what), step \(step)"
      #expect(a.weights == b.weights, "\(place)")
      #expect(a.classes == b.classes, "\(place)")
      #expect(a.thresholds == b.thresholds, "\(place)")
      #expect(a.probabilities.values == b.probabilities.values, "\(place)")
      #expect(a[.classAverages] == b[.classAverages], "\(place)")
    }
  }
}
