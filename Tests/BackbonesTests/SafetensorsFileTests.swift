import Backbones
import Foundation
import Testing

@Suite("Safetensors files")
struct SafetensorsFileTests {
  private func file(_ header: String, body: Int = 16, length: UInt64? = nil) -> Data {
    var data = Data()
    withUnsafeBytes(of: (length ?? UInt64(header.utf8.count)).littleEndian) {
      data.append(contentsOf: $0)
    }
    return data + Data(header.utf8) + Data(count: body)
  }

  private func array(
    _ type: String = "F32", _ shape: String = "[2]", _ offsets: String = "[0,8]"
  ) -> String {
    #"{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}"#
  }

  private func expect(
    _ data: Data, fails reason: String, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let error = #expect(throws: SafetensorsError.self, sourceLocation: sourceLocation) {
      try SafetensorsFile(bytes: data, name: "a")
    }
    #expect(
      error?.description == "a: not a valid safetensors file: \(reason)",
      sourceLocation: sourceLocation)
  }

  @Test("files of every form are read")
  func valid() throws {
    let header = #"{"b":\#(array("I64", "[]", "[8,16]")),"a":\#(array()),"__metadata__":{"x":"y"}}"#
    let read = try SafetensorsFile(bytes: file(header), name: "a")
    #expect(read.entries["a"]?.floatValues == [0, 0])
    #expect(read.entries["b"]?.int64Values == [0])
    #expect(read.metadata == ["x": "y"])
    #expect(try SafetensorsFile(bytes: file("{}", body: 0), name: "a").entries.isEmpty)
  }

  @Test("damaged files are refused with what is wrong")
  func damaged() {
    expect(Data([1, 2, 3]), fails: "expected at least 8 bytes, found 3")
    expect(
      file("{}", body: 0, length: .max),
      fails: "the header claims 18446744073709551615 bytes, 2 are left in the file")
    expect(file("[1]"), fails: "the header is not a JSON object")
    expect(file("{"), fails: "the header is not valid JSON")
    expect(file(#"{"a":{}}"#), fails: "'a' lacks dtype, shape or data_offsets")
    expect(
      file(#"{"a":\#(array("C64"))}"#),
      fails: "'a' has element type C64; supported are U8, I64, F16, BF16, F32, F64")
    expect(
      file(#"{"a":\#(array("F32", "[-2]"))}"#),
      fails: "'a' has a shape or offset that is not a whole number of at least 0")
    expect(
      file(#"{"a":\#(array("F32", "[4294967296,4294967296]"))}"#),
      fails: "'a' has a shape that overflows")
    expect(
      file(#"{"a":\#(array("F32", "[2]", "[16,24]"))}"#),
      fails: "'a' lies outside the file: bytes 16 to 24")
    expect(
      file(#"{"a":\#(array("F32", "[3]"))}"#), fails: "'a' needs 12 bytes, its range holds 8")
    expect(
      file(#"{"a":\#(array()),"b":\#(array("F32", "[2]", "[4,12]"))}"#),
      fails: "'a' and 'b' overlap")
    expect(file(#"{"a":\#(array()),"a":\#(array())}"#), fails: "the name 'a' occurs twice")
    expect(
      file(#"{"a":\#(array()),"\u0061":\#(array("F32", "[2]", "[8,16]"))}"#),
      fails: "the name 'a' occurs twice")
    expect(file(#"{"__metadata__":{"a":1}}"#), fails: "__metadata__ is not a table of strings")
  }
}
