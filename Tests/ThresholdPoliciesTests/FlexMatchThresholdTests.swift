import Foundation
import Parts
import TensorCore
import TestSupport
import Testing
import ThresholdPolicies
import TrainingSteps

@Suite("FlexMatch's threshold")
struct FlexMatchThresholdTests {
  @Test(
    "the incremental histogram equals a recount of the pool",
    arguments: [true, false], FlexMatchThreshold.Mapping.allCases)
  func recount(_ warmUp: Bool, _ mapping: FlexMatchThreshold.Mapping) {
    let (poolSize, classCount) = (50, 5)
    var policy = FlexMatchThreshold(0.6, warmUp: warmUp, mapping: mapping)
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
        EvaluatedBatch(probabilities: probabilities, sampleIDs: ids, poolSize: poolSize))
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
    var policy = FlexMatchThreshold(0.5)
    _ = policy.select(
      EvaluatedBatch(probabilities: matrix([[0.9, 0.1]]), sampleIDs: [59_999], poolSize: 60_000))
    #expect(try JSONEncoder().encode(policy).count < 170_000)
  }

  @Test("damaged state is an error")
  func damagedState() throws {
    var policy = FlexMatchThreshold(0.5)
    _ = policy.select(
      EvaluatedBatch(probabilities: matrix([[0.1, 0.9]]), sampleIDs: [0], poolSize: 3))
    let text = String(decoding: try JSONEncoder().encode(policy), as: UTF8.self)
    for (old, new) in [("\"classCount\":2", "\"classCount\":1"), ("AgAAAAAA", "AgAAAAA=")] {
      let damaged = text.replacingOccurrences(of: old, with: new)
      #expect(damaged != text)
      #expect(throws: DecodingError.self) {
        try JSONDecoder().decode(FlexMatchThreshold.self, from: Data(damaged.utf8))
      }
    }
  }
}
