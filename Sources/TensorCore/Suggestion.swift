/// Returns the candidate that was most likely meant, or nil if none is near.
///
/// A candidate is near if fewer than four insertions, deletions and replacements lead to it; of
/// several, the nearest is returned, and of equally near ones the first.
///
/// - Parameters:
///   - text: What was written.
///   - candidates: What could have been meant.
/// - Returns: The nearest candidate.
package func suggestion(for text: String, among candidates: [String]) -> String? {
  let nearest = candidates.map { (candidate: $0, distance: editDistance($0, text)) }
    .min { $0.distance < $1.distance }
  guard let nearest, nearest.distance < 4, nearest.distance < nearest.candidate.count else {
    return nil
  }
  return nearest.candidate
}

/// Returns the number of insertions, deletions and replacements between two words (Levenshtein,
/// 1966).
package func editDistance(_ first: String, _ second: String) -> Int {
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
