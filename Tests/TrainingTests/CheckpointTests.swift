import Foundation
import TensorCore
import Testing
import Training
import TrainingTestSupport

@Suite("Checkpoints")
struct CheckpointTests {
  private struct Example: Codable, Hashable {
    var step = 7
    var rates: [Float] = [
      0.1, .infinity, -.infinity, .leastNonzeroMagnitude, -0.0, 3.402_823_5e38, 0.3 + 0.6,
    ]
    var precise = 0.1 + 0.2
  }

  /// A checkpoint with sections of every kind, one of them empty.
  static func example() throws -> Checkpoint {
    let store = TestStores.store()
    var checkpoint = Checkpoint()
    try checkpoint.encode(Example(), as: .progress)
    checkpoint.set(Data(), as: "empty")
    try checkpoint.save(store, as: .student)
    checkpoint.set([1.5, -2.25] as [Float], as: "numbers")
    return checkpoint
  }

  @Test("what is written is read, whole")
  func roundTrip() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    let checkpoint = try Self.example()
    try checkpoint.write(to: folder.file("a.checkpoint"))
    #expect(try folder.names == ["a.checkpoint"])
    let read = try Checkpoint.read(from: folder.file("a.checkpoint"))
    #expect(read.names == checkpoint.names)
    for name in read.names { #expect(try read.bytes(of: name) == checkpoint.bytes(of: name)) }
    #expect(try read.decode(Example.self, from: .progress) == Example())
    #expect(try read.floats(of: "numbers") == [1.5, -2.25])
    #expect(try read.serialized() == checkpoint.serialized())
  }

  @Test("a network comes back bit for bit, even numbers that are not finite")
  func weights() throws {
    let store = TestStores.store()
    let odd: [Float] = [
      .nan, .signalingNaN, -.infinity, -0.0, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
    ]
    for (index, value) in odd.enumerated() { store.elements(of: 0)[index] = value }
    var checkpoint = Checkpoint()
    try checkpoint.save(store, as: .student)
    let read = try Checkpoint(bytes: checkpoint.serialized(), file: "memory")
    let other = TestStores.store(seed: 9)
    let version = other.version
    try read.restore(other, from: .student)
    #expect(TestStores.bits(other.values) == TestStores.bits(store.values))
    #expect(TestStores.bits(other.buffers) == TestStores.bits(store.buffers))
    #expect(other.version > version)
    #expect(other.weightsSHA256() == store.weightsSHA256())
  }

  @Test(
    "a restored optimizer goes on to the same bits",
    arguments: [
      SGD() as any Optimizer, .sgd(momentum: 0, nesterov: false), .adam(decayAfterStep: 0.02),
    ])
  func resume(optimizer: any Optimizer) throws {
    let update = ExponentialMovingAverage(decay: 0.999, rampsUp: true)
    let student = TestStores.store()
    let teacher = update.makeTeacher(of: student)
    let state = OptimizerState(optimizer, for: student)
    func run(
      _ steps: Range<Int>, _ student: ParameterStore, _ teacher: ParameterStore,
      _ state: OptimizerState
    ) {
      for step in steps {
        TestStores.fillGradients(of: student, step: step)
        state.update(student, teacher: teacher, teacherUpdate: update)
      }
    }
    run(0..<5, student, teacher, state)
    var checkpoint = Checkpoint()
    try checkpoint.save(student, as: .student)
    try checkpoint.save(teacher, as: .teacher)
    try checkpoint.save(state)
    let read = try Checkpoint(bytes: checkpoint.serialized(), file: "memory")
    run(5..<10, student, teacher, state)

    let (otherStudent, otherTeacher) = (
      TestStores.store(seed: 3), TestStores.store(seed: 4, isTrained: false)
    )
    let otherState = OptimizerState(optimizer, for: otherStudent)
    try read.restore(otherStudent, from: .student)
    try read.restore(otherTeacher, from: .teacher)
    try read.restore(otherState)
    #expect(otherState.stepCount == 5)
    run(5..<10, otherStudent, otherTeacher, otherState)
    #expect(otherStudent.weightsSHA256() == student.weightsSHA256())
    #expect(otherTeacher.weightsSHA256() == teacher.weightsSHA256())
  }

  @Test("another network, another optimizer and missing sections are refused, changing nothing")
  func unsuitable() throws {
    var checkpoint = try Self.example()
    let store = TestStores.store()
    try checkpoint.save(OptimizerState(.sgd(), for: store))
    let wide = TestStores.store(TestStores.layout(width: 6))
    let before = wide.weightsSHA256()
    let shape = try #require(throws: CheckpointError.self) {
      try checkpoint.restore(wide, from: .student)
    }
    #expect(shape.description.contains("'conv.weight' of shape [3, 3, 2, 6]"))
    #expect(shape.description.contains("F32 of shape [3, 3, 2, 5]"))
    #expect(wide.weightsSHA256() == before)

