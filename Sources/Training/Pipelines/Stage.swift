import Backbones
import LossStrategies

/// One part of a run that trains more than once: a pipeline, what it starts from, and how long it is.
public struct Stage: Sendable {
  /// What the student starts from.
  public enum Start: String, Sendable, Hashable, Codable, CaseIterable {
    /// New random weights, or those that the run was given to start from.
    case anew
    /// The weights that the stage before ended with.
    case continued
  }

  /// What is trained.
  public var pipeline: Pipeline
  /// What the student starts from; the first stage always starts anew.
  public let start: Start
  /// How long the stage is beside the others: its part of the sum of all lengths.
  public let length: Double

  /// Creates a stage.
  ///
  /// A teacher that is frozen (``Teacher/frozen``) is the network that the stage before ended
  /// with; any other starts as a copy of the student. Optimizer, policy and learning rate begin
  /// again with every stage.
  ///
  /// - Parameters:
  ///   - pipeline: What is trained; all stages of a run have the same network.
  ///   - start: What the student starts from.
  ///   - length: How long the stage is beside the others, more than 0.
  public init(_ pipeline: Pipeline, start: Start = .anew, length: Double = 1) {
    self.pipeline = pipeline
    self.start = start
    self.length = length
  }
}

extension [Stage] {
  /// The heads beside the classifier that the losses of any stage train, by name.
  var heads: [AuxiliaryHead] {
    Set(flatMap(\.pipeline.heads)).sorted { $0.name < $1.name }
  }

  /// Returns the steps of every stage in a run.
  ///
  /// - Throws: A ``TrainingError`` if the run is too short for so many stages.
  func ranges(in steps: Int) throws -> [Range<Int>] {
    let total = reduce(0) { $0 + $1.length }
    var done = 0.0
    var start = 0
    let ranges = map { stage in
      done += stage.length
      defer { start = Int((Double(steps) * done / total).rounded()) }
      return start..<Int((Double(steps) * done / total).rounded())
    }
    guard ranges.allSatisfy({ !$0.isEmpty }) else {
      throw TrainingError.mismatch("\(steps) steps are too few for a run of \(count) stages")
    }
    return ranges
  }
}
