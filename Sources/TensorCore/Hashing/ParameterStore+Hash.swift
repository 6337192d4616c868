import Foundation

extension ParameterStore {
  /// Returns the SHA-256 of all parameters and buffers, in 64 hexadecimal digits.
  ///
  /// Hashed are, for every declaration in the order of the layout: the name in UTF-8, a zero byte,
  /// the shape in PyTorch's order of axes as decimal numbers with a comma after each, a zero byte,
  /// and the numbers in PyTorch's order as little-endian 32-bit floating point.
  public func weightsSHA256() -> String {
    var hash = SHA256()
    for (index, declaration) in layout.declarations.enumerated() {
      let lengths = declaration.exportedShape.dimensions.map { "\($0)," }.joined()
      hash.update(Data("\(declaration.name)\0\(lengths)\0".utf8))
      exportedValues(at: index).map(\.bitPattern.littleEndian).withUnsafeBytes {
        hash.update($0)
      }
    }
    return hash.hexadecimalDigest()
  }
}
