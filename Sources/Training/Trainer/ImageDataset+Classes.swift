public import Datasets

extension ImageDataset {
  /// Returns the data set with its classes in a model's order, matched by name.
  ///
  /// - Parameter names: The model's class names.
  /// - Returns: The same images; labels are places in the given names.
  /// - Throws: ``TrainingError/mismatch(_:)`` if a class is not among the names.
  public func matchingClasses(_ names: [String]) throws -> ImageDataset {
    if classNames == names { return self }
    let missing = classNames.filter { !names.contains($0) }
    guard missing.isEmpty else {
      throw TrainingError.mismatch(
        "the model does not know the classes \(missing.joined(separator: ", ")); it knows "
          + names.joined(separator: ", "))
    }
    let places = classNames.map { names.firstIndex(of: $0) ?? 0 }
    return relabeled(labels.map { places[$0] }, classNames: names)
  }
}
