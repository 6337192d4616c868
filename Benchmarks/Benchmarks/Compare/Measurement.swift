import Dispatch
import Foundation

/// A case that is ready to be measured: each call does the work once and says what it took.
struct Measurement {
  /// Does the work and returns its figures; the first is `value`.
  let take: () throws -> [String: Double]

  /// Work whose time counts, a number of times over.
  ///
  /// - Parameters:
  ///   - repeats: How often the work is done for one figure.
  ///   - units: What one round of work counts for, such as images; the time is divided by it.
  ///   - work: The work.
  /// - Returns: A measurement whose value is the time of one round, divided by its units.
  static func time(
    repeats: Int = 1, units: Double = 1, _ work: @escaping () throws -> Void
  ) -> Measurement {
    Measurement {
      let start = DispatchTime.now().uptimeNanoseconds
      for _ in 0..<repeats { try work() }
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9
      return ["value": seconds / Double(repeats) / units]
    }
  }
}

/// A case by its name.
struct Case: Sendable {
  let name: String
  /// Prepares the case; the setting up is not measured.
  let prepare: @Sendable (_ threads: Int, _ folder: String) throws -> Measurement
}

/// Prints one line and sends it off at once.
func say(_ text: String) {
  FileHandle.standardOutput.write(Data((text + "\n").utf8))
}

/// Returns figures as a line of JSON.
func json(_ figures: [String: Double]) -> String {
  "{"
    + figures.sorted { $0.key < $1.key }.map { "\"\($0.key)\": \($0.value)" }
    .joined(separator: ", ") + "}"
}
