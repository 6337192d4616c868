/// What a mark of a plot means, from which its color follows.
///
/// The colors of series began as those of Okabe and Ito, "Color universal design", 2008, and were
/// moved until each stands out from the page by a contrast of 3 to 1, and any two differ, also as
/// people with protanopia, deuteranopia or tritanopia see them (Machado, Oliveira and Fernandes, "A
/// physiologically-based model for simulation of color vision deficiency", 2009), by 0.09 in OKLab.
/// After seven series they come again with dashes, and every series has a marker of its own shape.
enum PlotColor: Hashable {
  case ink
  case muted
  case grid
  case surface
  case heat
  case series(Int)

  /// The number of different colors of series.
  static let seriesCount = 7

  private var index: Int {
    if case .series(let number) = self { number % Self.seriesCount } else { 0 }
  }

  /// The name of the page's style property that holds the color, for light and dark pages.
  var property: String {
    switch self {
    case .ink: "--ink"
    case .muted: "--muted"
    case .grid: "--grid"
    case .surface: "--surface"
    case .heat: "--heat"
    case .series: "--s\(index)"
    }
  }

  /// The color on white, for the page and for print.
  var light: String {
    switch self {
    case .ink: "#1b1f24"
    case .muted: "#59636e"
    case .grid: "#e3e7eb"
    case .surface: "#ffffff"
    case .heat: "#0b5fa5"
    case .series:
      ["#0a4e86", "#bf4621", "#03826e", "#883ac6", "#b38f02", "#2593ee", "#693b1b"][index]
    }
  }

  /// The color on a dark page.
  var dark: String {
    switch self {
    case .ink: "#e8ebee"
    case .muted: "#9aa5b1"
    case .grid: "#2b323b"
    case .surface: "#171b21"
    case .heat: "#5cb8ff"
    case .series:
      ["#4b58f8", "#ff721e", "#25b690", "#c089ff", "#f3d32d", "#b0e2ff", "#8c5f77"][index]
    }
  }

  /// All colors, for the page's style sheet.
  static let all: [PlotColor] =
    [.ink, .muted, .grid, .surface, .heat] + (0..<seriesCount).map { .series($0) }
}
