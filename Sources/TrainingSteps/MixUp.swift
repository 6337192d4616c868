public import Parts
import TensorCore

/// Blends every image and its label with those of another one, drawn among all views.
///
///     s  ~ Beta(alpha, alpha),  s = max(s, 1 - s)
///     x' = s * x[i] + (1 - s) * x[partner(i)]      t' the same of the labels
///
/// Labeled and unlabeled images form one pool, whose random permutation gives the partners; since
/// `s` is at least one half, every blend stays nearer to its own image. Labels of labeled images
/// are one in their class; those of unlabeled images are the pseudo-labels of the selection,
/// whatever its weights. No gradient flows through the blend.
///
/// Sources: Zhang et al., "mixup", 2018 (arXiv 1710.09412); Berthelot et al., "MixMatch", 2019
/// (arXiv 1905.02249), equations 8 to 11, with a fraction of its own for each pair as in the
/// authors' code; the USB library draws one fraction a batch.
public struct MixUp: BatchTransform, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "mixup", "blends every image and label with another one (MixUp, MixMatch)",
    source: "https://arxiv.org/abs/1905.02249")

  /// What has a blending fraction of its own.
  package enum Unit: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each pair of images.
    case pair
    /// The whole batch: all of its pairs are blended alike.
    case batch
  }

  /// What can be chosen.
  public struct Options: PartOptions {
    /// Both parameters of the beta distribution of blending fractions.
    package var alpha = 0.75
    /// What has a blending fraction of its own.
    package var unit = Unit.pair
    /// How labeled images that are blended were augmented.
    package var labeled = AugmentedView.weak
    /// The number of strong unlabeled views that are blended beside the policy's views.
    package var strongViews = 0

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "alpha", \.alpha, in: 1e-3...1e3,
        "both parameters of the beta distribution of fractions (papers: 0.75; USB's MixMatch: 0.5)"),
      .choice(
        "fraction-per", \.unit, "whether each pair or the whole batch draws a fraction (USB: batch)"
      ),
      .choice(
        "labeled-view", \.labeled,
        "how labeled images are augmented (MixMatch: weak; ReMixMatch: strong; USB: weak)"),
      .whole(
        "strong-views", \.strongViews, in: 0...8,
        "strong views of an unlabeled image (MixMatch: 0; ReMixMatch: 8; USB's ReMixMatch: 2)"),
    ]

    /// The values of MixMatch.
    public init() {}
  }

  /// The views whose images are blended.
  public let inputs: [View]
  /// What was chosen.
  public let options: Options

  /// Creates a blend of the labeled view, the strong views and the policy's views, in this order.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Names the unlabeled views that the policy reads.
  public init(_ options: Options = Options(), for context: PartContext) {
    let strong = (0..<options.strongViews).map { View(.unlabeled, .strong, number: $0) }
    self.init(
      [options.labeled.view(of: .labeled)] + strong
        + context.evaluatedViews, options)
  }

  /// Creates a blend of given views.
  ///
  /// - Parameters:
  ///   - inputs: The views whose images are blended, at least one, each once.
  ///   - alpha: Both parameters of the beta distribution of the fractions, more than 0.
  ///   - unit: What has a fraction of its own.
  package init(
    _ inputs: [View], alpha: Double = Options().alpha, unit: Unit = Options().unit
  ) {
    var options = Options()
    options.alpha = alpha
    options.unit = unit
    self.init(inputs, options)
  }

  private init(_ inputs: [View], _ options: Options) {
    check(!inputs.isEmpty && Set(inputs).count == inputs.count, "MixUp of \(inputs)")
    options.checkBounds(of: "MixUp")
    self.inputs = inputs
    self.options = options
  }

  /// One blended view for each input, in the same order and numbered within its pool.
  public var outputs: [View] {
    var numbers: [View.Pool: Int] = [:]
    return inputs.map { view in
      defer { numbers[view.pool, default: 0] += 1 }
      return View(view.pool, .mixed, number: numbers[view.pool, default: 0])
    }
  }

  /// The blended views whose own images are of one pool.
  public func outputs(of pool: View.Pool) -> [View] { outputs.filter { $0.pool == pool } }

  /// Blends the images of a step.
  ///
  /// - Parameter step: The images, the labels and a selection.
  /// - Returns: Images and targets for each of ``outputs``.
  public func callAsFunction(_ step: Step) -> [View: MadeBatch] {
    let count = inputs.reduce(0) { $0 + step.images(of: $1).shape[0] }
    var random = step.random("mix-up")
    let partners = random.permutation(of: count)
    let alpha = options.alpha
    let first = random.beta(alpha, alpha)
    let drawn = (0..<count).map { index in
      options.unit == .batch || index == 0 ? first : random.beta(alpha, alpha)
    }
    return self(step, partners: partners, fractions: drawn.map { Float(max($0, 1 - $0)) })
  }

  /// Blends the images of a step with given partners and fractions.
  package func callAsFunction(
    _ step: Step, partners: [Int], fractions: [Float]
  ) -> [View: MadeBatch] {
    let images = Tensor.concatenated(inputs.map { step.images(of: $0).detached() })
    let labels = Tensor.concatenated(inputs.map { targets(of: $0, in: step) })
    let blendedImages = images.blended(with: partners, fractions: fractions)
    let blendedTargets = labels.blended(with: partners, fractions: fractions)
    var result: [View: MadeBatch] = [:]
    var start = 0
    for (input, output) in zip(inputs, outputs) {
      let range = start..<start + step.images(of: input).shape[0]
      start = range.upperBound
      result[output] = MadeBatch(
        images: blendedImages.rows(range), targets: blendedTargets.rows(range))
    }
    return result
  }

  private func targets(of view: View, in step: Step) -> Tensor {
    if view.pool == .labeled { return .oneHot(step.labels, classCount: step.classCount) }
    guard let selection = step.selection else {
      fail("MixUp needs a threshold policy that says what unlabeled images are")
    }
    return selection.targets
  }
}

extension Tensor {
  /// Returns every row times its fraction plus its partner's row times the rest.
  fileprivate func blended(with partners: [Int], fractions: [Float]) -> Tensor {
    let count = shape[0]
    check(partners.count == count && fractions.count == count, "blending \(count) rows")
    let size = count == 0 ? 0 : elementCount / count
    return Tensor(shape: shape) { target in
      withUnsafeValues { values in
        for row in 0..<count {
          let (own, other, fraction) = (row * size, partners[row] * size, fractions[row])
          for index in 0..<size {
            target.initializeElement(
              at: own + index,
              to: fraction * values[own + index] + (1 - fraction) * values[other + index])
          }
        }
      }
    }
  }
}
