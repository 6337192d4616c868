import Runs
import Training

/// Runs that differ in nothing but seed and labels, under one name and in one color.
struct RunGroups {
  /// One of the groups.
  struct Group {
    let name: String
    /// The number of the group, from which its color follows.
    let series: Int
    let runs: [RunHistory]
  }

  /// The settings that draw labels and numbers, and so part the runs of a group.
  private static let replicateKeys: Set<String> = ["seed", "split"]

  let groups: [Group]
  /// The settings in which runs differ, with the value of every run.
  let differences: [(key: String, values: [String])]
  /// The group's number of every run.
  let seriesOfRuns: [Int]

  /// Groups runs.
  ///
  /// - Parameter runs: The runs.
  init(_ runs: [RunHistory]) {
    let tables = runs.map { run in
      run.configuration.rows().reduce(into: [String: String]()) { table, row in
        table[RunConfiguration.optionName(of: row.key)] = row.value
      }
    }
    let keys = Set(tables.flatMap(\.keys)).sorted()
    differences = keys.compactMap { key in
      let values = tables.map { $0[key] ?? "–" }
      return Set(values).count > 1 ? (key: key, values: values) : nil
    }
    let naming = differences.filter { !Self.replicateKeys.contains($0.key) }
    var order: [[String]] = []
    var members: [[String]: [RunHistory]] = [:]
    var seriesOfRuns: [Int] = []
    for (index, run) in runs.enumerated() {
      let key = naming.map { $0.values[index] }
      if members[key] == nil { order.append(key) }
      members[key, default: []].append(run)
      seriesOfRuns.append(order.firstIndex(of: key) ?? 0)
    }
    self.seriesOfRuns = seriesOfRuns
    groups = order.enumerated().map { series, key in
      let runs = members[key] ?? []
      let method = runs.first?.configuration.method ?? ""
      let rest = zip(naming, key).filter { $0.0.key != "method" }.map { "\($0.0.key) \($0.1)" }
      return Group(name: ([method] + rest).joined(separator: ", "), series: series, runs: runs)
    }
  }
}
