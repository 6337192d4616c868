import Foundation

/// How much fewer samples the later classes have than the earlier ones: a geometric long tail.
///
/// Of `K` classes, class `c` has `n_c = n_max * gamma^(-c / (K - 1))` samples, rounded down: the
/// first has `n_max`, the last `n_max / gamma`. A negative ratio reverses the order of the classes.
///
/// Source: Cui et al., "Class-balanced loss based on effective number of samples", 2019
/// (arXiv 1901.05555), section 5.1; sign and rounding as in microsoft/Semi-supervised-learning.
public struct ClassImbalance: Sendable, Hashable {
  /// The ratio gamma of the largest class to the smallest: at least 1, or at most -1.
  public let ratio: Double

  /// The ratios that there can be, in words.
  package static let rule = "at least 1, or at most -1 for the reversed order"

  /// Creates an imbalance.
  ///
  /// - Parameter ratio: The ratio of the largest class to the smallest; negative to reverse.
  /// - Throws: ``DatasetError/option(_:)`` if the ratio is not finite or lies between -1 and 1.
  package init(ratio: Double) throws {
    guard Self.accepts(ratio) else {
      throw DatasetError.option("the ratio of an imbalance must be \(Self.rule), not \(ratio)")
    }
    self.ratio = ratio
  }

  /// Whether there can be an imbalance of a ratio.
  package static func accepts(_ ratio: Double) -> Bool {
    ratio.isFinite && ratio.magnitude >= 1
  }

  /// Returns the number of samples of each class.
  ///
  /// - Parameters:
  ///   - largest: The number of samples of the largest class.
  ///   - classCount: The number of classes; a single one has the largest number.
  /// - Returns: One count a class.
  public func counts(largest: Int, classCount: Int) -> [Int] {
    (0..<classCount).map { label in
      let exact = Double(largest) * share(of: label, classCount: classCount)
      // A whole number that rounding has put a hair below itself stays that number.
      return Int((exact + 1e-9 * exact).rounded(.down))
    }
  }

  /// Returns the largest number for the largest class with which no class needs more than it has.
  ///
  /// - Parameter available: The number of samples that each class has.
  /// - Returns: The number of samples of the largest class.
  public func largest(fitting available: [Int]) -> Int {
    let bounds = available.indices.map { label in
      // A class of n needs less than n + 1 before rounding down.
      Double(available[label] + 1) / share(of: label, classCount: available.count)
    }
    var largest = Int(min(bounds.min() ?? 0, 0x1p62).rounded(.up))
    while largest > 0,
      zip(counts(largest: largest, classCount: available.count), available).contains(where: >)
    {
      largest -= 1
    }
    return largest
  }

  /// The number of samples of a class as a share of the largest.
  private func share(of label: Int, classCount: Int) -> Double {
    guard classCount > 1 else { return 1 }
    let place = ratio > 0 ? label : classCount - 1 - label
    return pow(ratio.magnitude, -Double(place) / Double(classCount - 1))
  }
}
