import Foundation
import TensorCore
import Testing
import Training
import TrainingTestSupport

@Suite("SHA-256")
struct SHA256Tests {
  /// Messages and hashes from FIPS 180-2, appendix B, and from its later examples.
  @Test(
    "NIST's vectors",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (
        "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
          + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
        "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"
      ),
    ])
  func vectors(message: String, expected: String) {
    #expect(SHA256.hexadecimal(of: Data(message.utf8)) == expected)
  }

  @Test("a million zeros, and a single byte")
  func longMessages() {
    #expect(
      SHA256.hexadecimal(of: Data([0xBD]))
        == "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b")
    #expect(
      SHA256.hexadecimal(of: Data(count: 1_000_000))
        == "d29751f2649b32ff572b5e0a9f541ea660a50f94ff0beedfb0b692b924cc8025")
  }

  @Test("pieces of any length give the hash of the whole")
  func pieces() {
    let message = Data((0..<1_000).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    let expected = SHA256.hexadecimal(of: message)
    for length in [1, 7, 55, 56, 63, 64, 65, 127, 128, 999] {
      var hash = SHA256()
      for start in stride(from: 0, to: message.count, by: length) {
        hash.update(message[start..<min(start + length, message.count)])
        _ = hash.digest()
      }
      #expect(hash.hexadecimalDigest() == expected, "pieces of \(length)")
    }
  }

  @Test("the hash of weights covers names, shapes, weights, buffers and counters")
  func weights() {
    let store = TestStores.store()
    let hash = store.weightsSHA256()
    #expect(hash.count == 64)
    #expect(TestStores.store().weightsSHA256() == hash)
    #expect(TestStores.store(isTrained: false).weightsSHA256() == hash)
    for index in store.layout.declarations.indices {
      let changed = TestStores.store()
      let elements = changed.elements(of: index)
      elements[elements.count - 1] = elements[elements.count - 1].nextUp
      #expect(changed.weightsSHA256() != hash, "\(store.layout.declarations[index].name)")
    }
    var layout = ParameterLayout()
    _ = layout.declare("a", shape: [2, 3], initializer: .constant(1))
    var other = ParameterLayout()
    _ = other.declare("a", shape: [3, 2], initializer: .constant(1))
    #expect(TestStores.store(layout).weightsSHA256() != TestStores.store(other).weightsSHA256())
  }

  @Test("the hash of weights is that of their bytes in PyTorch's order")
  func definition() {
    var layout = ParameterLayout()
    let id = layout.declare(
      "c", shape: [1, 2, 1, 2], axes: .convolution, initializer: .constant(0))
    let store = ParameterStore(layout: layout, isTrained: false)
    store.load([1, 2, 3, 4], at: id.index)
    var bytes = Data("c\u{0}2,1,1,2,\u{0}".utf8)
    for value in [1, 2, 3, 4] as [Float] {
      withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
    }
    #expect(store.weightsSHA256() == SHA256.hexadecimal(of: bytes))
  }
}
