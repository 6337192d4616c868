extension SafetensorsFile {
  /// The element type of an array.
  public enum ElementType: String, Sendable, CaseIterable {
    /// Unsigned bytes.
    case uint8 = "U8"
    /// 64-bit signed whole numbers.
    case int64 = "I64"
    /// 16-bit floating point: 5 bits of exponent, 10 of fraction.
    case float16 = "F16"
    /// The upper half of 32-bit floating point.
    case bfloat16 = "BF16"
    /// 32-bit floating point.
    case float32 = "F32"
    /// 64-bit floating point.
    case float64 = "F64"

    /// The size of one element in bytes.
    package var byteCount: Int {
      switch self {
      case .uint8: 1
      case .float16, .bfloat16: 2
      case .float32: 4
      case .int64, .float64: 8
      }
    }
  }
}
