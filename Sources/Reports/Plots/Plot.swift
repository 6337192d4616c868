/// An image of the report, drawn for the page or for a file of its own.
struct Plot {
  /// The name of its file, without folder and ending.
  let name: String
  let title: String
  /// What a reader must know to read it; empty for nothing.
  var note = ""
  let width: Double
  let height: Double
  /// Attributes of the image in a page, as markup.
  var attributes = ""
  let draw: (inout SVGCanvas) -> Void

  /// The width of all plots, which suits a telephone as it is and a column of a paper.
  static let standardWidth = 400.0

  func image(_ place: SVGCanvas.Place) -> String {
    var canvas = SVGCanvas(width: width, height: height, place: place)
    draw(&canvas)
    return canvas.image(label: title, attributes: attributes)
  }
}
