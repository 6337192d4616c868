package import Datasets

extension ImageDataset {
  /// Returns the data set with its classes in a model's order, matched by name.
  ///
  /// A class is found under its own name, under the name that the map gives it, or under another
  /// common word for the same facial expression (`happy` and `happiness`, `angry` and `anger`, `sad`
  /// and `sadness`, and so on, as data sets differ in this).
  ///
  /// - Parameters:
  ///   - names: The model's class names.
  ///   - map: Names of the model for names of the data set, or nothing for those to leave out.
  /// - Returns: The same images, but for those left out; labels are indices of the given names.
  /// - Throws: A ``ModelError`` if a class is not among the names.
  package func matchingClasses(
    _ names: [String], map: ClassMap = ClassMap()
  ) throws -> ImageDataset {
    if classNames == names && map.names.isEmpty { return self }
    for name in map.names.keys.sorted() where !classNames.contains(name) {
      throw ModelError.unknownClassInMap(file: map.file, name: name, known: classNames)
    }
    var missing: [String] = []
    let indices = classNames.map { name -> Int in
      if let mapped = map.names[name] {
        guard let mapped else { return ImageDataset.unknownLabel }
        if let index = names.firstIndex(of: mapped) { return index }
      } else if let index = names.firstIndex(of: name) {
        return index
      } else if let words = ClassMap.expressions.first(where: { $0.contains(name) }),
        let index = names.firstIndex(where: words.contains)
      {
        return index
      }
      missing.append(map.names[name].flatMap { $0 } ?? name)
      return ImageDataset.unknownLabel
    }
    guard missing.isEmpty else {
      throw ModelError.unknownClasses(missing, known: names)
    }
    let matched = relabeled(
      labels.map { $0 == ImageDataset.unknownLabel ? $0 : indices[$0] }, classNames: names)
    return matched.subset(
      matched.labels.indices.filter { matched.labels[$0] != ImageDataset.unknownLabel })
  }
}
