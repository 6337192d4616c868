import Backbones

/// What is said of weights that a run starts from.
enum WeightsText {
  /// Returns a sentence on what was taken, and one on each module that was not.
  static func text(of report: WeightsReport, file: String) -> String {
    let arrays = report.loadedCount == 1 ? "array" : "arrays"
    var lines = ["Starting from \(NumberText.count(report.loadedCount)) \(arrays) of \(file)."]
    for module in modules(report.kept.map(\.name)) {
      let kept = report.kept.filter { $0.name.hasPrefix(module + ".") }
      if let other = kept.first(where: { $0.found != nil }), let found = other.found {
        lines.append(
          "'\(module)' starts anew: it has \(found.first ?? 0) classes in the file, "
            + "\(other.shape.first ?? 0) here.")
      } else {
        lines.append("'\(module)' starts anew: the file does not have it.")
      }
    }
    for module in modules(report.ignored) {
      lines.append("'\(module)' of the file is left out: the network does not have it.")
    }
    return lines.joined(separator: "\n")
  }

  /// The first parts of dotted names, each once, in order.
  private static func modules(_ names: [String]) -> [String] {
    var seen: Set<String> = []
    return names.map { String($0.prefix { $0 != "." }) }.filter { seen.insert($0).inserted }
  }
}
