import Datasets
import Foundation
import TensorCore
import Testing

@Suite("Label splits")
struct LabelSplitTests {
  private let dataset = randomDataset(
    labels: (0..<90).map { $0 % 3 == 0 ? 0 : $0 % 2 + 1 }, classCount: 3, width: 1, height: 1)
  private let key = RandomKey(seed: 5)

  @Test("every class gets its labels and validation samples, and the parts do not overlap")
  func perClass() throws {
    let split = try LabelSplit.perClass(4, of: dataset, validationPerClass: 3, key: key)
    #expect(dataset.subset(split.labeled).classCounts == [4, 4, 4])
    #expect(dataset.subset(split.validation).classCounts == [3, 3, 3])
    #expect(Set(split.labeled).isDisjoint(with: split.validation))
    #expect(split.unlabeled.count == 81)
    #expect(Set(split.unlabeled).isSuperset(of: split.labeled))
    #expect(Set(split.unlabeled).isDisjoint(with: split.validation))
    let apart = try LabelSplit.perClass(
      4, of: dataset, validationPerClass: 3, labeledInUnlabeledPool: false, key: key)
    #expect(apart.labeled == split.labeled)
    #expect(Set(apart.unlabeled) == Set(split.unlabeled).subtracting(split.labeled))
  }

  @Test("a split depends on the key alone, and more labels include fewer")
  func determinism() throws {
    let split = try LabelSplit.perClass(4, of: dataset, validationPerClass: 2, key: key)
    #expect(try LabelSplit.perClass(4, of: dataset, validationPerClass: 2, key: key) == split)
    let larger = try LabelSplit.perClass(9, of: dataset, validationPerClass: 2, key: key)
    #expect(Set(larger.labeled).isSuperset(of: split.labeled))
    #expect(larger.validation == split.validation)
    let other = try LabelSplit.perClass(4, of: dataset, key: RandomKey(seed: 6))
    #expect(other.labeled != split.labeled)
  }

  @Test("classes may have different numbers of labels")
  func counts() throws {
    let split = try LabelSplit.drawing([1, 5, 2], of: dataset, key: key)
    #expect(dataset.subset(split.labeled).classCounts == [1, 5, 2])
  }

  @Test("a class with too few samples is an error that counts them")
  func tooFew() {
    expectError(saying: ["'class 0' has 30", "31 are needed", "29 labels", "2 validation"]) {
      _ = try LabelSplit.perClass(29, of: dataset, validationPerClass: 2, key: key)
    }
    expectError(saying: ["at least 1 label"]) {
      _ = try LabelSplit.perClass(0, of: dataset, key: key)
    }
  }

  @Test("indices are read from a file in its order, past comments and empty lines")
  func file() throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("split.txt", "# ten labels\n7\n\n 3 # the third\r\n80\n")
    let split = try LabelSplit.reading(path, of: dataset, validationPerClass: 2, key: key)
    #expect(split.labeled == [7, 3, 80])
    #expect(dataset.subset(split.validation).classCounts == [2, 2, 2])
    #expect(Set(split.validation).isDisjoint(with: split.labeled))
  }

  @Test(
    "broken files of indices are refused with the line",
    arguments: [
      ("1\n90\n", "90 in line 2"), ("-1", "-1 in line 1"), ("1\n2\n1", "line 1 and in line 3"),
      ("1\nx", "'x' in line 2"), ("1 2", "line 1"), ("# nothing\n", "none"), ("1.5", "line 1"),
    ])
  func brokenFiles(text: String, word: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("split.txt", text.replacingOccurrences(of: "1 2", with: "1,2"))
    expectError(saying: ["split.txt", word]) {
      _ = try LabelSplit.reading(path, of: dataset, key: key)
    }
  }

  @Test("a split survives JSON, and a broken one is refused")
  func coding() throws {
    let split = try LabelSplit.perClass(
      2, of: dataset, validationPerClass: 1, labeledInUnlabeledPool: false, key: key)
    let data = try JSONEncoder().encode(split)
    #expect(try JSONDecoder().decode(LabelSplit.self, from: data) == split)
    let broken = #"{"sampleCount":3,"labeled":[0,3],"validation":[],"labeledInUnlabeledPool":true}"#
    expectError(saying: ["from 0 up to 2", "3"]) {
      _ = try JSONDecoder().decode(LabelSplit.self, from: Data(broken.utf8))
    }
    expectError(saying: ["1 twice"]) {
      _ = try LabelSplit(sampleCount: 3, labeled: [1], validation: [1])
    }
  }
}
