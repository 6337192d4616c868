import Parts

extension Method {
  /// Mean Teacher: the student's answer follows that of its moving average.
  public static let meanTeacher = Method(
    "mean-teacher", "The student's answer follows that of its moving average",
    source: "Tarvainen and Valpola, 2017, arXiv 1703.01780",
    losses: [
      "supervised",
      // Weight 50 as in USB; the paper has 100.
      LossTerm("consistency", weight: 50, ramp: 0.4, curve: "exponential"),
    ])
}
