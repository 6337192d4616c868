import Backbones
public import Foundation
public import TensorCore

/// The vectors that the scripts in `Tests/Vectors/scripts` compute, independently of the package.
public enum ReferenceVectors {
  /// The folder that holds the cases.
  public static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Vectors/reference")

  /// Reads one case.
  public static func load(_ name: String) throws -> GoldenFile {
    let url = folder.appendingPathComponent(name + ".safetensors")
    return GoldenFile(name: name, file: try SafetensorsFile(contentsOf: url))
  }

  /// The names of all cases that begin with a word, sorted.
  public static func names(_ prefix: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".safetensors") }
      .map { String($0.dropLast(".safetensors".count)) }.sorted()
  }
}

extension GoldenFile {
  /// Returns an array of 32-bit numbers as a constant of its shape.
  public func tensor(_ key: String) throws -> Tensor {
    Tensor(try floats(key), shape: Shape(try shape(key)))
  }
}
