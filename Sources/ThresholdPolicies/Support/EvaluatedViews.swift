import Parts
public import TrainingSteps

/// The unlabeled weak views whose probabilities a policy averages, and which network is asked.
public struct EvaluatedViews: Sendable, Hashable, Codable {
  /// The number of weak views, at least 1.
  package var count = 1
  /// Which network answers; a teacher answers on its running statistics.
  package var network = ViewRequest.Network.student

  /// Which statistics batch norm uses.
  public var statistics = Statistics.automatic

  /// Which statistics batch norm uses for the views.
  public enum Statistics: String, Sendable, Hashable, Codable, CaseIterable {
    /// Those of the joint batch for a student, running ones for a teacher.
    case automatic
    /// Those of the views' own images alone.
    case separate
    /// The running ones.
    case running
  }

  /// Creates one weak view of the student.
  package init() {}

  /// Returns weak views.
  ///
  /// - Parameters:
  ///   - count: The number of views, at least 1; Ada-CM uses two.
  ///   - network: Which network answers.
  ///   - statistics: Which statistics batch norm uses.
  /// - Returns: The views.
  public static func weak(
    _ count: Int = 1, by network: ViewRequest.Network = .student,
    statistics: Statistics = .automatic
  ) -> EvaluatedViews {
    var views = EvaluatedViews()
    views.count = count
    views.network = network
    views.statistics = statistics
    return views
  }

  /// One request a view, without gradient.
  package var requests: [ViewRequest] {
    let statistics: ViewRequest.Statistics? =
      switch statistics {
      case .automatic: nil
      case .separate: .separate
      case .running: .running
      }
    return (0..<count).map {
      ViewRequest(View(.unlabeled, .weak, number: $0), by: network, statistics: statistics)
    }
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

  /// Declares the statistics that batch norm uses for a policy's views.
  static func viewStatistics(
    _ property: any WritableKeyPath<Options, EvaluatedViews.Statistics> & Sendable
  ) -> Self {
    .choice(
      "statistics", property,
      "what batch norm uses for these views (automatic: student's joint batch, teacher's running)")
  }
}
