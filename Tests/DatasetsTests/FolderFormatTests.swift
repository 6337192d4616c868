import Augmentations
import Datasets
import Foundation
import TestSupport
import Testing

@Suite("Folders of class folders")
struct FolderFormatTests {
  private func load(
    _ files: [String: [UInt8]], _ options: DatasetOptions = DatasetOptions()
  ) throws -> DatasetParts {
    let folder = try TemporaryFolder()
    for (name, bytes) in files { try folder.write(name, bytes) }
    return try DatasetSource(parsing: "folder:" + folder.path).load(options)
  }

  /// Two classes of flat images whose colour tells class and number.
  private func files(_ count: Int, width: Int = 4) -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for number in 0..<count {
      let name = "p" + String(1_000 + number) + ".ppm"
      files["zebra/" + name] = FileMaker.flat([1, UInt8(number), 0], width: width)
      files["ant/" + name] = FileMaker.flat([0, UInt8(number), 0], width: width)
    }
    return files
  }

  @Test("classes are sorted, and a stratified test set is drawn once")
  func drawnTest() throws {
    let parts = try load(files(20))
    #expect(parts.train.classNames == ["ant", "zebra"])
    #expect(parts.train.classCounts == [16, 16] && parts.test.classCounts == [4, 4])
    #expect(parts.skipped.isEmpty)
    let names = (parts.train.sampleNames ?? []) + (parts.test.sampleNames ?? [])
    #expect(Set(names).count == 40 && names.contains("ant/p1000.ppm"))
    for part in [parts.train, parts.test] {
      for index in 0..<part.count {
        let image = try part.image(at: index)
        let name = try #require(part.sampleNames?[index])
        #expect(Int(image[0, 0, 0]) == part.labels[index])
        #expect(name.hasSuffix("p\(1_000 + Int(image[0, 0, 1])).ppm"))
      }
    }
    let again = try load(files(20))
    #expect(again.test.sampleNames == parts.test.sampleNames)
    let other = try load(files(20), DatasetOptions(testFraction: 0.5, seed: 1))
    #expect(other.test.classCounts == [10, 10])
  }

  @Test("images of one group stay on one side")
  func groups() throws {
    let parts = try load(files(20), DatasetOptions(testFraction: 0.25, groupBy: .file))
    #expect(parts.test.classCounts == [5, 5])
    let train = Set(parts.train.groups ?? [])
    let test = Set(parts.test.groups ?? [])
    #expect(train.count == 15 && test.count == 5 && train.isDisjoint(with: test))
  }

  @Test("groups that are too large for the test fraction are an error")
  func largeGroups() throws {
    var files: [String: [UInt8]] = [:]
    for number in 0..<6 {
      files["a/\(number)/same.ppm"] = FileMaker.flat([1, 2, 3])
      files["b/\(number)/other.ppm"] = FileMaker.flat([1, 2, 3])
    }
    expectError(saying: ["class 'a'", "test part"]) {
      _ = try load(files, DatasetOptions(groupBy: .file))
    }
  }

  @Test("train and test folders are used where there are both")
  func givenTest() throws {
    var files: [String: [UInt8]] = [:]
    for number in 0..<3 {
      files["train/a/\(number).ppm"] = FileMaker.flat([1, UInt8(number), 3])
      files["train/b/\(number).pgm"] = FileMaker.flat([UInt8(number)])
    }
    files["test/b/9.ppm"] = FileMaker.flat([9, 9, 9])
    files["train/a/notes.txt"] = [1]
    files["train/.hidden/x.ppm"] = [1]
    let parts = try load(files)
    #expect(parts.train.classCounts == [3, 3] && parts.test.classCounts == [0, 1])
    #expect(parts.test.sampleNames == ["test/b/9.ppm"])
    #expect(parts.train.channels == 3)
    #expect(try parts.train.image(at: 5).pixels.allSatisfy { $0 == 2 })
    expectError(saying: ["no effect"]) { _ = try load(files, DatasetOptions(testFraction: 0.1)) }
    var broken = files
    broken["test/b/9.ppm"] = [1]
    expectError(saying: ["test", "at least one image"]) {
      _ = try load(broken, DatasetOptions(unreadable: .skip))
    }
    for number in 0..<3 { files["train/a/\(number).ppm"] = [1] }
    expectError(saying: ["class 'a' has 0 images"]) {
      _ = try load(files, DatasetOptions(unreadable: .skip))
    }
    files["test/c/1.ppm"] = FileMaker.flat([9, 9, 9])
    expectError(saying: ["'c'", "train"]) { _ = try load(files) }
  }

  @Test("grey images stay grey, and channels can be asked for")
  func channels() throws {
    var files: [String: [UInt8]] = [:]
    for number in 0..<4 {
      files["a/\(number).pgm"] = FileMaker.flat([50])
      files["b/\(number).pgm"] = FileMaker.flat([70])
    }
    #expect(try load(files).train.channels == 1)
    #expect(try load(files).train.image(at: 0).pixels == [UInt8](repeating: 50, count: 16))
    #expect(try load(files, DatasetOptions(channels: 3)).train.channels == 3)
    files["b/0.ppm"] = FileMaker.flat([255, 0, 0])
    #expect(try load(files).train.channels == 3)
    let gray = try load(files, DatasetOptions(channels: 1))
    let all =
      try (0..<gray.train.count).map { try gray.train.image(at: $0)[0, 0, 0] }
      + (0..<gray.test.count).map { try gray.test.image(at: $0)[0, 0, 0] }
    #expect(Set(all) == [50, 70, 76])
  }

  @Test("different sizes are an error that says what to do, and are resized if asked for")
  func sizes() throws {
    var files = files(4)
    files["zebra/wide.ppm"] = FileMaker.flat([1, 77, 0], width: 9, height: 5)
    expectError(saying: ["zebra/wide.ppm", "9 x 5", "4 x 4", "--image-size"]) {
      _ = try load(files)
    }
    let parts = try load(files, DatasetOptions(imageSize: 6))
    #expect(parts.train.width == 6 && parts.train.height == 6)
    #expect(parts.train.count + parts.test.count == 9)
    for part in [parts.train, parts.test] {
      for index in 0..<part.count {
        #expect(try Int(part.image(at: index)[5, 5, 0]) == part.labels[index])
      }
    }
  }

  @Test("an unreadable image is named, or left out and listed if asked for")
  func unreadable() throws {
    var files = files(5)
    files["ant/aaa.ppm"] = Array("P6 4 4 255\n123".utf8)
    files["zebra/photo.gif"] = Array("GIF89a".utf8)
    expectError(saying: ["ant/aaa.ppm", "48 bytes"]) { _ = try load(files) }
    let parts = try load(files, DatasetOptions(unreadable: .skip))
    #expect(parts.train.count + parts.test.count == 10)
    #expect(parts.skipped.count == 2)
    #expect(parts.skipped[0].path.hasSuffix("ant/aaa.ppm"))
    #expect(parts.skipped[1].reason.contains("GIF"))
    for part in [parts.train, parts.test] {
      for index in 0..<part.count {
        #expect(try Int(part.image(at: index)[0, 0, 0]) == part.labels[index])
      }
    }
  }

  @Test("too few classes or images are errors that count them")
  func tooFew() throws {
    expectError(saying: ["two class folders", "no folder"]) { _ = try load(["a.ppm": [1]]) }
    expectError(saying: ["two class folders", "'a'"]) {
      _ = try load(["a/1.ppm": FileMaker.flat([1, 2, 3])])
    }
    var files = files(3)
    files["bee/1.ppm"] = FileMaker.flat([1, 2, 3])
    expectError(saying: ["class 'bee' has 1 images", "2 are needed"]) { _ = try load(files) }
    files["bee/2.ppm"] = [1]
    expectError(saying: ["class 'bee' has 1 images", "2 are needed"]) {
      _ = try load(files, DatasetOptions(unreadable: .skip))
    }
  }

  @Test("PNG and JPEG images are read", .enabled(if: canDecode(.libpng, .libturbojpeg)))
  func images() throws {
    let png = FileMaker.png(
      width: 8, height: 8, colorType: 0, depth: 8,
      rows: [[UInt8]](repeating: [UInt8](repeating: 5, count: 8), count: 8))
    let parts = try load([
      "a/1.png": png, "a/2.PNG": png, "b/1.jpg": FileMaker.jpeg([7]),
      "b/2.jpeg": FileMaker.jpeg([7]),
    ])
    #expect(parts.train.count == 2 && parts.test.count == 2 && parts.train.channels == 1)
    #expect(try parts.train.image(at: 0).pixels.allSatisfy { $0 == 5 })
    #expect(try parts.train.image(at: 1).pixels.allSatisfy { $0 == 7 })
  }
}
