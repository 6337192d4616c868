public import Foundation

extension SafetensorsFile {
  /// One array of a file.
  public struct Entry: Sendable, Hashable {
    /// The element type.
    public let type: ElementType
    /// The lengths of the axes; empty for a single number.
    public let shape: [Int]
    /// The elements in row-major order, little-endian.
    public let bytes: Data

    /// Creates an array from its bytes.
    ///
    /// - Parameters:
    ///   - type: The element type.
    ///   - shape: The lengths of the axes.
    ///   - bytes: The elements in row-major order, little-endian.
    package init(type: ElementType, shape: [Int], bytes: Data) {
      self.type = type
      self.shape = shape
      self.bytes = bytes
    }

    /// Creates an array of floating-point numbers.
    package init(_ values: [Float], shape: [Int]) {
      self.init(type: .float32, shape: shape, bytes: values.withUnsafeBytes { Data($0) })
    }

    /// Creates an array of whole numbers.
    package init(_ values: [Int64], shape: [Int]) {
      self.init(type: .int64, shape: shape, bytes: values.withUnsafeBytes { Data($0) })
    }

    /// The elements as bytes, or nil if the element type is another.
    package var uint8Values: [UInt8]? { type == .uint8 ? [UInt8](bytes) : nil }
    /// The elements as 32-bit floating-point numbers, or nil if the element type is another.
    package var floatValues: [Float]? { type == .float32 ? load(Float.self) : nil }
    /// The elements as 64-bit floating-point numbers, or nil if the element type is another.
    package var doubleValues: [Double]? { type == .float64 ? load(Double.self) : nil }
    /// The elements as 64-bit whole numbers, or nil if the element type is another.
    package var int64Values: [Int64]? { type == .int64 ? load(Int64.self) : nil }

    private func load<Element>(_: Element.Type) -> [Element] {
      let count = bytes.count / MemoryLayout<Element>.stride
      return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
        _ = bytes.copyBytes(to: UnsafeMutableRawBufferPointer(buffer))
        initialized = count
      }
    }
  }
}
