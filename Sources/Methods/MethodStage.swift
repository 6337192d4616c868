public import Parts
public import Training

/// What a method trains at one time: a part for each slot.
public struct MethodStage: Sendable {
  /// The name that option paths begin with, such as `student`; empty in a method of one stage.
  package var name: String
  /// What chooses samples and pseudo-labels; nil for nothing.
  package var threshold: PartChoice?
  /// What makes the images that are learned from; nil for nothing.
  package var transform: PartChoice?
  /// The terms whose sum is minimized.
  package var losses: [LossTerm]
  /// The teacher of this stage; nil for the recipe's.
  package var teacher: PartChoice?
  /// Whether the weak unlabeled view joins the student's batch for its statistics, where the recipe
  /// asks for that and a policy gives pseudo-labels.
  package var joinsWeakView: Bool
  /// What the student starts from.
  package var start: Stage.Start
  /// Length and number of repetitions, which are options of the stage.
  package var options: StageOptions

  /// Creates a stage.
  ///
  /// - Parameters:
  ///   - name: The name that option paths begin with; empty in a method of one stage.
  ///   - threshold: What chooses samples and pseudo-labels; nil for nothing.
  ///   - transform: What makes the images that are learned from; nil for nothing.
  ///   - losses: The terms whose sum is minimized.
  ///   - teacher: The teacher of this stage; nil for the recipe's.
  ///   - joinsWeakView: Whether the weak unlabeled view may join the student's batch.
  ///   - start: What the student starts from.
  ///   - repeats: How often the stage is trained, each time after the other.
  public init(
    name: String = "", threshold: PartChoice? = nil, transform: PartChoice? = nil,
    losses: [LossTerm], teacher: PartChoice? = nil, joinsWeakView: Bool = true,
    start: Stage.Start = .anew, repeats: Int = StageOptions().repeats
  ) {
    self.name = name
    self.threshold = threshold
    self.transform = transform
    self.losses = losses
    self.teacher = teacher
    self.joinsWeakView = joinsWeakView
    self.start = start
    options = StageOptions()
    options.repeats = repeats
  }
}
