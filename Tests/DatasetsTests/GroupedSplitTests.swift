import Augmentations
import Datasets
import Foundation
import TensorCore
import TestSupport
import Testing

@Suite("Splits by group, weights, and images of unknown class")
struct GroupedSplitTests {
  /// Forty people with one image of each of two classes, and a third of class 0.
  private func people(_ count: Int = 40) -> ImageDataset {
    let labels = (0..<3 * count).map { [0, 1, 0][$0 % 3] }
    let plain = randomDataset(labels: labels, classCount: 2)
    let images = (0..<plain.count).compactMap { try? plain.image(at: $0) }
    return ImageDataset(
      images: ContiguousImageStore(images), labels: labels, classNames: plain.classNames,
      groups: (0..<3 * count).map { "person \($0 / 3)" })
  }

  private func groups(_ dataset: ImageDataset, _ places: [Int]) -> Set<String> {
    Set(places.compactMap { dataset.groups?[$0] })
  }

  @Test("no person is on two sides", arguments: [true, false], 0..<5)
  func apart(inPool: Bool, seed: Int) throws {
    let dataset = people()
    let split = try LabelSplit.perClass(
      10, of: dataset, validationPerClass: 6, labeledInUnlabeledPool: inPool, byGroup: true,
      key: RandomKey(seed: UInt64(seed)))
    #expect(dataset.subset(split.labeled).classCounts == [10, 10])
    #expect(dataset.subset(split.validation).classCounts == [6, 6])
    let held = groups(dataset, split.validation)
    #expect(held.isDisjoint(with: groups(dataset, split.labeled)))
    #expect(held.isDisjoint(with: groups(dataset, split.unlabeled)))
    if !inPool {
      #expect(groups(dataset, split.labeled).isDisjoint(with: groups(dataset, split.unlabeled)))
    }
    let all = Set(split.labeled).union(split.unlabeled).union(split.validation)
      .union(split.setAside)
    #expect(all.count == dataset.count)
    #expect(groups(dataset, split.labeled).count == 10)
  }

  @Test("fewer labels are the first of more, and the draw depends on the key alone")
  func nested() throws {
    let dataset = people()
    func labeled(_ count: Int, seed: UInt64) throws -> Set<Int> {
      Set(
        try LabelSplit.perClass(
          count, of: dataset, validationPerClass: 3, byGroup: true, key: RandomKey(seed: seed)
        ).labeled)
    }
    #expect(try labeled(4, seed: 1).isSubset(of: labeled(12, seed: 1)))
    #expect(try labeled(4, seed: 1) == labeled(4, seed: 1))
    #expect(try labeled(4, seed: 1) != labeled(4, seed: 2))
  }

  @Test("too few people are counted")
  func tooFew() {
    let dataset = people(12)
    expectError(saying: ["class 'class 1' has 2 images, 3 are needed", "validation"]) {
      _ = try LabelSplit.perClass(
        10, of: dataset, validationPerClass: 3, byGroup: true, key: RandomKey(seed: 0))
    }
    expectError(saying: ["class 'class 1' has 12 images, 20 are needed", "group by group"]) {
      _ = try LabelSplit.perClass(20, of: dataset, byGroup: true, key: RandomKey(seed: 0))
    }
    let alone = randomDataset(labels: [0, 1], classCount: 2)
    expectError(saying: ["belong to"]) {
      _ = try LabelSplit.perClass(1, of: alone, byGroup: true, key: RandomKey(seed: 0))
    }
  }

