public import Parts
public import TensorCore
public import TrainingSteps

/// How far the student's answers to blended images are from their blended labels.
///
///     crossEntropy:  mean over images of -sum over c of t[c] * log p[c]
///     squared:       mean over images and classes of (p[c] - t[c])^2
///
/// over all images of all given views, with `p` the softmax of the student's scores. The views are
/// those that the pipeline's transform makes. An empty batch gives 0. Gradients flow to the student
/// alone, never to labels.
///
/// Source: Berthelot et al., "MixMatch", 2019 (arXiv 1905.02249), equations 3 and 4: cross-entropy
/// for labeled images, squares for unlabeled ones; "ReMixMatch", 2020 (arXiv 1911.09785):
/// cross-entropy for both.
public struct MixedLabelLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "mixed-label", "distance to the labels of blended images (MixMatch)",
    source: "https://arxiv.org/abs/1905.02249")

  /// How the distance is measured.
  public enum Distance: String, Sendable, Hashable, Codable, CaseIterable {
    /// The cross-entropy with the label.
    case crossEntropy
    /// The mean square of the differences of probabilities.
    case squared
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// Whose own images the blended ones are near to.
    public var pool = View.Pool.unlabeled
    /// How the distance is measured.
    public var distance = Distance.crossEntropy

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("pool", \.pool, "whether blended labeled or blended unlabeled images learn"),
      .choice(
        "distance", \.distance,
        "distance to the blended label (MixMatch: squared for unlabeled images; ReMixMatch: never)"),
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The blended images that the student answers to.
  public let views: [View]
  /// How the distance is measured.
  package let distance: Distance

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Names the views that the batch transform makes.
  /// - Throws: A ``/Parts/PartError`` if there is no transform.
  public init(_ options: Options, for context: PartContext) throws {
    let views = context.transformedViews.filter { $0.pool == options.pool }
    guard !views.isEmpty else {
      throw PartError.mismatch(
        "the loss '\(Self.info.name)' learns from blended \(options.pool.rawValue) images, which no "
          + "batch transform of the method makes")
    }
    self.init(views, distance: options.distance)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - views: The blended images that the student answers to, at least one view.
  ///   - distance: How the distance is measured.
  ///   - name: The name of the term in logs.
  public init(
    _ views: [View], distance: Distance = Options().distance, name: String = info.name
  ) {
    check(!views.isEmpty, "MixedLabelLoss: no views")
    self.views = views
    self.distance = distance
    self.name = name
  }

  /// What the loss reads: the student's answers to the views, with gradient.
  public var requests: [ViewRequest] { views.map { .learned($0) } }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said, and the labels of the blended images.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let logits = Tensor.concatenated(requests.map { step.logits($0) })
    let targets = Tensor.concatenated(views.map { step.targets(of: $0).detached() })
    if logits.elementCount == 0 { return Tensor(0) }
    return switch distance {
    case .crossEntropy: logits.crossEntropy(targets: targets).mean()
    case .squared: (logits.softmax() - targets).squared().mean()
    }
  }
}
