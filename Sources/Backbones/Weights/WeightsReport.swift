/// Which arrays of a file were loaded into a network, and which were not.
public struct WeightsReport: Sendable, Hashable {
  /// An array of the network that keeps the numbers it started with.
  public struct Kept: Sendable, Hashable {
    /// The dotted name.
    public let name: String
    /// The lengths of the axes in PyTorch's order.
    public let shape: [Int]
    /// The lengths of the axes in the file; nil if the file has no such array.
    public let found: [Int]?
  }

  /// The number of arrays that were loaded.
  public internal(set) var loadedCount = 0
  /// The arrays that keep the numbers they started with: a head for other classes, or a module that
  /// the file does not have.
  public internal(set) var kept: [Kept] = []
  /// The arrays of the file that the network does not have, sorted.
  public internal(set) var ignored: [String] = []
}
