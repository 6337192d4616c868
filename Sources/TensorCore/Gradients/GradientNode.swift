import Synchronization

/// How one tensor was computed: its inputs, and the function from its gradient to theirs.
///
/// Sendable without a lock: a node is complete when it is published, and its backward function is
/// taken by the one backward pass that may run over it.
public final class GradientNode: @unchecked Sendable {
  /// Turns the gradient of the result into gradients of the inputs.
  ///
  /// The second argument says for each input whether its gradient is wanted; for the others the
  /// function returns nil and does no work.
  package typealias Backward = (_ upstream: Tensor, _ wanted: [Bool]) -> [Tensor?]

  /// As ``Backward``, for functions that can add a gradient to another on the way.
  ///
  /// The third argument hands over what other results have contributed so far to the gradient of
  /// an input that is wanted, if anything: the function must return the sum.
  package typealias SummingBackward = (
    _ upstream: Tensor, _ wanted: [Bool], _ present: (Int) -> Tensor?
  ) -> [Tensor?]

  private static let counter = Atomic<UInt64>(0)

  /// Grows with every node, so that inputs come before results.
  let sequence: UInt64
  let shape: Shape
  let inputs: [GradientNode?]
  /// Taken, and with it everything it saved, when the node has run.
  var backward: SummingBackward?
  /// Where the gradient of a parameter is added.
  let sink: GradientSink?

  init(shape: Shape, inputs: [GradientNode?], backward: SummingBackward?, sink: GradientSink? = nil)
  {
    sequence = Self.counter.wrappingAdd(1, ordering: .relaxed).newValue
    self.shape = shape
    self.inputs = inputs
    self.backward = backward
    self.sink = sink
  }

  var isLeaf: Bool { inputs.isEmpty }
}

/// Runs a closure in which nothing is recorded, as for a teacher's pass.
///
/// - Parameter body: The computation; its results have no gradient.
/// - Returns: What the closure returns.
/// - Throws: What the closure throws.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  try GradientRecording.$isEnabled.withValue(false, operation: body)
}
