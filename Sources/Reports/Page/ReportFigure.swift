/// A plot of the report as a file of its own, for a paper.
public struct ReportFigure: Sendable, Hashable {
  /// The name of its file, such as `accuracy.svg` or `run1/accuracy.svg`.
  public let name: String
  /// What it shows.
  public let title: String
  /// What a reader must know to read it: the start of a caption.
  public let note: String
  /// The SVG file, drawn on white.
  public let svg: String
}
