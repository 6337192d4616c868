/// One line of `metrics.jsonl`: a JSON object whose `kind` says what happened.
///
/// | `kind` | how often | fields |
/// |---|---|---|
/// | `run` | the first line | ``RunRecord`` |
/// | `steps` | at most about a thousand times a run | ``StepsRecord`` |
/// | `epoch` | when the weights were judged | ``EpochRecord`` |
/// | `finished` | the last line of a run that ended or was stopped | ``FinishedRecord`` |
///
/// Numbers are finite; what is undefined is left out, or null in lists. Shares are fractions in
/// 0 ... 1. A program that reads the file should pass over kinds and fields that it does not know.
public enum MetricsLine: Sendable, Hashable {
  /// What runs.
  case run(RunRecord)
  /// A stretch of steps.
  case steps(StepsRecord)
  /// The end of an epoch.
  case epoch(EpochRecord)
  /// The end of the run.
  case finished(FinishedRecord)
}

extension MetricsLine: Codable {
  private enum Key: String, CodingKey { case kind }

  /// Reads a line.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .kind) {
    case "run": self = .run(try RunRecord(from: decoder))
    case "steps": self = .steps(try StepsRecord(from: decoder))
    case "epoch": self = .epoch(try EpochRecord(from: decoder))
    case "finished": self = .finished(try FinishedRecord(from: decoder))
    case let other:
      throw DecodingError.dataCorruptedError(
        forKey: .kind, in: container, debugDescription: "unknown kind '\(other)'")
    }
  }

  /// Writes the fields and the kind into one object.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .run(let record):
      try container.encode("run", forKey: .kind)
      try record.encode(to: encoder)
    case .steps(let record):
      try container.encode("steps", forKey: .kind)
      try record.encode(to: encoder)
    case .epoch(let record):
      try container.encode("epoch", forKey: .kind)
      try record.encode(to: encoder)
    case .finished(let record):
      try container.encode("finished", forKey: .kind)
      try record.encode(to: encoder)
    }
  }
}
