import Foundation
public import Parts
public import TensorCore
public import TrainingSteps

/// The distance between the student's answers to two views of the same images, both of which learn.
///
///     loss = mean over samples of KL2(p || q) + KL2(q || p)
///
/// with `p` and `q` the probabilities of the two views, at least 1e-8, and logarithms to base 2. All
/// samples of the pool count. An empty batch gives 0. Gradients flow to the student through both
/// views.
///
/// Source: Gera and Balasubramanian, "DNFER", 2022 (arXiv 2208.10221), over all labeled samples.
public struct SymmetricDivergenceLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "symmetric-divergence", "weak and strong view agree, both learn (DNFER)",
    source: "https://arxiv.org/abs/2208.10221")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// Whose weak and strong views are compared.
    public var pool = View.Pool.labeled

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("pool", \.pool, "whose weak and strong views agree (paper: labeled)")
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// One of the two views.
  public let first: View
  /// The other view, of the same pool.
  public let second: View

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(pool: options.pool)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - pool: Whose weak and strong views are compared.
  ///   - name: The name of the term in logs.
  public init(pool: View.Pool = Options().pool, name: String = info.name) {
    first = View(pool, .weak)
    second = View(pool, .strong)
    self.name = name
  }

  /// What the loss reads: the student's answers to both views, with gradient.
  public var requests: [ViewRequest] { [.learned(first), .learned(second)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: What the student said.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let least = Tensor(Float(log(1e-8)))
    let one = step.logits(.learned(first)).logSoftmax()
    let other = step.logits(.learned(second)).logSoftmax()
    if one.elementCount == 0 { return Tensor(0) }
    let (p, q) = (maximum(one, least), maximum(other, least))
    let rows = ((p.exp() - q.exp()) * (p - q)).sum(axes: [1])
    return rows.mean() * Float(1 / M_LN2)
  }
}
