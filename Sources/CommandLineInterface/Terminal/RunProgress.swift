/// How far a run has come, as a line of progress shows it.
struct RunProgress: Sendable, Equatable {
  /// The value of one loss.
  struct Loss: Sendable, Equatable {
    /// The loss's name.
    var name: String
    /// The value, weight included.
    var value: Double
  }

  /// What runs, such as a method's name; empty for nothing.
  var title: String = ""
  /// The number of steps done.
  var step: Int
  /// The number of steps of the run.
  var stepCount: Int
  /// The losses in the pipeline's order; their sum is shown first.
  var losses: [Loss] = []
  /// The share of unlabeled samples that were accepted; nil without a policy.
  var coverage: Double?
  /// The images that the networks see in a second; nil while unknown.
  var imagesPerSecond: Double?
  /// The seconds to the end of the run; nil while unknown.
  var secondsLeft: Double?

  /// The share of the run that is done, in 0...1; 1 for a run without steps.
  var fraction: Double {
    stepCount > 0 ? min(1, max(0, Double(step) / Double(stepCount))) : 1
  }
}
