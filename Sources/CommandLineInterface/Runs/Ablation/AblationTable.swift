import Reports
import Runs
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

  /// What one value of an axis adds to another, on one kind of data, over all other axes.
  struct Contribution {
    /// The values of the axes of the data, by place in the grid's axes.
    let data: [Int: String]
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
  /// Pairs of values of an axis that are compared beside those with the baseline.
  let contrasts: [(axis: Int, value: String, reference: String)]
  let cells: [Cell]

  /// Puts the finished runs of a grid in order.
  ///
  /// - Parameters:
  ///   - title: The title.
  ///   - grid: The grid.
  ///   - metrics: What is shown; the first is compared.
  ///   - texts: Values of axes that cells are compared with, `VALUE` or `AXIS=VALUE`.
  ///   - contrasts: Further pairs of values, `VALUE against VALUE`.
  ///   - results: The finished runs by the hash of their configuration.
  /// - Throws: A ``ValidationError`` if a value is on no axis, or on several.
  init(
    title: String, grid: AblationGrid, metrics: [AblationMetric], baseline texts: [String],
    contrasts: [String] = [], results: [String: RunSummary]
  ) throws {
    self.title = title
    self.grid = grid
    self.metrics = metrics
    let baseline = Dictionary(
      try texts.map { text in
        let place = try AblationTable.place(of: text, role: "baseline", in: grid.axes)
        return (place.axis, place.value)
      }
    ) { $1 }
    self.baseline = baseline
    self.contrasts = try contrasts.map { text in
      let ends = text.split(separator: " against ").map(String.init)
      guard ends.count == 2 else {
        throw ValidationError("'\(text)' is no contrast: expected VALUE against VALUE")
      }
      let places = try ends.map {
        try AblationTable.place(of: $0, role: "contrasted value", in: grid.axes)
      }
      guard places[0].axis == places[1].axis, places[0].value != places[1].value else {
        throw ValidationError("'\(text)' are not two values of one axis")
      }
      return (places[0].axis, places[0].value, places[1].value)
    }
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

  /// Finds the axis that has a value, which is written `VALUE` or `AXIS=VALUE`.
  private static func place(
    of text: String, role: String, in axes: [AblationGrid.Axis]
  ) throws -> (axis: Int, value: String) {
    let places = axes.indices.compactMap { axis -> (axis: Int, value: String)? in
      let label = axes[axis].choices.map(\.label).first {
        text == $0 || text == axes[axis].name + "=" + $0
      }
      return label.map { (axis, $0) }
    }
    guard places.count == 1 else {
      let known = axes.flatMap { axis in axis.choices.map { axis.name + "=" + $0.label } }
      throw ValidationError(
        "the \(role) '\(text)' is " + (places.isEmpty ? "on no axis" : "on several axes")
          + " of the grid, which has " + known.joined(separator: ", "))
    }
    return places[0]
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

  /// The places of the axes that say what is learned from.
  var dataAxes: [Int] { grid.axes.indices.filter { grid.axes[$0].isOfData } }

  /// What each value of the baseline's axes adds to the baseline's, and what contrasts add: on each
  /// kind of data, averaged over the cells of the other axes.
  ///
  /// A replicate counts once, with the mean of its differences, and only if all of them are there.
  var contributions: [Contribution] {
    var pairs: [(axis: Int, value: String, reference: String)] = []
    // With one axis beside the data the table of cells says it already.
    if grid.axes.count - dataAxes.count > 1 {
      for axis in baseline.keys.sorted() where !grid.axes[axis].isOfData {
        let reference = baseline[axis] ?? ""
        pairs += grid.axes[axis].choices.map(\.label).filter { $0 != reference }
          .map { (axis, $0, reference) }
      }
    }
    pairs += contrasts
    return pairs.flatMap { pair in
      let axes = dataAxes.filter { $0 != pair.axis }
      var kinds: [[String]] = []
      for cell in cells {
        let kind = axes.map { cell.values[$0] }
        if !kinds.contains(kind) { kinds.append(kind) }
      }
      return kinds.map { kind in
        contribution(
          pair.axis, pair.value, pair.reference,
          data: Dictionary(uniqueKeysWithValues: zip(axes, kind)))
      }
    }
  }

  private func contribution(
    _ axis: Int, _ value: String, _ reference: String, data: [Int: String]
  ) -> Contribution {
    let pairs = cells.compactMap { cell -> [Double?]? in
      guard cell.values[axis] == value, data.allSatisfy({ cell.values[$0.key] == $0.value }) else {
        return nil
      }
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
      data: data, axis: grid.axes[axis].name, value: value, reference: reference,
      interval: means.isEmpty ? nil : Interval(means), count: means.count)
  }

  /// The hash that stands for a cell: that of the hashes of its runs.
  func hash(of cell: Cell) -> String {
    let hashes = grid.rows.filter { $0.values == cell.values }.map(\.hash)
    return hashes.count == 1
      ? hashes[0] : AblationStore.hash(of: hashes.joined(separator: "\n"))
  }
}
