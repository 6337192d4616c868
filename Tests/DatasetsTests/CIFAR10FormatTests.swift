import Augmentations
import Datasets
import TestSupport
import Testing

@Suite("CIFAR-10 files")
struct CIFAR10FormatTests {
  private func load(_ files: [String: [UInt8]]) throws -> DatasetParts {
    let folder = try TemporaryFolder()
    for (name, bytes) in files { try folder.write(name, bytes) }
    return try DatasetSource(parsing: "cifar10:" + folder.path).load()
  }

  private let names = Array("cat\ndog\n\n".utf8)
  private let cat = FileMaker.record(0, [10, 20, 30])
  private let dog = FileMaker.record(1, [40, 50, 60])

  @Test("planes become pixels, and batches follow one another by number")
  func batches() throws {
    var files = ["batches.meta.txt": names, "test_batch.bin": dog]
    for number in 1...11 {
      files["data_batch_\(number).bin"] =
        FileMaker.record(0, [UInt8(number)]) + [UInt8](repeating: 9, count: 2_048)
    }
    let parts = try load(files)
    #expect(parts.train.count == 11 && parts.test.count == 1)
    #expect(parts.train.classNames == ["cat", "dog"])
    for index in 0..<11 {
      #expect(try parts.train.image(at: index)[3, 4, 0] == UInt8(index + 1))
    }
    let image = try parts.test.image(at: 0)
    #expect(image.width == 32 && image.height == 32)
    #expect((0..<3).map { image[31, 31, $0] } == [40, 50, 60])
  }

  @Test("one training and one test file will do")
  func singleFiles() throws {
    let parts = try load(["classes.txt": names, "train.bin": cat + dog, "test.bin": dog])
    #expect(parts.train.labels == [0, 1] && parts.test.labels == [1])
  }

  @Test("missing and broken files are refused by name")
  func broken() throws {
    expectError(saying: ["batches.meta.txt", "classes.txt"]) {
      _ = try load(["train.bin": cat, "test.bin": dog])
    }
    expectError(saying: ["test.bin", "no such file"]) {
      _ = try load(["classes.txt": names, "train.bin": cat])
    }
    expectError(saying: ["data_batch_2.bin"]) {
      _ = try load([
        "classes.txt": names, "data_batch_1.bin": cat, "data_batch_3.bin": cat,
        "test_batch.bin": dog,
      ])
    }
    expectError(saying: ["neither"]) { _ = try load(["classes.txt": names]) }
    for bytes in [[], Array(cat.dropLast()), cat + [1]] {
      expectError(saying: ["train.bin", "3073", "\(bytes.count) bytes"]) {
        _ = try load(["classes.txt": names, "train.bin": bytes, "test.bin": dog])
      }
    }
    expectError(saying: ["train.bin", "labels below 2", "7 in record 1"]) {
      _ = try load([
        "classes.txt": names, "train.bin": cat + FileMaker.record(7, [1, 2, 3]), "test.bin": dog,
      ])
    }
  }
}
