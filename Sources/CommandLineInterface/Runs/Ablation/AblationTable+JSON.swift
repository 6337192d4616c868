import Foundation
import Reports

extension AblationTable {
  /// The table as JSON: cells with means, half widths and differences as fractions of one.
  func json(isPretty: Bool) throws -> Data {
    struct Figure: Encodable {
      let mean: Double
      let halfWidth: Double?
      let count: Int
    }
    struct CellRecord: Encodable {
      let values: [String: String]
      let runs: Int
      let planned: Int
      let metrics: [String: Figure]
      let difference: Figure?
      let isBaseline: Bool
      let secondsOfTraining: Double?
      let configurationHash: String
      let runHashes: [String]
    }
    struct Part: Encodable {
      let data: [String: String]
      let axis: String
      let value: String
      let against: String
      let difference: Figure?
    }
    struct Page: Encodable {
      let title: String
      let runs: Int
      let planned: Int
      let common: [String: String]
      let replicates: [String]
      let baseline: [String: String]
      let cells: [CellRecord]
      let parts: [Part]
    }
    func figure(_ interval: Interval, _ count: Int) -> Figure {
      Figure(mean: interval.mean, halfWidth: interval.halfWidth, count: count)
    }
    let page = Page(
      title: title, runs: runCount, planned: grid.rows.count,
      common: Dictionary(grid.common.map { ($0.name, $0.value) }) { first, _ in first },
      replicates: grid.replicates,
      baseline: Dictionary(
        uniqueKeysWithValues: baseline.map { (grid.axes[$0.key].name, $0.value) }),
      cells: cells.map { cell in
        let differences = differences(of: cell)
        return CellRecord(
          values: Dictionary(uniqueKeysWithValues: zip(grid.axes.map(\.name), cell.values)),
          runs: cell.runs.count { $0 != nil }, planned: cell.runs.count,
          metrics: Dictionary(
            uniqueKeysWithValues: metrics.compactMap { metric in
              interval(metric, of: cell).map { interval in
                (
                  metric.rawValue,
                  figure(interval, cell.runs.count { $0.flatMap(metric.value) != nil })
                )
              }
            }),
          difference: differences.isEmpty
            ? nil : figure(Interval(differences), differences.count),
          isBaseline: !baseline.isEmpty && cell.baseline == nil,
          secondsOfTraining: seconds(of: cell), configurationHash: hash(of: cell),
          runHashes: grid.rows.filter { $0.values == cell.values }.map(\.hash))
      },
      parts: contributions.map { part in
        Part(
          data: Dictionary(
            uniqueKeysWithValues: part.data.map { (grid.axes[$0.key].name, $0.value) }),
          axis: part.axis, value: part.value, against: part.reference,
          difference: part.interval.map { figure($0, part.count) })
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isPretty { encoder.outputFormatting.insert(.prettyPrinted) }
    return try encoder.encode(page)
  }
}
