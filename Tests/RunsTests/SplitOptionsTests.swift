import Backbones
import Datasets
import LossStrategies
import Runs
import TensorCore
import Testing
import Training
import TrainingSteps
import TrainingTestSupport

@Suite("Imbalance and label noise of runs")
struct SplitOptionsTests {
  private func configuration(
    _ change: (inout RunConfiguration) -> Void
  ) -> RunConfiguration {
    var configuration = RunConfiguration(data: "faces:", method: "fixmatch", seed: 3)
    change(&configuration)
    return configuration
  }

  private let train = TinyData.make(count: 90)

  @Test("labels and pool follow their ratios, and a negative one reverses the classes")
  func imbalance() throws {
    let split = try configuration {
      $0.labelsPerClass = 8
      $0.labeledImbalance = 4
      $0.unlabeledPerClass = 16
      $0.unlabeledImbalance = -4
    }.makeSplit(of: train)
    #expect(train.subset(split.labeled).classCounts == [8, 4, 2])
    #expect(train.subset(split.unlabeled).classCounts == [12, 12, 18])
    let pool = Set(split.unlabeled).subtracting(split.labeled)
    #expect(train.subset(pool.sorted()).classCounts == [4, 8, 16])
  }

  @Test("without a number, the largest class has as many as the ratio allows")
  func largest() throws {
    let split = try configuration {
      $0.labelsPerClass = 5
      $0.unlabeledImbalance = 5
    }.makeSplit(of: train)
    let pool = Set(split.unlabeled).subtracting(split.labeled)
    #expect(train.subset(pool.sorted()).classCounts == [25, 11, 5])
    let labels = try configuration {
      $0.labeledImbalance = 9
      $0.validationPerClass = 3
    }.makeSplit(of: train)
    #expect(train.subset(labels.labeled).classCounts == [27, 9, 3])
    #expect(train.subset(labels.validation).classCounts == [3, 3, 3])
  }

  @Test("what cannot be is refused")
  func refusals() {
    #expect(
      throws: TrainingError.mismatch(
        "with 3 labels in the largest class, an imbalance of -4.0 leaves a class without any; "
          + "at least 4 are needed")
    ) {
      try configuration {
        $0.labelsPerClass = 3
        $0.labeledImbalance = -4
      }.makeSplit(of: train)
    }
    #expect(throws: TrainingError.self) {
      try configuration {
        $0.split = "labels.txt"
        $0.labeledImbalance = 2
      }.makeSplit(of: train)
    }
    #expect(throws: DatasetError.self) {
      try configuration { $0.unlabeledPerClass = 31 }.makeSplit(of: train)
    }
  }

  @Test("a run learns the labels that are shown, and keeps the true ones for reports")
  func noise() throws {
    /// Notes the labels of the steps.
    struct Recorder: LossStrategy {
      let name = "recorder"
      let requests = [ViewRequest.learned(.labeledWeak)]
      func callAsFunction(_ step: Step) -> Tensor {
        step.logits(requests[0]).sum() * 0
          + Tensor(shape: []) { $0[0] = Float(step.labels.reduce(0, +)) }
      }
    }
    let wrong = try LabelNoise(parsing: "asymmetric:1:red=blue/green=blue")
    let split = try LabelSplit.perClass(4, of: train, key: RandomKey(seed: 1))
      .showing(wrong, of: train, key: RandomKey(seed: 1))
    let data = try TrainingData(train: train, split: split)
    #expect(data.labels == [Int](repeating: 2, count: 12))
    #expect(data.mislabeledCount == 8)
    #expect(train.subset(data.labeled).classCounts == [4, 4, 4])
    let trainer = try Trainer(
      pipeline: try Pipeline(backbone: TinyData.backbone(), losses: [Recorder()]), data: data,
      options: TrainingOptions(steps: 2, batchSize: 5, isClassBalanced: true))
    var sums: [Float] = []
    try trainer.run { event in
      if case .step(let report) = event { sums.append(report.terms[0].value) }
      return .proceed
    }
    #expect(sums == [10, 10])

    let other = try Trainer(
      pipeline: trainer.pipeline,
      data: TrainingData(
        train: train, split: .perClass(4, of: train, key: RandomKey(seed: 1))),
      options: trainer.options)
    #expect(throws: TrainingError.self) { try other.restore(from: trainer.checkpoint()) }
  }

  @Test("the same seed shows the same wrong labels, another seed others")
  func determinism() throws {
    func shown(_ seed: UInt64) throws -> [Int]? {
      try configuration {
        $0.seed = seed
        $0.labelsPerClass = 10
        $0.labelNoise = "symmetric:0.3"
      }.makeSplit(of: train).shownLabels
    }
    #expect(try shown(1) == shown(1))
    #expect(try shown(1) != shown(2))
  }

  @Test("options that are not given leave the configuration's hash as it was")
  func hash() throws {
    let plain = RunConfiguration(data: "faces:", method: "fixmatch")
    // Results that were kept are found by it; a new option must leave it alone while it is not given.
    #expect(
      try plain.hash() == "e04680607b02ce31c53730d00858e9b5a1dc43903315ca482f841bbc44053f09")
    #expect(try configuration { $0.labelNoise = "symmetric:0.1" }.hash() != plain.hash())
  }
}
