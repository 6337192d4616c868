import Datasets
import TensorCore
import Testing

@Suite("Imbalanced splits")
struct ClassImbalanceTests {
  @Test("counts are those of the formula, rounded down, and reversed by a negative ratio")
  func counts() throws {
    // By hand: 1000 * 100^(-c/2) is 1000, 100, 10, exactly.
    #expect(
      try ClassImbalance(ratio: 100).counts(largest: 1_000, classCount: 3) == [1_000, 100, 10])
    // NumPy: np.floor(1500 * 100 ** (-np.arange(10) / 9)), the long tail of DARP and CReST.
    let tail = [1_500, 899, 539, 323, 193, 116, 69, 41, 25, 15]
    #expect(try ClassImbalance(ratio: 100).counts(largest: 1_500, classCount: 10) == tail)
    #expect(
      try ClassImbalance(ratio: -100).counts(largest: 1_500, classCount: 10) == tail.reversed())
    #expect(try ClassImbalance(ratio: 1).counts(largest: 7, classCount: 4) == [7, 7, 7, 7])
    #expect(try ClassImbalance(ratio: 50).counts(largest: 7, classCount: 1) == [7])
  }

  @Test("the largest fitting number is the largest with which no class needs more than it has")
  func fitting() throws {
    for ratio in [1.0, 2.5, 10, -10, 100] {
      let imbalance = try ClassImbalance(ratio: ratio)
      for available in [[50, 50, 50], [100, 9, 100], [7, 80, 300], [0, 5, 5], [90, 20, 8]] {
        let largest = imbalance.largest(fitting: available)
        func fits(_ number: Int) -> Bool {
          zip(imbalance.counts(largest: number, classCount: 3), available).allSatisfy(<=)
        }
        #expect(fits(largest) && !fits(largest + 1), "\(ratio) \(available) \(largest)")
      }
    }
  }

  @Test("ratios between -1 and 1 and those that are not finite are refused")
  func refusals() {
    for ratio in [0, 0.5, -0.99, .infinity, .nan] {
      expectError(saying: ["at least 1, or at most -1"]) { _ = try ClassImbalance(ratio: ratio) }
    }
  }

  @Test("a pool of given sizes is drawn from what is neither labeled nor for validation")
  func pool() throws {
    let dataset = randomDataset(
      labels: (0..<90).map { $0 % 3 }, classCount: 3, width: 1, height: 1)
    let key = RandomKey(seed: 4)
    for joins in [true, false] {
      let split = try LabelSplit.perClass(
        4, of: dataset, validationPerClass: 3, labeledInUnlabeledPool: joins, key: key)
      #expect(split.freeCounts(of: dataset) == [23, 23, 23])
      let drawn = try split.drawingUnlabeled([20, 6, 0], of: dataset, key: key)
      #expect(drawn.labeled == split.labeled && drawn.validation == split.validation)
      #expect(
        dataset.subset(drawn.unlabeled).classCounts == (joins ? [24, 10, 4] : [20, 6, 0]))
      #expect(drawn.setAside.count == 43)
      #expect(Set(drawn.setAside).isDisjoint(with: drawn.unlabeled + drawn.validation))
      #expect(try split.drawingUnlabeled([20, 6, 0], of: dataset, key: key) == drawn)
      #expect(
        try split.drawingUnlabeled([20, 6, 0], of: dataset, key: RandomKey(seed: 5)) != drawn)
    }
    expectError(saying: ["'class 1' has 30", "31 are needed", "unlabeled pool"]) {
      _ = try LabelSplit(sampleCount: 90, labeled: [0])
        .drawingUnlabeled([1, 31, 1], of: dataset, key: key)
    }
  }
}
