/// What a policy or a loss wants to know: what one network says about one view.
public struct ViewRequest: Sendable, Hashable, Codable {
  /// Which network answers.
  public enum Network: String, Sendable, Hashable, Codable, CaseIterable {
    /// The network that learns by gradient.
    case student
    /// The moving average of the student; the student itself where a pipeline has no teacher.
    case teacher
  }

  /// Which statistics batch norm uses.
  public enum Statistics: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those of one batch made of all views that ask for this, in the order labeled, weak, strong.
    case joint
    /// Those of one batch made of all views of the same pool that ask for this.
    case pool
    /// Those of this view's images alone.
    case separate
    /// The running ones: the network is in inference mode.
    case running
  }

  /// The images.
  public let view: View
  /// Which network answers.
  public let network: Network
  /// Which statistics batch norm uses.
  public let statistics: Statistics
  /// Whether gradients flow from the answer to the network; never to a teacher.
  public let gradient: Bool

  /// Creates a request.
  ///
  /// - Parameters:
  ///   - view: The images.
  ///   - network: Which network answers.
  ///   - statistics: Which statistics batch norm uses; a teacher usually runs on its running ones.
  ///   - gradient: Whether gradients flow from the answer to the student.
  public init(
    _ view: View, by network: Network = .student, statistics: Statistics? = nil,
    gradient: Bool = false
  ) {
    self.view = view
    self.network = network
    self.statistics = statistics ?? (network == .teacher ? .running : .joint)
    self.gradient = gradient && network == .student
  }

  /// The computation that answers the request; two requests with one computation share it.
  public var computation: ViewRequest {
    ViewRequest(view, by: network, statistics: statistics, gradient: false)
  }

  /// The student's answer with gradient, by default in the joint batch: what losses learn from.
  public static func learned(_ view: View, statistics: Statistics = .joint) -> ViewRequest {
    ViewRequest(view, statistics: statistics, gradient: true)
  }
}
