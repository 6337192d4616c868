import Backbones
import Foundation
import TestSupport
import Testing

@Suite("Fuzz: safetensors", .timeLimit(.minutes(5)))
struct SafetensorsFuzzTests {
  @Test("a damaged file is refused or read, with no request beyond a bound")
  func safetensors() throws {
    var plain = SafetensorsFile(metadata: ["format": "pt", "classNames": #"["a","b"]"#])
    plain.entries["conv1.weight"] = .init([Float](repeating: 0.5, count: 36), shape: [4, 1, 3, 3])
    plain.entries["bn1.num_batches_tracked"] = .init([Int64(7)], shape: [])
    var halves = SafetensorsFile()
    halves.entries["a"] = .init(type: .float16, shape: [2, 2], bytes: Data(0..<8))
    halves.entries["b"] = .init(type: .bfloat16, shape: [0, 5], bytes: Data())
    halves.entries["c"] = .init(type: .uint8, shape: [3], bytes: Data([1, 2, 3]))
    let fuzz = ReaderFuzz(
      "safetensors", seeds: [try Array(plain.serialized()), try Array(halves.serialized())],
      bound: 1 << 17,
      tokens: [
        #""dtype":"F64","#, #""data_offsets":[0,8],"#, #""shape":[4294967296,4294967296],"#, "[",
        "{",
        "}", #""__metadata__":{},"#, #""a":"#, "null", "1.5", "\\ud800", "\"",
      ],
      repair: { bytes in
        // The header's length, so that what was inserted belongs to it.
        guard bytes.count > 8, let end = bytes.lastIndex(of: UInt8(ascii: "}")), end > 8 else {
          return
        }
        let length = UInt64(end - 7)
        for place in 0..<8 { bytes[place] = UInt8(truncatingIfNeeded: length >> UInt64(8 * place)) }
      })
    let problem = fuzz.problem(of: SafetensorsError.self) { bytes in
      let file = try SafetensorsFile(bytes: Data(bytes), name: "a.safetensors")
      for entry in file.entries.values { _ = entry.numbers }
    }
    #expect(problem == nil)
  }
}
