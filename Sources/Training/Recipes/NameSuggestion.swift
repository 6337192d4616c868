/// Returns the value of a name, or throws an error with the nearest name and all of them.
package func find<Value>(
  _ wanted: String, among values: [Value], kind: String, name: (Value) -> String
) throws -> Value {
  if let value = values.first(where: { name($0) == wanted }) { return value }
  let known = values.map(name)
  let nearest = known.map { (name: $0, distance: editDistance($0, wanted)) }
    .min { $0.distance < $1.distance }
  throw TrainingError.unknownName(
    kind: kind, name: wanted,
    suggestion: nearest.flatMap { $0.distance < 4 ? $0.name : nil }, known: known)
}

/// The number of insertions, deletions and replacements between two words (Levenshtein, 1966).
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
