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
/// (arXiv 1905.02249), equations 8 to 11, with a share of its own for each pair as in the
/// authors' code; the USB library draws one share a batch.
public struct MixUp: BatchTransform {
  /// What has a share of its own.
  public enum Shares: String, Sendable, Hashable, Codable, CaseIterable {
    /// Each pair of images.
    case pair
    /// The whole batch: all of its pairs are blended alike.
    case batch
  }

  /// The views whose images are blended.
  public let inputs: [View]
  /// Both parameters of the distribution of the shares.
  public let alpha: Double
  /// What has a share of its own.
  public let shares: Shares

  /// Creates a blend.
  ///
  /// - Parameters:
  ///   - inputs: The views whose images are blended, at least one.
  ///   - alpha: Both parameters of the beta distribution of the shares, more than 0; 0.75 in MixMatch.
  ///   - shares: What has a share of its own.
  public init(_ inputs: [View], alpha: Double = 0.75, shares: Shares = .pair) {
    check(!inputs.isEmpty && Set(inputs).count == inputs.count, "MixUp of \(inputs)")
    check(alpha > 0 && alpha.isFinite, "MixUp: alpha \(alpha) is not positive")
    self.inputs = inputs
    self.alpha = alpha
    self.shares = shares
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
    let first = random.beta(alpha, alpha)
    let drawn = (0..<count).map { place in
      shares == .batch || place == 0 ? first : random.beta(alpha, alpha)
    }
    return self(step, partners: partners, shares: drawn.map { Float(max($0, 1 - $0)) })
  }

  /// Blends the images of a step with given partners and shares.
  package func callAsFunction(
    _ step: Step, partners: [Int], shares: [Float]
  ) -> [View: MadeBatch] {
    let images = Tensor.concatenated(inputs.map { step.images(of: $0).detached() })
    let labels = Tensor.concatenated(inputs.map { targets(of: $0, in: step) })
    let blendedImages = images.blended(with: partners, shares: shares)
    let blendedTargets = labels.blended(with: partners, shares: shares)
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
  /// Returns every row times its share plus its partner's row times the rest.
  fileprivate func blended(with partners: [Int], shares: [Float]) -> Tensor {
    let count = shape[0]
    check(partners.count == count && shares.count == count, "blending \(count) rows")
    let size = count == 0 ? 0 : elementCount / count
    return Tensor(shape: shape) { target in
      withUnsafeValues { values in
        for row in 0..<count {
          let (own, other, share) = (row * size, partners[row] * size, shares[row])
          for index in 0..<size {
            target.initializeElement(
              at: own + index,
              to: share * values[own + index] + (1 - share) * values[other + index])
          }
        }
      }
    }
  }
}
