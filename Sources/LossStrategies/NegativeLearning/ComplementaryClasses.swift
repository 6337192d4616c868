import TensorCore
import TrainingSteps

/// The evidence from which complementary classes are chosen.
struct ComplementaryClasses {
  /// The evaluated probabilities, `[unlabeled, classes]`.
  let probabilities: [Float]
  /// The learned view's probabilities, `[unlabeled, classes]`.
  let learned: [Float]
  /// The pseudo-labels.
  let labels: [Int]
  let classCount: Int
  /// The classes that the policy names, true for each; empty if it names none.
  var named: [Bool] = []

  /// Marks the classes that each sample is said not to be, row-major.
  ///
  /// - Parameters:
  ///   - rule: Which classes.
  ///   - random: The stream of a sample, by its index in the batch.
  /// - Returns: One mark for each sample and class.
  func marks(_ rule: ComplementaryRule, random: (Int) -> RandomStream) -> [Bool] {
    var marks = [Bool](repeating: false, count: probabilities.count)
    let adaptiveK = rule.kind == .adaptiveTopK ? self.adaptiveK : 0
    for (row, label) in labels.enumerated() {
      let start = row * classCount
      let values = probabilities[start..<start + classCount]
      guard values.allSatisfy(\.isFinite) else { continue }
      switch rule.kind {
      case .belowProbability:
        for column in 0..<classCount {
          marks[start + column] = values[start + column] < rule.probability
        }
      case .belowChance:
        let limit = 1 / Float(classCount)
        for column in 0..<classCount { marks[start + column] = values[start + column] < limit }
      case .outsideTopK:
        for column in ranking(values).dropFirst(rule.count) { marks[start + column] = true }
      case .adaptiveTopK:
        for column in ranking(values).dropFirst(adaptiveK) {
          marks[start + column] = learned[start + column] <= rule.ceiling
        }
      case .lowest:
        for column in ranking(values).suffix(rule.count) { marks[start + column] = true }
      case .bySelection:
        for column in 0..<classCount { marks[start + column] = named[start + column] }
      case .randomOne:
        guard classCount > 1 else { continue }
        var stream = random(row)
        let drawn = stream.integer(below: classCount - 1)
        marks[start + (drawn < label ? drawn : drawn + 1)] = true
      }
      marks[start + label] = false
    }
    return marks
  }

  /// Marks the classes that may be true beside the pseudo-label: the k most probable ones without
  /// it, with the k of the adaptive rule.
  ///
  /// - Returns: `k`, and one mark for each sample and class.
  func doubt() -> (k: Int, marks: [Bool]) {
    let k = adaptiveK
    var marks = [Bool](repeating: false, count: probabilities.count)
    for (row, label) in labels.enumerated() {
      let start = row * classCount
      let values = probabilities[start..<start + classCount]
      guard values.allSatisfy(\.isFinite) else { continue }
      for column in ranking(values).prefix(k) where column != label { marks[start + column] = true }
    }
    return (k, marks)
  }

  /// The classes of a row, the most probable first; equal ones in their own order.
  private func ranking(_ values: ArraySlice<Float>) -> [Int] {
    let start = values.startIndex
    return values.indices.sorted {
      values[$0] > values[$1] || (values[$0] == values[$1] && $0 < $1)
    }.map { $0 - start }
  }

  /// The least k from 2 on for which every sample's learned top k holds its pseudo-label.
  private var adaptiveK: Int {
    var k = 2
    for (row, label) in labels.enumerated() {
      let start = row * classCount
      let values = learned[start..<start + classCount]
      guard probabilities[start..<start + classCount].allSatisfy(\.isFinite) else { continue }
      let rank = values.indices.count {
        values[$0] > values[start + label]
          || (values[$0] == values[start + label] && $0 < start + label)
      }
      k = max(k, rank + 1)
    }
    return k
  }
}