    var small = ParameterLayout()
    _ = small.declare("fc.bias", shape: [7], initializer: .constant(0))
    #expect(throws: CheckpointError.self) {
      try checkpoint.restore(ParameterStore(layout: small, isTrained: false), from: .student)
    }
    #expect(throws: CheckpointError.self) {
      try checkpoint.restore(OptimizerState(.adam(), for: store))
    }
    #expect(throws: CheckpointError.self) {
      try checkpoint.restore(OptimizerState(.sgd(momentum: 0), for: store))
    }
    #expect(throws: CheckpointError.self) { try checkpoint.restore(store, from: .progress) }
    #expect(throws: CheckpointError.self) { try checkpoint.decode(Int.self, from: .student) }
    let missing = try #require(throws: CheckpointError.self) {
      try checkpoint.bytes(of: .policy)
    }
    #expect(missing.reason == .missingSection("policy"))
  }

  @Test("a file cut anywhere is refused")
  func truncation() throws {
    let bytes = try Self.example().serialized()
    for length in 0..<bytes.count {
      let error = try #require(throws: CheckpointError.self) {
        try Checkpoint(bytes: bytes.prefix(length), file: "cut")
      }
      guard case .truncated(_, let found) = error.reason else {
        Issue.record("cut to \(length): \(error)")
        return
      }
      #expect(found == length)
    }
    let error = try #require(throws: CheckpointError.self) {
      try Checkpoint(bytes: bytes + [0], file: "long")
    }
    #expect(error.reason == .overlong(expectedBytes: bytes.count, foundBytes: bytes.count + 1))
  }

  @Test("every flipped bit is noticed, and the damaged part is named")
  func flips() throws {
    let checkpoint = try Self.example()
    let bytes = try checkpoint.serialized()
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 1 << UInt8(place % 8)
      #expect(throws: CheckpointError.self, "byte \(place)") {
        try Checkpoint(bytes: damaged, file: "flipped")
      }
    }
    func reason(flipping place: Int) throws -> CheckpointError.Reason? {
      var damaged = bytes
      damaged[place] ^= 0x10
      return #expect(throws: CheckpointError.self) {
        try Checkpoint(bytes: damaged, file: "flipped")
      }?.reason
    }
    #expect(try reason(flipping: 0) == .foreign)
    #expect(try reason(flipping: 8) == .newerVersion(found: 17, supported: 1))
    #expect(try reason(flipping: 60) == .damagedHeader("its SHA-256 does not match"))
    #expect(try reason(flipping: bytes.count - 1) == .damagedSection("numbers"))
    #expect(try reason(flipping: bytes.count - 9) == .damagedSection("student"))
  }

  @Test("foreign, missing and unreadable files are refused by name")
  func foreign() throws {
    let folder = try TemporaryFolder()
    defer { folder.remove() }
    try Data("PK\u{3}\u{4} something else".utf8).write(to: folder.file("foreign"))
    let foreign = #expect(throws: CheckpointError.self) {
      try Checkpoint.read(from: folder.file("foreign"))
    }
    #expect(foreign?.reason == .foreign)
    #expect(foreign?.file == folder.file("foreign").path)
    for place in [folder.file("missing"), folder.url] {
      let error = #expect(throws: CheckpointError.self) { try Checkpoint.read(from: place) }
      guard case .unreadable = error?.reason else {
        Issue.record("\(place.path): \(String(describing: error))")
        return
      }
    }
  }

  @Test("ten thousand mutations are refused or valid, never a crash")
  func fuzz() throws {
    var checkpoint = Checkpoint()
    try checkpoint.encode(["step": 3], as: .progress)
    checkpoint.set([1, 2, 3] as [Float], as: "numbers")
    let bytes = try checkpoint.serialized()
    var random = RandomKey(seed: 11).stream("checkpoint fuzz")
    for _ in 0..<10_000 {
      var mutated = bytes
      for _ in 0...random.integer(below: 3) where mutated.count > 1 {
        let place = random.integer(below: mutated.count)
        switch random.integer(below: 4) {
        case 0: mutated[place] = UInt8(random.integer(below: 256))
        case 1: mutated.remove(at: place)
        case 2: mutated.insert(UInt8(random.integer(below: 256)), at: place)
        default: mutated = mutated.prefix(place + 1)
        }
      }
      // Half of the headers get a hash that fits, so that what lies behind it is reached.
      if random.bernoulli(0.5), mutated.count > 48 {
        let length = min(
          Int(mutated[12]) | Int(mutated[13]) << 8, mutated.count - 48)
        var hash = SHA256()
        hash.update(mutated[0..<16])
        hash.update(mutated[48..<48 + length])
        mutated.replaceSubrange(16..<48, with: hash.digest())
      }
      do throws(CheckpointError) {
        let read = try Checkpoint(bytes: mutated, file: "mutated")
        #expect(read.names.count <= 3)
      } catch {
        #expect(error.file == "mutated")
      }
    }
  }
}
