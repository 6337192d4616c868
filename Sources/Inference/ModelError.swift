/// Why a model cannot evaluate a data set.
package enum ModelError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A class map names a class that the data do not have.
  case unknownClassInMap(file: String, name: String, known: [String])
  /// The data have classes that the model does not know.
  case unknownClasses([String], known: [String])

  /// One line for a person.
  package var description: String {
    switch self {
    case .unknownClassInMap(let file, let name, let known):
      "\(file): the data have no class '\(name)'; they have " + known.joined(separator: ", ")
    case .unknownClasses(let names, let known):
      "the model does not know the classes \(names.joined(separator: ", ")); it knows "
        + known.joined(separator: ", ")
    }
  }
}
