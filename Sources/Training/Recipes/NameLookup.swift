import TensorCore

/// Returns the value of a name, or throws an error with the nearest name and all of them.
package func find<Value>(
  _ wanted: String, among values: [Value], kind: String, name: (Value) -> String
) throws -> Value {
  if let value = values.first(where: { name($0) == wanted }) { return value }
  let known = values.map(name)
  throw TrainingError.unknownName(
    kind: kind, name: wanted, suggestion: suggestion(for: wanted, among: known), known: known)
}
