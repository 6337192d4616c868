public import Parts

/// A method of learning as data: a name, and a part for each slot of its stages.
public struct Method: Sendable {
  /// The name on the command line.
  public let name: String
  /// What the method does, in one line.
  public let summary: String
  /// The paper that defines it.
  public let source: String
  /// What is trained one after the other; one stage for most methods.
  public let stages: [MethodStage]
  /// Whether the method learns from the labels of all training images, whatever the split says.
  package let usesAllLabels: Bool

  /// Creates a method that trains once.
  ///
  /// - Parameters:
  ///   - name: The name on the command line.
  ///   - summary: What the method does, in one line.
  ///   - source: The paper that defines it.
  ///   - threshold: What chooses samples and pseudo-labels; nil for nothing.
  ///   - transform: What makes the images that are learned from; nil for nothing.
  ///   - losses: The terms whose sum is minimized.
  ///   - usesAllLabels: Whether the method learns from the labels of all training images.
  public init(
    _ name: String, _ summary: String, source: String, threshold: PartChoice? = nil,
    transform: PartChoice? = nil, losses: [LossTerm], usesAllLabels: Bool = false
  ) {
    self.init(
      name, summary, source: source,
      stages: [MethodStage(threshold: threshold, transform: transform, losses: losses)],
      usesAllLabels: usesAllLabels)
  }

  /// Creates a method.
  ///
  /// - Parameters:
  ///   - name: The name on the command line.
  ///   - summary: What the method does, in one line.
  ///   - source: The paper that defines it.
  ///   - stages: What is trained one after the other; several have different names.
  ///   - usesAllLabels: Whether the method learns from the labels of all training images.
  public init(
    _ name: String, _ summary: String, source: String, stages: [MethodStage],
    usesAllLabels: Bool = false
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.stages = stages
    self.usesAllLabels = usesAllLabels
  }
}
