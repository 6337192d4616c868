import Foundation
public import Training

extension Checkpoint {
  /// Returns what was run.
  ///
  /// - Returns: The configuration that was kept with the state.
  /// - Throws: A ``CheckpointError`` if there is none.
  public func configuration() throws(CheckpointError) -> RunConfiguration {
    let json = try bytes(of: .configuration)
    do {
      return try RunConfiguration(json: json, name: Name.configuration.rawValue)
    } catch {
      throw self.error(
        .unsuitableSection(
          Name.configuration.rawValue, expected: "a run's configuration",
          found: String(describing: error)))
    }
  }

  /// Refuses a checkpoint that was taken in another run.
  ///
  /// - Parameter expected: What must have been run; how checkpoints are kept may differ.
  /// - Throws: A ``CheckpointError`` that names the first setting that differs.
  package func verify(isOf expected: RunConfiguration) throws(CheckpointError) {
    let found = try configuration()
    let difference = RunConfiguration.difference(from: expected, to: found)
    if let difference { throw error(.otherRun(difference)) }
  }
}

extension RunConfiguration {
  /// Returns the first key in which two runs differ as text, or nil if none does.
  fileprivate static func difference(
    from expected: RunConfiguration, to found: RunConfiguration
  ) -> String? {
    guard let expectedHash = try? expected.hash(), let foundHash = try? found.hash(),
      let one = try? table(of: expected), let other = try? table(of: found)
    else { return "its configuration names something that this program does not know" }
    guard expectedHash != foundHash else { return nil }
    let key = Set(one.keys).union(other.keys).sorted().first { one[$0] != other[$0] }
    guard let key else { return "its configuration differs" }
    return
      "expected '\(key)' to be \(one[key] ?? "absent"), found \(other[key] ?? "nothing of that name")"
  }

  /// What is said, resolved, as text by key or option path.
  private static func table(of configuration: RunConfiguration) throws -> [String: String] {
    let without = Set(keys.filter { !$0.changesOutcome }.map(\.jsonKey))
    return try configuration.resolved().rows().reduce(into: [:]) { table, row in
      if !without.contains(row.key) { table[row.key] = row.value }
    }
  }
}
