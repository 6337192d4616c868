import Foundation
import Runs
import TensorCore
import Testing
import Training
import TrainingTestSupport

@Suite("Folders of checkpoints")
struct CheckpointFolderTests {
  private func checkpoint(_ text: String) -> Checkpoint {
    var checkpoint = Checkpoint()
    checkpoint.set(Data(text.utf8), as: .progress)
    return checkpoint
  }

  private func damage(_ url: URL) throws {
    var bytes = try Data(contentsOf: url)
    bytes[bytes.count - 1] ^= 1
    try bytes.write(to: url)
  }

  @Test("the last few and the best are kept")
  func keeping() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let folder = CheckpointFolder(temporary.file("run/checkpoints"), keeping: 2)
    #expect(folder.entries.isEmpty)
    #expect(try folder.newest() == nil)
    try folder.saveBest(checkpoint("best"))
    for step in [5, 10, 900, 1_000_000_000_000] {
      try folder.save(checkpoint("\(step)"), step: step)
    }
    #expect(folder.entries.map(\.step) == [1_000_000_000_000, 900])
    #expect(folder.entries[1].url.lastPathComponent == "step-000000900.checkpoint")
    let newest = try #require(try folder.newest())
    #expect(newest.entry.step == 1_000_000_000_000)
    #expect(try newest.checkpoint.bytes(of: .progress) == Data("1000000000000".utf8))
    #expect(
      try Checkpoint.read(from: folder.bestURL).bytes(of: .progress) == Data("best".utf8))
  }

  @Test("a damaged newest checkpoint is refused, and the previous whole one is named")
  func damagedNewest() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let folder = CheckpointFolder(temporary.url, keeping: 3)
    for step in [1, 2, 3] { try folder.save(checkpoint("\(step)"), step: step) }
    try damage(folder.entries[0].url)
    try Data(contentsOf: folder.entries[1].url).dropLast(3).write(to: folder.entries[1].url)
    let error = try #require(throws: DamagedCheckpointError.self) { try folder.newest() }
    #expect(error.newest.reason == .damagedSection("progress"))
    #expect(error.previous?.step == 1)
    #expect(error.description.contains("step-000000003.checkpoint"))
    #expect(error.description.contains("step-000000001.checkpoint"))
    let search = folder.search()
    #expect(search.damaged.count == 2)
    #expect(search.found?.entry.step == 1)
    try damage(folder.entries[2].url)
    #expect(throws: DamagedCheckpointError.self) { try folder.newest() }
    #expect(folder.search().found == nil)
  }

  @Test("going back to an earlier step leaves no later checkpoints behind")
  func goingBack() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let folder = CheckpointFolder(temporary.url, keeping: 3)
    for step in [10, 20, 30] { try folder.save(checkpoint("\(step)"), step: step) }
    try damage(folder.entries[0].url)
    try folder.save(checkpoint("again"), step: 25)
    #expect(folder.entries.map(\.step) == [25, 20, 10])
    #expect(try folder.newest()?.entry.step == 25)
  }

  @Test("what a killed writer left is removed; other files stay")
  func leftovers() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    try Data([1]).write(to: temporary.file(".step-000000007.checkpoint.123-0.unfinished"))
    try Data([1]).write(to: temporary.file("notes.txt"))
    try Data([1]).write(to: temporary.file("step-abc.checkpoint"))
    let folder = CheckpointFolder(temporary.url)
    try folder.save(checkpoint("8"), step: 8)
    #expect(
      try temporary.names == ["notes.txt", "step-000000008.checkpoint", "step-abc.checkpoint"])
    #expect(folder.entries.map(\.step) == [8])
  }

  @Test("a full disk is an error that says so, and leaves the folder as it was")
  func fullDisk() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let url = temporary.file("a.checkpoint")
    try checkpoint("before").write(to: url)
    var left = 100
    let error = try #require(throws: SystemError.self) {
      try DurableFile.write([Data(count: 60), Data(count: 60)], to: url) { descriptor, bytes in
        guard left > 0 else {
          errno = ENOSPC
          return -1
        }
        let count = min(left, bytes.count)
        left -= count
        return Platform.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[..<count]))
      }
    }
    #expect(error.isOutOfSpace)
    #expect(error.description.contains("No space left"))
    #expect(try temporary.names == ["a.checkpoint"])
    #expect(try Checkpoint.read(from: url).bytes(of: .progress) == Data("before".utf8))
  }

  @Test("short writes and interruptions by signals only take more calls")
  func shortWrites() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let contents = Data((0..<200).map { UInt8($0) })
    var calls = 0
    try DurableFile.write([contents], to: temporary.file("a")) { descriptor, bytes in
      calls += 1
      if calls % 3 == 0 {
        errno = EINTR
        return -1
      }
      return Platform.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes.prefix(7)))
    }
    #expect(try Data(contentsOf: temporary.file("a")) == contents)
  }

  @Test("a folder that cannot be written is an error, and earlier checkpoints stay whole")
  func readOnly() throws {
    let temporary = try TemporaryFolder()
    defer { temporary.remove() }
    let folder = CheckpointFolder(temporary.file("run"))
    try folder.save(checkpoint("1"), step: 1)
    let path = folder.url.path
    try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: path)
    defer {
      try? FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: path)
    }
    // Permissions do not bind the superuser, whom only a folder that is none can stop.
    let isBound = !FileManager.default.isWritableFile(atPath: path)
    try Data().write(to: temporary.file("file"))
    let refused = isBound ? folder : CheckpointFolder(temporary.file("file/run"))
    let error = try #require(throws: CheckpointError.self) {
      try refused.save(checkpoint("2"), step: 2)
    }
    guard case .unwritable(_, let isOutOfSpace) = error.reason else {
      Issue.record("\(error)")
      return
    }
    #expect(!isOutOfSpace)
    #expect(error.description.contains(refused.url.path))
    #expect(try folder.newest()?.entry.step == 1)
  }

  @Test("the peak of memory is known and at least what is held now")
  func memory() {
    #expect(ProcessMemory.peakResidentMiB > 1)
    #expect(ProcessMemory.peakResidentMiB < 1_000_000)
  }
}
