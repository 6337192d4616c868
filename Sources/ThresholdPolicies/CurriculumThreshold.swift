import Foundation
import TensorCore
public import TrainingSteps

/// Asks less confidence of classes that the network has learned less of.
///
///     count[c]     = number of pool samples whose last confident prediction was c
///     a[c]         = count[c] / max(max count, number of samples never confident)      with warm-up
///                  = count[c] / max count                                              without
///     threshold[c] = max(floor, top * mapping(a[c]))
///
/// A prediction is confident if its probability reaches `top` itself. The policy selects with what
/// it knew before this batch and updates afterwards. At first every threshold is the floor, so with
/// the published floor of 0 all samples are accepted; with warm-up thresholds stay low while most
/// of the pool has never been predicted confidently. The counts are kept by increments: a step
/// costs as much as its batch, whatever the pool. If a sample comes twice in a batch, its last
/// prediction counts.
///
/// Source: Zhang et al., "FlexMatch", 2021 (arXiv 2110.08263): 0.95, warm-up, convex mapping.
public struct CurriculumThreshold: ThresholdPolicy, Listed {
  /// The name, summary and source that lists show.
  public static let listing = Listing(
    "flexmatch", "lower confidence for classes predicted less often (FlexMatch)",
    source: "https://arxiv.org/abs/2110.08263")

  /// How the learning of a class becomes a share of the highest threshold.
  public enum Mapping: String, Sendable, Hashable, Codable, CaseIterable {
    /// `a / (2 - a)`: the published choice.
    case convex
    /// `a`.
    case linear
    /// `log(1 + a) / log 2`.
    case concave
    /// `(1 + a) / 2`: never below one half.
    case linearFromHalf
    /// `1 / (2 - a)`: never below one half.
    case convexFromHalf

    /// Returns the share for a learning status from 0 to 1.
    public func callAsFunction(_ a: Float) -> Float {
      switch self {
      case .convex: a / (2 - a)
      case .linear: a
      case .concave: Float(Foundation.log(1 + Double(a)) / Foundation.log(2))
      case .linearFromHalf: (1 + a) / 2
      case .convexFromHalf: 1 / (2 - a)
      }
    }
  }

  /// The threshold of the class that is learned best.
  public let top: Float
  /// Whether samples that were never predicted confidently hold all thresholds down.
  public let warmUp: Bool
  /// How the learning of a class becomes a share of the highest threshold.
  public let mapping: Mapping
  /// The least threshold.
  public let floor: Float
  /// The requests whose probabilities are averaged and judged.
  public let views: [ViewRequest]
  private var pool: PoolClasses?

  /// Creates a curriculum threshold.
  ///
  /// - Parameters:
  ///   - top: The threshold of the class that is learned best, from 0 to 1.
  ///   - warmUp: Whether samples that were never predicted confidently hold all thresholds down.
  ///   - mapping: How the learning of a class becomes a share of the highest threshold.
  ///   - floor: The least threshold, from 0 to `top`.
  ///   - views: The requests whose probabilities are averaged and judged.
  public init(
    _ top: Float = 0.95, warmUp: Bool = true, mapping: Mapping = .convex, floor: Float = 0,
    views: [ViewRequest] = .weak()
  ) {
    check((0...1).contains(top), "CurriculumThreshold: \(top) is not in 0...1")
    check(floor >= 0 && floor <= top, "CurriculumThreshold: floor \(floor) is not in 0...\(top)")
    check(!views.isEmpty, "CurriculumThreshold: no view to judge")
    self.top = top
    self.warmUp = warmUp
    self.mapping = mapping
    self.floor = floor
    self.views = views
  }

  /// What the policy reads: the views that it judges.
  public var requests: [ViewRequest] { views }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(JudgedBatch(step, views: views))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: JudgedBatch) -> Selection {
    check(
      batch.sampleIDs.count == batch.probabilities.shape[0],
      "\(batch.sampleIDs.count) sample ids for \(batch.probabilities.shape[0]) samples")
    // Taken out while it changes, so that the pool's memory has one owner and is not copied.
    var state = pool ?? PoolClasses(sampleCount: batch.poolSize, classCount: batch.classCount)
    pool = nil
    check(
      state.sampleCount == batch.poolSize && state.counts.count == batch.classCount,
      """
      CurriculumThreshold: a pool of \(batch.poolSize) samples and \(batch.classCount) classes \
      after one of \(state.sampleCount) and \(state.counts.count)
      """)
    let peaks = batch.probabilities.rowPeaks()
    let selection = Selection(
      accepting: batch.probabilities, peaks: peaks, above: thresholds(state))
    for (place, label) in peaks.places.enumerated() where peaks.values[place] >= top {
      state.note(label, of: batch.sampleIDs[place])
    }
    pool = state
    return selection
  }

  private func thresholds(_ state: PoolClasses) -> [Float] {
    let most = state.counts.max() ?? 0
    let divisor = warmUp ? max(most, state.unusedCount) : most
    return state.counts.map { count in
      let status = divisor > 0 ? Float(count) / Float(divisor) : 0
      return max(floor, top * mapping(status))
    }
  }
}