  @Test("a list of labeled samples keeps its people out of the validation set")
  func reading() throws {
    let dataset = people()
    let folder = try TemporaryFolder()
    let path = try folder.write("split.txt", (0..<20).map { "\(3 * $0)\n" }.joined())
    let split = try LabelSplit.reading(
      path, of: dataset, validationPerClass: 5, byGroup: true, key: RandomKey(seed: 0))
    #expect(split.labeled == (0..<20).map { 3 * $0 })
    #expect(
      groups(dataset, split.validation).isDisjoint(with: (0..<20).map { "person \($0)" }))
  }

  @Test("a given test part that shares a person with the training part is refused")
  func sharedPerson() throws {
    let folder = try TemporaryFolder()
    for name in ["train/a/p1_1", "train/b/p2_1", "test/a/p3_1", "test/b/p2_9"] {
      try folder.write(name + ".ppm", FileMaker.flat([1, 2, 3]))
    }
    let source = try DatasetSource(parsing: "folder:" + folder.path)
    #expect(try source.load().test.count == 2)
    expectError(saying: ["'p2' in both"]) { _ = try source.load(DatasetOptions(groupBy: .prefix)) }
    expectError(saying: ["folder", "not by 'column'"]) {
      _ = try source.load(DatasetOptions(groupBy: .column))
    }
    expectError(saying: ["idx", "cannot be grouped"]) {
      _ = try DatasetSource(parsing: "idx:x").load(DatasetOptions(groupBy: .file))
    }
  }

  @Test("groups of files by name, folder and start of the name")
  func keys() throws {
    let folder = try TemporaryFolder()
    for name in ["a/x/p1_1", "a/y/p2 1", "b/x/p3-1", "b/y/p4"] {
      try folder.write(name + ".ppm", FileMaker.flat([1, 2, 3]))
    }
    let source = try DatasetSource(parsing: "folder:" + folder.path)
    for (key, names) in [
      (GroupKey.file, Set(["p1_1", "p2 1", "p3-1", "p4"])), (.prefix, ["p1", "p2", "p3", "p4"]),
      (.folder, ["x", "y"]),
    ] {
      let parts = try source.load(DatasetOptions(testFraction: 0.5, groupBy: key))
      #expect(Set(parts.train.groups ?? []).union(parts.test.groups ?? []) == names)
    }
  }

  @Test("samples are drawn as their weights say")
  func weights() {
    let sampler = WeightedSampler(
      weights: [1, 0, 3, 0], key: RandomKey(seed: 5), purpose: "labeled-samples")
    var counts = [0, 0, 0, 0]
    for step in 0..<400 {
      for place in sampler.indices(step: step, count: 10) { counts[place] += 1 }
    }
    #expect(counts[1] == 0 && counts[3] == 0)
    // Four thousand draws with a share of 3/4 deviate by 27; five times that is allowed.
    #expect(abs(counts[2] - 3_000) < 140)
    #expect(sampler.indices(step: 3, count: 5) == sampler.indices(step: 3, count: 5))
  }

  @Test("Ada-CM's splits give the numbers of the paper")
  func namedSplits() throws {
    #expect(
      NamedSplit.all.map { $0.counts.values.reduce(0, +) } == [100, 400, 1_000, 2_000, 4_000])
    let names = ["surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral"]
    let dataset = ImageDataset(
      images: ContiguousImageStore(
        width: 1, height: 1, channels: 1, pixels: [UInt8](repeating: 0, count: 7)),
      labels: Array(0..<7), classNames: names)
    let split = try #require(NamedSplit.named("ada-cm-4000"))
    #expect(try split.counts(for: dataset) == [625, 250, 625, 625, 625, 625, 625])
    #expect(NamedSplit.named("ada-cm-300") == nil)
    expectError(saying: ["ada-cm-4000", "class 0"]) {
      _ = try split.counts(for: randomDataset(labels: [0], classCount: 1))
    }
  }

  @Test("a second source joins the unlabeled pool in the size and channels of the first")
  func secondSource() throws {
    let folder = try TemporaryFolder()
    for number in 0..<4 {
      try folder.write("data/a/\(number).ppm", FileMaker.flat([1, 2, 3]))
      try folder.write("data/b/\(number).ppm", FileMaker.flat([4, 5, 6]))
    }
    try folder.write("more/deep/x.pgm", FileMaker.flat([90], width: 7, height: 5))
    try folder.write("more/y.ppm", FileMaker.flat([9, 9, 9]))
    let parts = try DatasetSource(parsing: "folder:\(folder.path)/data").load()
    let joined = try parts.addingUnlabeled(
      DatasetSource(parsing: "folder:\(folder.path)/more"), options: DatasetOptions())
    #expect(joined.unlabeled?.labels == [-1, -1])
    #expect(joined.all.count == parts.train.count + 2)
    let image = try joined.all.image(at: parts.train.count)
    #expect(image == PixelImage(width: 4, height: 4, channels: 3, filledWith: 90))
    #expect(joined.all.classCounts == parts.train.classCounts)
  }
}
