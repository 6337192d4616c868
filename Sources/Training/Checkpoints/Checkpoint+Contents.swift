import Backbones
import Foundation
public import TensorCore

extension Checkpoint {
  /// Adds a value as JSON; numbers that are not finite are kept.
  ///
  /// - Parameters:
  ///   - value: The value.
  ///   - name: The section's name.
  /// - Throws: The value's own error of encoding.
  public mutating func encode(_ value: some Encodable, as name: Name) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    set(try encoder.encode(value), as: name)
  }

  /// Returns a value that was added as JSON.
  ///
  /// - Parameters:
  ///   - type: The value's type.
  ///   - name: The section's name.
  /// - Returns: The value, equal to what was added in every bit but those of a NaN.
  /// - Throws: A ``CheckpointError`` if the section is missing or holds something else.
  public func decode<Value: Decodable>(
    _ type: Value.Type, from name: Name
  ) throws(CheckpointError) -> Value {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let bytes = try bytes(of: name)
    do {
      return try decoder.decode(type, from: bytes)
    } catch {
      throw unsuitable(name, expected: "JSON of \(type)", found: "\(bytes.count) other bytes")
    }
  }

  /// Adds numbers, bit for bit.
  ///
  /// - Parameters:
  ///   - numbers: The numbers.
  ///   - name: The section's name.
  public mutating func set(_ numbers: [Float], as name: Name) {
    set(numbers.map(\.bitPattern.littleEndian).withUnsafeBytes { Data($0) }, as: name)
  }

  /// Returns numbers that were added bit for bit.
  ///
  /// - Parameter name: The section's name.
  /// - Returns: The numbers.
  /// - Throws: A ``CheckpointError`` if the section is missing or holds something else.
  package func floats(of name: Name) throws(CheckpointError) -> [Float] {
    let bytes = try bytes(of: name)
    guard bytes.count % 4 == 0 else {
      throw unsuitable(name, expected: "32-bit numbers", found: "\(bytes.count) bytes")
    }
    return bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count, by: 4).map {
        Float(
          bitPattern: UInt32(
            littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: UInt32.self)))
      }
    }
  }

  /// Adds all weights, buffers and counters of a network, bit for bit.
  ///
  /// The section is a safetensors file with our order of axes.
  ///
  /// - Parameters:
  ///   - store: The network.
  ///   - name: The section's name.
  /// - Throws: Nothing for names that are valid text.
  public mutating func save(_ store: ParameterStore, as name: Name) throws {
    var file = SafetensorsFile()
    for (index, declaration) in store.layout.declarations.enumerated() {
      file.entries[declaration.name] = .init(
        Array(store.elements(of: index)), shape: declaration.shape.dimensions)
    }
    set(try file.serialized(), as: name)
  }

  /// Sets all weights, buffers and counters of a network to what was saved, bit for bit.
  ///
  /// - Parameters:
  ///   - store: The network; unchanged if an error is thrown.
  ///   - name: The section's name.
  /// - Throws: A ``CheckpointError`` if the section is missing or belongs to another network.
  public func restore(_ store: ParameterStore, from name: Name) throws(CheckpointError) {
    let file = try safetensors(of: name)
    let declarations = store.layout.declarations
    let values = try declarations.map { declaration throws(CheckpointError) in
      try numbers(declaration.name, shape: declaration.shape.dimensions, in: file, of: name)
    }
    try checkCount(of: file, is: declarations.count, in: name)
    for (index, numbers) in values.enumerated() {
      _ = store.elements(of: index).update(from: numbers)
    }
    store.countChange()
  }

  /// Adds an optimizer's moments and count of steps, bit for bit.
  ///
  /// - Parameters:
  ///   - optimizer: The optimizer.
  ///   - name: The section's name.
  /// - Throws: Nothing.
  package mutating func save(_ optimizer: OptimizerState, as name: Name = .optimizer) throws {
    var file = SafetensorsFile(metadata: [Self.stepCountKey: "\(optimizer.stepCount)"])
    for (index, moments) in optimizer.moments.enumerated() {
      file.entries[Self.momentKey(index)] = .init(Array(moments.elements), shape: [moments.count])
    }
    set(try file.serialized(), as: name)
  }

  /// Sets an optimizer's moments and count of steps to what was saved, bit for bit.
  ///
  /// - Parameters:
  ///   - optimizer: The optimizer; unchanged if an error is thrown.
  ///   - name: The section's name.
  /// - Throws: A ``CheckpointError`` if the section is missing or belongs to another optimizer or
  ///   network.
  package func restore(
    _ optimizer: OptimizerState, from name: Name = .optimizer
  ) throws(CheckpointError) {
    let file = try safetensors(of: name)
    let moments = try optimizer.moments.indices.map { index throws(CheckpointError) in
      try numbers(
        Self.momentKey(index), shape: [optimizer.moments[index].count], in: file, of: name)
    }
    try checkCount(of: file, is: moments.count, in: name)
    let text = file.metadata[Self.stepCountKey]
    guard let stepCount = text.flatMap({ Int($0) }), stepCount >= 0 else {
      throw unsuitable(name, expected: "a number of steps", found: text ?? "none")
    }
    optimizer.restore(stepCount: stepCount, moments: moments)
  }

  private static let stepCountKey = "stepCount"

  private static func momentKey(_ index: Int) -> String { "moment\(index)" }

  private func unsuitable(_ name: Name, expected: String, found: String) -> CheckpointError {
    error(.unsuitableSection(name.rawValue, expected: expected, found: found))
  }

  private func safetensors(of name: Name) throws(CheckpointError) -> SafetensorsFile {
    let bytes = try bytes(of: name)
    do {
      return try SafetensorsFile(bytes: bytes, name: name.rawValue)
    } catch {
      throw unsuitable(name, expected: "safetensors", found: "\(bytes.count) other bytes")
    }
  }

  private func numbers(
    _ key: String, shape: [Int], in file: SafetensorsFile, of name: Name
  ) throws(CheckpointError) -> [Float] {
    guard let entry = file.entries[key] else {
      throw unsuitable(name, expected: "'\(key)' of shape \(shape)", found: "nothing of that name")
    }
    guard entry.shape == shape, let values = entry.floatValues else {
      throw unsuitable(
        name, expected: "'\(key)' of shape \(shape)",
        found: "\(entry.type.rawValue) of shape \(entry.shape)")
    }
    return values
  }

  private func checkCount(
    of file: SafetensorsFile, is count: Int, in name: Name
  ) throws(CheckpointError) {
    guard file.entries.count == count else {
      throw unsuitable(
        name, expected: "\(count) arrays", found: "\(file.entries.count), so another network's")
    }
  }
}
