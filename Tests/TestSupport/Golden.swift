public import Backbones
public import Foundation

/// The reference vectors: the folder that `SEMISUPERVISED_GOLDEN` names, else `Tests/Vectors/golden`.
public enum Golden {
  /// The folder that holds the cases.
  public static let folder: URL = {
    if let path = ProcessInfo.processInfo.environment["SEMISUPERVISED_GOLDEN"], !path.isEmpty {
      return URL(fileURLWithPath: path)
    }
    return URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Vectors/golden")
  }()

  /// The names of all cases under a folder, such as `ops/add_0`, sorted; empty if there are none.
  public static func cases(in part: String) -> [GoldenCase] {
    let place = folder.appendingPathComponent(part)
    let files = (try? FileManager.default.contentsOfDirectory(atPath: place.path)) ?? []
    return files.filter { $0.hasSuffix(".safetensors") }.sorted()
      .map { GoldenCase(name: part + "/" + $0.dropLast(".safetensors".count)) }
  }

  /// The names that `index.json` lists.
  public static func index() throws -> [String] {
    try JSONDecoder().decode(
      [String].self, from: Data(contentsOf: folder.appendingPathComponent("index.json")))
  }
}

/// One reference case: its name, and its file when it is asked for.
public struct GoldenCase: Sendable, CustomStringConvertible {
  /// The folder and name, such as `ops/add_0`.
  public let name: String

  /// The name, as test reports show it.
  public var description: String { name }

  /// Reads the case.
  public func load() throws -> GoldenFile {
    let url = Golden.folder.appendingPathComponent(name + ".safetensors")
    return GoldenFile(name: name, file: try SafetensorsFile(contentsOf: url))
  }
}

/// The tensors and attributes of one reference case.
public struct GoldenFile: Sendable {
  /// The folder and name, such as `ops/add_0`.
  public let name: String
  /// The contents.
  public let file: SafetensorsFile

  /// Names the contents of a file.
  public init(name: String, file: SafetensorsFile) {
    self.name = name
    self.file = file
  }

  /// A missing or ill-typed part of a case.
  public struct Missing: Error, CustomStringConvertible {
    /// What is missing.
    public let description: String
  }

  /// The operation that the case checks.
  public var operation: String { file.metadata["op"] ?? "" }

  /// Returns whether the case holds an array of this name.
  public func has(_ key: String) -> Bool { file.entries[key] != nil }

  /// Returns an attribute's string.
  public func string(_ key: String) throws -> String {
    guard let value = file.metadata[key] else { throw Missing(description: "\(name): no \(key)") }
    return value
  }

  /// Returns an attribute as a number.
  public func number(_ key: String) throws -> Double {
    guard let value = Double(try string(key)) else {
      throw Missing(description: "\(name): \(key) is not a number")
    }
    return value
  }

  /// Returns an attribute as JSON.
  public func json<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(try string(key).utf8))
  }

  /// Returns an array's shape.
  public func shape(_ key: String) throws -> [Int] {
    guard let entry = file.entries[key] else { throw Missing(description: "\(name): no \(key)") }
    return entry.shape
  }

  /// Returns an array of 32-bit floating-point numbers.
  public func floats(_ key: String) throws -> [Float] {
    guard let values = file.entries[key]?.floatValues else {
      throw Missing(description: "\(name): no F32 \(key)")
    }
    return values
  }

  /// Returns an array of whole numbers.
  public func integers(_ key: String) throws -> [Int] {
    guard let values = file.entries[key]?.int64Values else {
      throw Missing(description: "\(name): no I64 \(key)")
    }
    return values.map(Int.init)
  }

  /// Returns an array of bytes.
  public func bytes(_ key: String) throws -> [UInt8] {
    guard let values = file.entries[key]?.uint8Values else {
      throw Missing(description: "\(name): no U8 \(key)")
    }
    return values
  }
}
