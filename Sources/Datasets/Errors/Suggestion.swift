/// Returns the known name that is nearest to a wanted one, if it is near enough to be a slip.
func suggestion(for wanted: String, among known: [String]) -> String? {
  known.map { (name: $0, distance: editDistance($0, wanted)) }
    .min { $0.distance < $1.distance }
    .flatMap { $0.distance < 4 ? $0.name : nil }
}

/// The number of insertions, deletions and replacements between two words (Levenshtein, 1966).
private func editDistance(_ first: String, _ second: String) -> Int {
  let target = Array(second)
  var row = Array(0...target.count)
  for (i, letter) in first.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for (j, other) in target.enumerated() {
      let replaced = diagonal + (letter == other ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, diagonal + 1, row[j] + 1)
    }
  }
  return row[target.count]
}
