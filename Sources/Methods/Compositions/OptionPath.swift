package import Parts

/// One option that a method under a recipe has, where it is found, and its value if nothing is said.
package struct OptionPath: Sendable, Hashable {
  /// The whole path, such as `threshold.warm-up` or `student.threshold.warm-up`.
  package let path: String
  /// The name, the values that it may have, and what it decides.
  package let option: OptionDescription
  /// The value if nothing is said: that of the method, the recipe or the part.
  package let defaultValue: OptionValue
  /// Whether the method or the recipe can have the option, and not another choice of parts.
  package let appliesByDefault: Bool
}

extension [OptionPath] {
  /// Returns the option that a name means: a whole path, or an end of just one path.
  ///
  /// - Parameters:
  ///   - name: The name, such as `warm-up` or `threshold.warm-up`.
  ///   - owner: Whose options they are, for errors.
  /// - Returns: The option.
  /// - Throws: A ``/Parts/PartError`` if there is none, or if there are several.
  func named(_ name: String, of owner: String) throws -> OptionPath {
    if let exact = first(where: { $0.path == name }) { return exact }
    let found = filter { $0.path.hasSuffix("." + name) }
    if found.count > 1 {
      throw PartError.ambiguousName(name: name, paths: found.map(\.path))
    }
    if let only = found.first { return only }
    throw PartError.unknownName(
      kind: "option of \(owner)", name: name, known: map { shortest($0.path) })
  }

  /// The shortest end of a path that means it alone.
  ///
  /// - Parameter path: One of the whole paths.
  /// - Returns: The name as people write it.
  package func shortest(_ path: String) -> String {
    let words = path.split(separator: ".").map(String.init)
    for count in 1..<Swift.max(words.count, 1) {
      let end = words.suffix(count).joined(separator: ".")
      let meant = filter { $0.path == end || $0.path.hasSuffix("." + end) }
      if meant.count == 1, Slot(rawValue: end) == nil { return end }
    }
    return path
  }
}
