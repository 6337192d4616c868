import Augmentations
import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Facial expression sets and others in their true layouts")
struct ImitatedFormatsTests {
  private func load(
    _ format: String, _ options: DatasetOptions = DatasetOptions(),
    _ draw: (URL) throws -> Void
  ) throws -> DatasetParts {
    let folder = try TemporaryFolder()
    try draw(URL(fileURLWithPath: folder.path))
    let name = format == "csv" ? "/list.csv" : ""
    return try DatasetSource(parsing: "\(format):\(folder.path)\(name)").load(options)
  }

  /// Expects that every image shows the value of its label.
  private func expectTrue(
    _ dataset: ImageDataset, value: (Int) -> UInt8 = { DatasetImitation.value(of: $0) },
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for index in 0..<dataset.count {
      let image = try dataset.image(at: index)
      #expect(
        image.pixels.allSatisfy { $0 == value(dataset.labels[index]) },
        "image \(index) of label \(dataset.labels[index]) is \(image.pixels[0])",
        sourceLocation: sourceLocation)
    }
  }

  @Test("RAF-DB", .enabled(if: canDecode(.libturbojpeg)))
  func rafdb() throws {
    let parts = try load("rafdb") { try DatasetImitation.rafdb($0, train: 3, test: 2) }
    #expect(
      parts.train.classNames
        == ["surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral"])
    #expect(parts.train.classCounts == [3, 3, 3, 3, 3, 3, 3])
    #expect(parts.test.classCounts == [2, 2, 2, 2, 2, 2, 2])
    #expect(parts.validation == nil && parts.unlabeled == nil)
    #expect(parts.train.sampleNames?.first == "train_00001.jpg")
    try expectTrue(parts.train)
    try expectTrue(parts.test)
    let below = try load("rafdb") {
      try DatasetImitation.rafdb($0.appendingPathComponent("basic"), train: 1, test: 1)
    }
    #expect(below.train.count == 7)
  }

  @Test("a broken list of RAF-DB is refused with its line")
  func brokenRAFDB() throws {
    for (text, words) in [
      ("train_00001.jpg 8\n", ["label from 1 to 7", "'8'", "line 1"]),
      ("train_00001.jpg 1\ntrain_00001.jpg 2\n", ["once", "line 2"]),
      ("other_00001.jpg 1\n", ["train_00001.jpg 5", "other"]),
      ("train_../../x.jpg 1\n", ["line 1"]), ("train_00001.jpg 1\n", ["class 'fear' has 0"]),
    ] {
      let folder = try TemporaryFolder()
      try folder.write("EmoLabel/list_patition_label.txt", text)
      expectError(saying: words) {
        _ = try DatasetSource(parsing: "rafdb:" + folder.path).load()
      }
    }
    expectError(saying: ["list_patition_label.txt", "no such file"]) {
      _ = try load("rafdb") { _ in }
    }
  }

  @Test("AffectNet, both forms", .enabled(if: canDecode(.libturbojpeg)), arguments: [false, true])
  func affectNet(isOlder: Bool) throws {
    for count in [8, 7] {
      let parts = try load("affectnet", DatasetOptions(classCount: count == 8 ? nil : 7)) {
        isOlder
          ? try DatasetImitation.affectNetLists($0, train: 3, test: 1)
          : try DatasetImitation.affectNet($0, train: 3, test: 1)
      }
      let names = ["neutral", "happy", "sad", "surprise", "fear", "disgust", "anger", "contempt"]
      #expect(parts.train.classNames == Array(names.prefix(count)))
      #expect(parts.train.classCounts == [Int](repeating: 3, count: count))
      #expect(parts.test.classCounts == [Int](repeating: 1, count: count))
      try expectTrue(parts.train)
      try expectTrue(parts.test)
    }
  }

  @Test("an annotation of AffectNet that is wrong or missing is named")
  func brokenAffectNet() throws {
    let folder = try TemporaryFolder()
    for part in ["train_set", "val_set"] {
      try folder.write("\(part)/images/5.jpg", [1])
      try folder.write("\(part)/annotations/5_exp.npy", FileMaker.npy(8))
    }
    let source = try DatasetSource(parsing: "affectnet:" + folder.path)
    expectError(saying: ["5_exp.npy", "from 0 to 7", "found 8"]) { _ = try source.load() }
    try folder.write("train_set/annotations/5_exp.npy", FileMaker.npy(type: "<f8", [0, 0]))
    expectError(saying: ["5_exp.npy", "<f8"]) { _ = try source.load() }
    try folder.write("train_set/images/6.jpg", [1])
    try folder.write("train_set/annotations/5_exp.npy", FileMaker.npy(1))
    expectError(saying: ["6_exp.npy", "no such file"]) { _ = try source.load() }
  }

  @Test("FER2013 as a table, with its validation part")
  func fer2013() throws {
    let parts = try load("fer2013") { try DatasetImitation.fer2013($0, train: 3, test: 1) }
    #expect(
      parts.train.classNames
        == ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"])
    #expect(parts.train.classCounts == [3, 3, 3, 3, 3, 3, 3] && parts.train.channels == 1)
    #expect(parts.validation?.count == 7 && parts.test.count == 7)
    #expect(parts.all.count == 28)
    try expectTrue(parts.train)
    try expectTrue(parts.test)
    try expectTrue(try #require(parts.validation))
    let large = try load("fer2013", DatasetOptions(imageSize: 24)) {
      try DatasetImitation.fer2013($0, train: 1, test: 1)
    }
    #expect(large.train.width == 24 && large.validation?.width == 24)
  }

  @Test("FER2013 as folders", .enabled(if: canDecode(.libpng)))
  func fer2013Folders() throws {
    let parts = try load("fer2013") { try DatasetImitation.fer2013Folders($0, train: 2, test: 1) }
    #expect(parts.train.classNames.first == "angry" && parts.train.classNames.last == "neutral")
    #expect(parts.train.count == 14 && parts.test.count == 7)
    try expectTrue(parts.train)
  }

  @Test(
    "a broken table of FER2013 is refused with its line",
    arguments: [
      ("0,1 2,Training", ["2304 grey values", "found 2", "line 2"]),
      ("7,1,Training", ["emotion", "'7'"]), ("0,,Test", ["PrivateTest", "'Test'"]),
      ("0,256,Training", ["0 to 255", "256"]), ("0,1;2,Training", ["grey values", "other text"]),
    ])
  func brokenFER2013(row: String, words: [String]) {
    expectError(saying: ["fer2013.csv"] + words) {
      _ = try load("fer2013") {
        try Data("emotion,pixels,Usage\n\(row)\n".utf8)
          .write(to: $0.appendingPathComponent("fer2013.csv"))
      }
    }
  }

  @Test("FER+, both forms, by the majority of votes", arguments: [false, true])
  func ferPlus(isFolders: Bool) throws {
    if isFolders && !canDecode(.libpng) { return }
    for count in [8, 7] {
      let parts = try load("ferplus", DatasetOptions(classCount: count == 8 ? nil : 7)) {
        isFolders
          ? try DatasetImitation.ferPlusFolders($0, train: 2, test: 1)
          : try DatasetImitation.ferPlus($0, train: 2, test: 1)
      }
      let names = [
        "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt",
      ]
      #expect(parts.train.classNames == Array(names.prefix(count)))
      #expect(parts.train.classCounts == [Int](repeating: 2, count: count))
      #expect(parts.validation?.classCounts == [Int](repeating: 1, count: count))
      #expect(parts.test.classCounts == [Int](repeating: 1, count: count))
      try expectTrue(parts.train)
      try expectTrue(parts.test)
    }
  }

  @Test("a table of votes that does not fit FER2013's is refused")
  func brokenFERPlus() throws {
    let folder = try TemporaryFolder()
    let root = URL(fileURLWithPath: folder.path)
    try DatasetImitation.ferPlus(root, train: 1, test: 1)
    let url = root.appendingPathComponent("fer2013new.csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    try folder.write("fer2013new.csv", lines.dropLast().joined(separator: "\n"))
    let source = try DatasetSource(parsing: "ferplus:" + folder.path)
    expectError(saying: ["33 rows", "found 32"]) { _ = try source.load() }
    let other = lines.map { $0.replacingOccurrences(of: "Training", with: "PublicTest") }
    try folder.write("fer2013new.csv", other.joined(separator: "\n"))
    expectError(saying: ["line 2", "same image"]) { _ = try source.load() }
  }

  @Test("CIFAR-100 with a hundred or twenty classes")
  func cifar100() throws {
    let fine = try load("cifar100") { try DatasetImitation.cifar100($0) }
    #expect(fine.train.classNames.last == "fine 99" && fine.train.count == 200)
    #expect(fine.test.labels == Array(0..<100))
    #expect(Array(try fine.test.image(at: 57).pixels[..<3]) == [57, 1, 2])
    let coarse = try load("cifar100", DatasetOptions(classCount: 20)) {
      try DatasetImitation.cifar100($0)
    }
    #expect(coarse.train.classNames.first == "coarse 0")
    #expect(coarse.test.labels == (0..<100).map { $0 / 5 })
    expectError(saying: ["cifar100", "100 or 20", "not 50"]) {
      _ = try load("cifar100", DatasetOptions(classCount: 50)) { _ in }
    }
    expectError(saying: ["rafdb", "no choice"]) {
      _ = try load("rafdb", DatasetOptions(classCount: 7)) { _ in }
    }
  }

  @Test("CSV lists with parts, weights, groups and images without a label")
  func csv() throws {
    let parts = try load("csv", DatasetOptions(groupBy: .column)) {
      try DatasetImitation.csv($0, train: 4, test: 2)
    }
    #expect(parts.train.classNames == ["cat", "dog"] && parts.train.classCounts == [4, 4])
    #expect(parts.validation?.classCounts == [2, 2] && parts.test.classCounts == [2, 2])
    #expect(parts.train.weights == [Double](repeating: 1.5, count: 8))
    #expect(
      parts.train.groups?[3] == "train1" && parts.train.sampleNames?[1] == "images/train 1.ppm")
    let unlabeled = try #require(parts.unlabeled)
    #expect(unlabeled.labels == [-1, -1, -1])
    #expect(try unlabeled.image(at: 2).pixels[0] == 202)
    let image = try parts.train.image(at: 1)
    #expect(image[0, 0, 0] == DatasetImitation.value(of: 1))
    #expect(try parts.all.image(at: 8 + 4 + 1).pixels[0] == 201)
  }

  @Test(
    "broken CSV lists are refused with their line",
    arguments: [
      ("path,class\na.ppm,x", ["'label'", "class, path"]),
      ("path,label,wieght\na.ppm,x,1", ["'weight'", "'wieght'"]),
      ("path,label\na.ppm,x\na.ppm,y", ["once", "line 3"]),
      ("path,label\na.ppm,x\nb.ppm", ["value for 'label'", "line 3"]),
      ("path,label,weight\na.ppm,x,-1", ["weight from 0", "'-1'"]),
      ("path,label,split\na.ppm,x,training\nb.ppm,y,tst", ["'tst'", "line 3"]),
      ("path,label,split\na.ppm,x,train\nb.ppm,y,train\nc.ppm,,test", ["label", "line 4"]),
      ("path,label\na.ppm,\"x", ["second quote"]), ("path,label\na.ppm,\"x\"y", ["comma"]),
      ("path,label\na.ppm,x\nb.ppm,x", ["two classes"]), ("", ["an empty file"]),
      ("path,label\na.ppm,x\nb.ppm,y", ["class 'x' has 1 images, 2 are needed"]),
    ])
  func brokenCSV(text: String, words: [String]) {
    expectError(saying: ["list.csv"] + words) {
      _ = try load("csv") { try Data(text.utf8).write(to: $0.appendingPathComponent("list.csv")) }
    }
  }

  @Test("labels that are whole numbers are sorted by value, quotes and line ends of all kinds read")
  func csvDetails() throws {
    let parts = try load("csv", DatasetOptions(testFraction: 0.5)) { root in
      var text = "\u{FEFF}label,\"path\"\r\n"
      for label in [10, 9] {
        for number in 0..<2 {
          text += "\(label),\"a \"\"\(label)\"\",\(number).ppm\"\(label == 9 ? "\r" : "\r\n")\n"
          try Data(FileMaker.flat([UInt8(label)]))
            .write(to: root.appendingPathComponent("a \"\(label)\",\(number).ppm"))
        }
      }
      try Data(text.utf8).write(to: root.appendingPathComponent("list.csv"))
    }
    #expect(parts.train.classNames == ["9", "10"])
    #expect(try parts.train.image(at: 0).pixels[0] == (parts.train.labels[0] == 0 ? 9 : 10))
  }
}
