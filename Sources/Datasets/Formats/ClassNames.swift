/// Refuses a list of class names that is empty, or in which one is empty or appears twice.
func expectDistinct(_ names: [String], path: String) throws {
  var seen: Set<String> = []
  for name in names {
    guard !name.isEmpty else {
      throw DatasetError.malformed(
        file: path, expected: "one class name a line", found: "an empty line")
    }
    guard seen.insert(name).inserted else {
      throw DatasetError.malformed(
        file: path, expected: "every class name once", found: "'\(name)' twice")
    }
  }
  guard !names.isEmpty else {
    throw DatasetError.malformed(file: path, expected: "class names", found: "none")
  }
}
