import Training

/// What the finished runs of a grid say: means with intervals, and paired differences.
struct AblationTable {
  /// A group of runs that differ by replicate alone.
  struct Cell {
    let values: [String]
    /// The runs by replicate; nil where a run is missing.
    let runs: [RunSummary?]
    /// The cell that this one is compared with; nil for the baseline itself, or without one.
    let baseline: Int?
  }

  /// What one value of an axis adds to the baseline's value, over all other axes.
  struct Contribution {
    let axis: String
    let value: String
    let reference: String
    let interval: Interval?
    let count: Int
  }

  let title: String
  let grid: AblationGrid
  let metrics: [AblationMetric]
  /// Values of axes that cells are compared with, by axis; empty for no comparison.
  let baseline: [Int: String]
  let cells: [Cell]

  /// Puts the finished runs of a grid in order.
  ///
  /// - Parameters:
  ///   - title: The title.
  ///   - grid: The grid.
  ///   - metrics: What is shown; the first is compared.
  ///   - texts: Values of axes that cells are compared with, `VALUE` or `AXIS=VALUE`.
  ///   - results: The finished runs by the hash of their configuration.
  /// - Throws: A ``ValidationError`` if a value is on no axis, or on several.
  init(
    title: String, grid: AblationGrid, metrics: [AblationMetric], baseline texts: [String],
    results: [String: RunSummary]
  ) throws {
    self.title = title
    self.grid = grid
    self.metrics = metrics
    let baseline = try AblationTable.baseline(texts, axes: grid.axes)
    self.baseline = baseline
    var order: [[String]] = []
    var runs: [[String]: [RunSummary?]] = [:]
    for row in grid.rows {
      if runs[row.values] == nil { order.append(row.values) }
      runs[row.values, default: []].append(results[row.hash])
    }
    cells = order.map { values in
      var reference = values
      for (axis, value) in baseline { reference[axis] = value }
      let place = baseline.isEmpty || reference == values ? nil : order.firstIndex(of: reference)
      return Cell(values: values, runs: runs[values] ?? [], baseline: place)
    }
  }

  private static func baseline(
    _ texts: [String], axes: [AblationGrid.Axis]
  ) throws -> [Int: String] {
    var result: [Int: String] = [:]
    for text in texts {
      let places = axes.indices.filter { axis in
        axes[axis].choices.contains { $0.label == text || axes[axis].name + "=" + $0.label == text }
      }
      guard places.count == 1 else {
        let known = axes.flatMap { axis in axis.choices.map { axis.name + "=" + $0.label } }
        throw ValidationError(
          "the baseline '\(text)' is "
            + (places.isEmpty ? "on no axis" : "on several axes") + " of the grid, which has "
            + known.joined(separator: ", "))
      }
      let axis = axes[places[0]]
      result[places[0]] =
        axis.choices.first { text == $0.label || text == axis.name + "=" + $0.label }?.label
    }
    return result
  }

  /// The number of finished runs.
  var runCount: Int { cells.reduce(0) { $0 + $1.runs.count { $0 != nil } } }

  /// The interval of a figure over the finished runs of a cell; nil without one.
  func interval(_ metric: AblationMetric, of cell: Cell) -> Interval? {
    let values = cell.runs.compactMap { $0.flatMap(metric.value) }
    return values.isEmpty ? nil : Interval(values)
  }

  /// The differences to the baseline, of the replicates that both have finished.
  func differences(of cell: Cell) -> [Double] {
    guard let place = cell.baseline else { return [] }
    return AblationTable.differences(cell.runs, cells[place].runs, metrics[0]).compactMap { $0 }
  }

  private static func differences(
    _ runs: [RunSummary?], _ others: [RunSummary?], _ metric: AblationMetric
  ) -> [Double?] {
    zip(runs, others).map { run, other in
      guard let value = run.flatMap(metric.value), let base = other.flatMap(metric.value) else {
        return nil
      }
      return value - base
    }
  }

  /// The mean seconds of training of a run; nil without one.
  func seconds(of cell: Cell) -> Double? {
    let values = cell.runs.compactMap { $0.map { $0.secondsPerStep * Double($0.steps) } }
    return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// What each value of the baseline's axes adds, averaged over the cells of the other axes.
  ///
  /// A replicate counts once, with the mean of its differences, and only if all of them are there.
  var contributions: [Contribution] {
    guard baseline.count > 1 || (baseline.count == 1 && grid.axes.count > 1) else { return [] }
    return baseline.keys.sorted().flatMap { axis in
      let reference = baseline[axis] ?? ""
      return grid.axes[axis].choices.map(\.label).filter { $0 != reference }.map { value in
        let pairs = cells.filter { $0.values[axis] == value }.compactMap { cell -> [Double?]? in
          var other = cell.values
          other[axis] = reference
          guard let base = cells.first(where: { $0.values == other }) else { return nil }
          return AblationTable.differences(cell.runs, base.runs, metrics[0])
        }
        let means = grid.replicates.indices.compactMap { replicate -> Double? in
          let values = pairs.compactMap { $0[replicate] }
          guard !pairs.isEmpty, values.count == pairs.count else { return nil }
          return values.reduce(0, +) / Double(values.count)
        }
        return Contribution(
          axis: grid.axes[axis].name, value: value, reference: reference,
          interval: means.isEmpty ? nil : Interval(means), count: means.count)
      }
    }
  }

  /// The hash that stands for a cell: that of the hashes of its runs.
  func hash(of cell: Cell) -> String {
    let hashes = grid.rows.filter { $0.values == cell.values }.map(\.hash)
    return hashes.count == 1
      ? hashes[0] : AblationStore.hash(of: hashes.joined(separator: "\n"))
  }
}
