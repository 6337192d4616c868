import Synchronization
import TensorCore

/// The rates after each of the last steps, for augmentation that runs ahead of the step.
///
/// Images of step `t` are made with the rates that were learned from the steps before
/// `t - delay`, whoever makes them and however far ahead, so that they are the same bits for any
/// number of threads and in a run that goes on from a checkpoint. May be read while it learns.
///
/// The authors' code has such a delay too: it hands its rates to other processes four batches
/// ahead, and which rates those see depends on when they run.
public final class MagnitudeHistory: Sendable {
  /// The number of last steps that a step's images do not know of; no batch is made further ahead.
  public static let delay = 4

  /// What a checkpoint holds.
  public struct State: Sendable, Hashable, Codable {
    /// The step that is learned from next.
    public fileprivate(set) var step: Int
    /// The rates after each of the last steps, the newest last; one for the step itself, one for
    /// each of the delay, and one for whoever looks at the images of the last step again.
    fileprivate var recent: [MagnitudeRates]

    fileprivate init(step: Int, recent: [MagnitudeRates]) {
      self.step = step
      self.recent = recent
    }

    /// Reads a state.
    ///
    /// - Parameter decoder: The decoder to read from.
    /// - Throws: `DecodingError` for a negative step, or no rates.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      step = try values.decode(Int.self, forKey: .step)
      recent = try values.decode([MagnitudeRates].self, forKey: .recent)
      guard step >= 0, !recent.isEmpty else {
        throw DecodingError.dataCorruptedError(
          forKey: .recent, in: values, debugDescription: "expected a step and its rates")
      }
    }
  }

  private let content: Mutex<State>

  /// Creates a history in which nothing was learned yet.
  ///
  /// - Parameters:
  ///   - rates: The rates at the start.
  ///   - step: The step that is learned from first.
  public init(_ rates: MagnitudeRates, step: Int = 0) {
    content = Mutex(State(step: step, recent: [rates]))
  }

  /// Creates a history that goes on where another was.
  ///
  /// - Parameter state: What the other one held.
  public init(_ state: State) {
    content = Mutex(state)
  }

  /// What a checkpoint holds.
  public var state: State { content.withLock { $0 } }

  /// Returns the rates with which images of a step are made.
  ///
  /// - Parameter step: The step; at most ``delay`` steps ahead of the one that is learned from next.
  ///   For steps long past the oldest rates come back that are still known.
  /// - Returns: The rates after all steps before `step - delay`.
  public func rates(at step: Int) -> MagnitudeRates {
    content.withLock { state in
      let back = state.step - (step - Self.delay)
      check(
        back >= 0, "magnitudes of step \(step) are asked for before step \(state.step) is done")
      return state.recent[max(0, state.recent.count - 1 - back)]
    }
  }

  /// Learns from the images of one step; none leave the rates as they are.
  ///
  /// - Parameter images: What was done to every image, and how much of its class the network still
  ///   saw.
  public func learn(from images: [(trials: [AugmentationTrial], match: Double)]) {
    content.withLock { state in
      var rates = state.recent[state.recent.count - 1]
      for image in images { rates.learn(from: image.trials, match: image.match) }
      state.recent.append(rates)
      state.recent.removeFirst(max(0, state.recent.count - (Self.delay + 2)))
      state.step += 1
    }
  }
}
