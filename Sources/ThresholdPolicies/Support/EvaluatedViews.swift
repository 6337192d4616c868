import Parts
public import TrainingSteps

/// The unlabeled weak views whose probabilities a policy averages, and which network is asked.
public struct EvaluatedViews: Sendable, Hashable, Codable {
  /// The number of weak views, at least 1.
  public var count = 1
  /// Which network answers; a teacher answers on its running statistics.
  public var network = ViewRequest.Network.student

  /// Creates one weak view of the student.
  public init() {}

  /// Returns weak views.
  ///
  /// - Parameters:
  ///   - count: The number of views, at least 1; Ada-CM uses two.
  ///   - network: Which network answers.
  /// - Returns: The views.
  public static func weak(
    _ count: Int = 1, by network: ViewRequest.Network = .student
  ) -> EvaluatedViews {
    var views = EvaluatedViews()
    views.count = count
    views.network = network
    return views
  }

  /// One request a view, without gradient.
  public var requests: [ViewRequest] {
    (0..<count).map { ViewRequest(View(.unlabeled, .weak, number: $0), by: network) }
  }
}

extension OptionDeclaration {
  /// Declares the number of weak views that a policy averages.
  static func weakViews(_ property: any WritableKeyPath<Options, Int> & Sendable) -> Self {
    .whole(
      "weak-views", property, in: 1...8,
      "weak views whose probabilities are averaged (MixMatch, Ada-CM: 2)")
  }

  /// Declares the network whose answers a policy evaluates.
  static func pseudoLabelSource(
    _ property: any WritableKeyPath<Options, ViewRequest.Network> & Sendable
  ) -> Self {
    .choice("source", property, "which network makes pseudo-labels (DTA: teacher, Ada-CM: student)")
  }
}
