public import TrainingSteps

extension [ViewRequest] {
  /// Weak views of the unlabeled batch, whose probabilities a policy averages.
  ///
  /// - Parameters:
  ///   - count: The number of views, at least 1; Ada-CM uses two.
  ///   - network: Which network answers.
  ///   - statistics: Which statistics batch norm uses; nil means running ones for a teacher and
  ///     joint ones for a student.
  /// - Returns: One request a view, without gradient.
  public static func weak(
    _ count: Int = 1, by network: ViewRequest.Network = .student,
    statistics: ViewRequest.Statistics? = nil
  ) -> [ViewRequest] {
    (0..<count).map {
      ViewRequest(View(.unlabeled, .weak, number: $0), by: network, statistics: statistics)
    }
  }
}
