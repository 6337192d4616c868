/// The samples that replace a part of an image: one triple for colour images, one value for grey
/// ones.
public struct FillColor: Sendable, Hashable {
  /// The red sample in a colour image.
  package let red: UInt8
  /// The green sample in a colour image.
  package let green: UInt8
  /// The blue sample in a colour image.
  package let blue: UInt8
  /// The sample in a grey image.
  package let grey: UInt8

  /// Creates a fill colour.
  ///
  /// - Parameters:
  ///   - red: The red sample in a colour image.
  ///   - green: The green sample in a colour image.
  ///   - blue: The blue sample in a colour image.
  ///   - grey: The sample in a grey image.
  package init(red: UInt8, green: UInt8, blue: UInt8, grey: UInt8) {
    self.red = red
    self.green = green
    self.blue = blue
    self.grey = grey
  }

  /// Creates a fill of one value in all channels.
  ///
  /// - Parameter value: The value of every sample.
  package init(_ value: UInt8) {
    self.init(red: value, green: value, blue: value, grey: value)
  }
}
