import Foundation
public import Parts
import TensorCore
public import TrainingSteps

/// A threshold for every class that is lower the fewer samples are predicted confidently as it.
///
///     count[c]     = number of pool samples whose last confident prediction was c
///     a[c]         = count[c] / max(max count, number of samples never confident)      with warm-up
///                  = count[c] / max count                                              without
///     threshold[c] = max(floor, threshold * mapping(a[c]))
///
/// A prediction is confident if its probability reaches `threshold` itself. The policy selects with what
/// it knew before this batch and updates afterwards. At first every threshold is the floor, so with
/// the published floor of 0 all samples are accepted; with warm-up thresholds stay low while most
/// of the pool has never been predicted confidently. The counts are kept by increments: a step
/// costs as much as its batch, whatever the pool. If a sample comes twice in a batch, its last
/// prediction counts.
///
/// Source: Zhang et al., "FlexMatch", 2021 (arXiv 2110.08263): 0.95, warm-up, convex mapping.
public struct FlexMatchThreshold: ThresholdPolicy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "flexmatch", "lower confidence for classes predicted less often (FlexMatch)",
    source: "https://arxiv.org/abs/2110.08263")

  /// How the learning of a class becomes a fraction of the highest threshold.
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

    /// Returns the fraction for a learning status from 0 to 1.
    package func callAsFunction(_ a: Float) -> Float {
      switch self {
      case .convex: a / (2 - a)
      case .linear: a
      case .concave: Float(Foundation.log(1 + Double(a)) / Foundation.log(2))
      case .linearFromHalf: (1 + a) / 2
      case .convexFromHalf: 1 / (2 - a)
      }
    }
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The threshold of the class that is learned best.
    public var threshold: Float = 0.95
    /// Whether samples that were never predicted confidently hold all thresholds down.
    public var warmUp = true
    /// How the learning of a class becomes a fraction of the highest threshold.
    public var mapping = Mapping.convex
    /// The least threshold; one above the highest threshold counts as that.
    public var floor: Float = 0
    /// The views whose probabilities are averaged and evaluated.
    public var views = EvaluatedViews()

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "threshold", \.threshold, in: 0...1, "confidence of the best-learned class (paper: 0.95)"),
      .flag(
        "warm-up", \.warmUp,
        "whether samples never predicted confidently hold thresholds down (paper)"),
      .choice(
        "mapping", \.mapping,
        "how the learning of a class becomes a fraction of the threshold (paper)"
      ),
      .number("floor", \.floor, in: 0...1, "least threshold of a class (paper: 0)"),
      .weakViews(\.views.count),
      .pseudoLabelSource(\.views.network),
      .viewStatistics(\.views.statistics),
    ]

    /// The paper's values.
    public init() {}
  }

  /// What was chosen.
  public let options: Options
  private var pool: PoolClasses?

  /// Creates a curriculum threshold.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) { self.init(options) }

  /// Creates a curriculum threshold.
  ///
  /// - Parameters:
  ///   - threshold: The threshold of the class that is learned best, from 0 to 1.
  ///   - warmUp: Whether samples that were never predicted confidently hold all thresholds down.
  ///   - mapping: How the learning of a class becomes a fraction of the highest threshold.
  ///   - floor: The least threshold, from 0 to 1.
  public init(
    _ threshold: Float = Options().threshold, warmUp: Bool = Options().warmUp,
    mapping: Mapping = Options().mapping, floor: Float = Options().floor
  ) {
    var options = Options()
    options.threshold = threshold
    options.warmUp = warmUp
    options.mapping = mapping
    options.floor = floor
    self.init(options)
  }

  /// Creates a curriculum threshold.
  ///
  /// - Parameter options: What was chosen; stops the program if something is out of bounds.
  public init(_ options: Options) {
    options.checkBounds(of: "FlexMatchThreshold")
    self.options = options
  }

  /// What the policy reads: the views that it evaluates.
  public var requests: [ViewRequest] { options.views.requests }

  /// Decides about the unlabeled batch of one step.
  ///
  /// - Parameter step: What the networks said.
  /// - Returns: The weights, pseudo-labels and thresholds.
  public mutating func select(_ step: Step) -> Selection {
    select(EvaluatedBatch(step, views: options.views))
  }

  /// Decides about a batch of probabilities.
  package mutating func select(_ batch: EvaluatedBatch) -> Selection {
    check(
      batch.sampleIDs.count == batch.probabilities.shape[0],
      "\(batch.sampleIDs.count) sample ids for \(batch.probabilities.shape[0]) samples")
    // Taken out while it changes, so that the pool's memory has one owner and is not copied.
    var state = pool ?? PoolClasses(sampleCount: batch.poolSize, classCount: batch.classCount)
    pool = nil
    check(
      state.sampleCount == batch.poolSize && state.counts.count == batch.classCount,
      """
      FlexMatchThreshold: a pool of \(batch.poolSize) samples and \(batch.classCount) classes \
      after one of \(state.sampleCount) and \(state.counts.count)
      """)
    let peaks = batch.probabilities.rowPeaks()
    let selection = Selection(
      accepting: batch.probabilities, peaks: peaks, above: thresholds(state))
    for (place, label) in peaks.places.enumerated() where peaks.values[place] >= options.threshold {
      state.note(label, of: batch.sampleIDs[place])
    }
    pool = state
    return selection
  }

  private func thresholds(_ state: PoolClasses) -> [Float] {
    let most = state.counts.max() ?? 0
    let divisor = options.warmUp ? max(most, state.unusedCount) : most
    return state.counts.map { count in
      let status = divisor > 0 ? Float(count) / Float(divisor) : 0
      return max(
        min(options.floor, options.threshold), options.threshold * options.mapping(status))
    }
  }
}
