package import Foundation
package import Runs
import TensorCore
import Training

/// What runs came to, as a page to look at and as plots for a paper.
///
///     try RunReport(reading: ["run1"]).write(to: "run1/report.html")
///
/// The page is one HTML file that loads nothing, light or dark as the reader's system is. Several runs
/// are laid over one another; those that differ in seed and labels alone get a mean and a 95 %
/// interval. What a run has no numbers for is left out. Long runs are thinned to 240 points a line,
/// which the plots then say, so that the page stays below 3 MiB.
package struct RunReport: Sendable {
  /// The name of the page in a run's folder.
  package static let fileName = "report.html"

  /// The runs.
  package let runs: [RunHistory]
  /// The names of the runs, no two equal.
  private let names: [String]

  /// Reports on runs whose records were read.
  ///
  /// - Parameter runs: At least one run; all learn the same classes.
  /// - Throws: A ``RunFolderError`` for a run that is given twice or whose classes are others.
  package init(_ runs: [RunHistory]) throws {
    check(!runs.isEmpty, "a report on no run")
    var first: RunHistory?
    var seen: Set<String> = []
    for run in runs {
      guard seen.insert(run.url.standardizedFileURL.path).inserted else {
        throw RunFolderError(file: run.url.path, reason: "the run is given twice")
      }
      guard !run.classNames.isEmpty else { continue }
      if let first, first.classNames != run.classNames {
        throw RunFolderError(
          file: run.url.path,
          reason:
            "expected the classes of \(first.url.path) (\(Self.list(first.classNames))), "
            + "found others (\(Self.list(run.classNames))); such runs do not compare")
      }
      first = first ?? run
    }
    self.runs = runs
    names = Self.names(of: runs)
  }

  /// Reads runs and reports on them.
  ///
  /// - Parameter paths: The folders of at least one run, finished or not.
  /// - Throws: An error that names the file that is not as it should be, and its line.
  package init(reading paths: [String]) throws {
    try self.init(paths.map { try RunHistory(reading: RunFolder(opening: $0)) })
  }

  /// Returns the page.
  ///
  /// - Returns: One HTML file that needs nothing else; also well-formed XML.
  /// - Throws: An encoding error.
  package func html() throws -> String {
    try ReportPage(runs: namedRuns).markup()
  }

  /// Returns the plots as files that stand alone.
  ///
  /// - Returns: The plots of the run; of several runs the comparing ones, and those of each run in a
  ///   folder of its name.
  /// - Throws: An encoding error.
  package func figures() throws -> [ReportFigure] {
    func figures(_ plots: [Plot], folder: String) -> [ReportFigure] {
      plots.map { plot in
        ReportFigure(
          name: folder + plot.name + ".svg", title: plot.title, note: plot.note,
          svg: plot.image(.file))
      }
    }
    let limit = ReportPage.pointLimit
    if runs.count == 1 {
      return figures(RunPanels(run: runs[0], pointLimit: limit).all, folder: "")
    }
    let groups = RunGroups(runs).groups
    return figures(ComparisonPanels(groups: groups, pointLimit: limit).all, folder: "")
      + namedRuns.flatMap { name, run in
        figures(
          RunPanels(run: run, pointLimit: limit).all,
          folder: name.replacing("/", with: "-") + "/")
      }
  }

  /// Writes the page.
  ///
  /// - Parameter path: The file, which is replaced if it is there; its folder must exist.
  /// - Returns: The number of bytes.
  /// - Throws: A ``RunFolderError`` if the file cannot be written.
  @discardableResult
  package func write(to path: String) throws -> Int {
    let data = Data(try html().utf8)
    try Self.write(data, to: URL(fileURLWithPath: path))
    return data.count
  }

  /// Writes the plots.
  ///
  /// - Parameter path: The folder, which is made if it is missing; files of the same names are
  ///   replaced.
  /// - Returns: The files.
  /// - Throws: A ``RunFolderError`` if a file cannot be written.
  @discardableResult
  package func writeFigures(to path: String) throws -> [URL] {
    let folder = URL(fileURLWithPath: path, isDirectory: true)
    try Self.create(folder)
    return try figures().map { figure in
      let file = folder.appendingPathComponent(figure.name)
      try Self.create(file.deletingLastPathComponent())
      try Self.write(Data(figure.svg.utf8), to: file)
      return file
    }
  }

  private static func create(_ folder: URL) throws {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw RunFolderError(
        file: folder.path, reason: "the folder cannot be made: \(error.localizedDescription)")
    }
  }

  private static func write(_ data: Data, to file: URL) throws {
    guard FileManager.default.fileExists(atPath: file.deletingLastPathComponent().path) else {
      throw RunFolderError(file: file.path, reason: "the file cannot be written: no such folder")
    }
    do throws(SystemError) {
      try DurableFile.write([data], to: file)
    } catch {
      throw RunFolderError(file: file.path, reason: "the file cannot be written: \(error)")
    }
  }

  private var namedRuns: [(name: String, run: RunHistory)] {
    zip(names, runs).map { (name: $0, run: $1) }
  }

  /// The shortest ends of the paths that tell the runs apart.
  private static func names(of runs: [RunHistory]) -> [String] {
    let paths = runs.map { $0.url.standardizedFileURL.path.split(separator: "/").map(String.init) }
    let longest = paths.map(\.count).max() ?? 1
    for length in 1...max(1, longest) {
      let names = paths.map { $0.suffix(length).joined(separator: "/") }
      if Set(names).count == names.count { return names }
    }
    return paths.map { $0.joined(separator: "/") }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(8).joined(separator: ", ")
    return names.count > 8 ? "\(shown) and \(names.count - 8) more" : shown
  }
}

extension RunFolder {
  /// Writes `report.html` into the folder, of what has been recorded so far.
  ///
  /// - Returns: The file.
  /// - Throws: An error that names the file that cannot be read or written.
  @discardableResult
  package func writeReport() throws -> URL {
    let file = url.appendingPathComponent(RunReport.fileName)
    try RunReport([RunHistory(reading: self)]).write(to: file.path)
    return file
  }
}
