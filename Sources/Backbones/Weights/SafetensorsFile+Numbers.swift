import Foundation

extension SafetensorsFile.Entry {
  /// The elements as 32-bit floating-point numbers, whatever their type; nil for bytes.
  ///
  /// Numbers of 64 bits are rounded to the nearest.
  public var numbers: [Float]? {
    switch type {
    case .uint8: nil
    case .float32: floatValues
    case .float64: doubleValues?.map { Float($0) }
    case .int64: int64Values?.map { Float($0) }
    case .bfloat16: halves.map { Float(bitPattern: UInt32($0) << 16) }
    case .float16: halves.map(Self.float(half:))
    }
  }

  private var halves: [UInt16] {
    bytes.withUnsafeBytes { buffer in
      stride(from: 0, to: buffer.count - 1, by: 2).map {
        UInt16(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: UInt16.self))
      }
    }
  }

  /// Widens a 16-bit number exactly; the type `Float16` is not on every system.
  private static func float(half bits: UInt16) -> Float {
    let sign: Float = bits & 0x8000 == 0 ? 1 : -1
    let (exponent, fraction) = (Int(bits >> 10 & 0x1F), Float(bits & 0x3FF))
    switch exponent {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    default:
      let power = Float(sign: .plus, exponent: exponent - 15, significand: 1)
      return sign * (1 + fraction / 1_024) * power
    }
  }
}
