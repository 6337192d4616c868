public import TensorCore

/// Scores of labeled images somewhere between those of two batches: random logit interpolation.
///
///     z = joint + r * (alone - joint)        r uniform on 0 ..< 1 for every sample and class
///
/// where `joint` are the scores in the batch of all views and `alone` those in the batch of the
/// labeled views, each with its own batch statistics. Gradients flow through both passes.
///
/// Source: Berthelot et al., "AdaMatch", 2022 (arXiv 2106.04732), section 3.2; the USB library has
/// no such thing.
public struct LogitInterpolation: Sendable, Hashable, Codable {
  /// The labeled view.
  public let view: View

  /// Creates an interpolation.
  ///
  /// - Parameter view: The labeled view.
  package init(_ view: View) {
    self.view = view
  }

  /// The two passes that are read.
  ///
  /// - Parameter gradient: Whether gradients are to flow through them.
  /// - Returns: The requests to declare.
  public func requests(gradient: Bool) -> [ViewRequest] {
    [
      ViewRequest(view, gradient: gradient),
      ViewRequest(view, statistics: .pool, gradient: gradient),
    ]
  }

  /// Returns the interpolated scores, the same whoever asks in one step.
  ///
  /// - Parameters:
  ///   - step: What the networks said.
  ///   - gradient: Whether gradients are to flow.
  /// - Returns: `[labeled, classes]`.
  public func logits(_ step: Step, gradient: Bool) -> Tensor {
    let requests = requests(gradient: gradient)
    let joint = step.logits(requests[0])
    let alone = step.logits(requests[1])
    let classCount = step.classCount
    let purpose = RandomPurpose("logit-interpolation-\(view.strength)")
    let share = Tensor(shape: joint.shape) { shares in
      for row in 0..<joint.shape[0] {
        var random = step.random(purpose, sample: row)
        for column in 0..<classCount {
          shares.initializeElement(at: row * classCount + column, to: random.uniform())
        }
      }
    }
    return joint + (alone - joint) * share
  }
}
