/// The median of the last few numbers of a series, such as the accuracies of evaluations.
///
/// Source of the usual count of 20: Berthelot et al., "MixMatch", 2019, section 4.1.
public struct MedianOfLast: Sendable, Hashable, Codable {
  /// The number of numbers that are kept.
  package let capacity: Int
  /// The last numbers, oldest first.
  public private(set) var values: [Double] = []

  /// Creates an empty series.
  ///
  /// - Parameter capacity: The number of numbers that are kept, at least 1.
  package init(_ capacity: Int) {
    self.capacity = max(1, capacity)
  }

  /// Adds a number and forgets the oldest beyond the capacity; one that is not finite is left out.
  public mutating func add(_ value: Double) {
    guard value.isFinite else { return }
    values.append(value)
    if values.count > capacity { values.removeFirst(values.count - capacity) }
  }

  /// The middle number, or the mean of the two middle ones; nil if there are none.
  public var median: Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let upper = sorted[sorted.count / 2]
    return sorted.count % 2 == 1 ? upper : (sorted[sorted.count / 2 - 1] + upper) / 2
  }
}
