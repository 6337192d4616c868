/// A plot of the report as a file of its own, for a paper.
package struct ReportFigure: Sendable, Hashable {
  /// The name of its file, such as `accuracy.svg` or `run1/accuracy.svg`.
  package let name: String
  /// What it shows.
  package let title: String
  /// What a reader must know to read it: the start of a caption.
  package let note: String
  /// The SVG file, drawn on white.
  package let svg: String
}
