/// Moving averages over classes that a policy keeps.
package struct ClassAverages: Sendable, Hashable {
  /// The average probability of every class, `[classes]`.
  package let probabilities: [Float]
  /// The average fraction of samples whose most probable class is each, `[classes]`.
  package let histogram: [Float]

  /// Creates averages.
  ///
  /// - Parameters:
  ///   - probabilities: The average probability of every class.
  ///   - histogram: The average fraction of samples whose most probable class is each.
  package init(probabilities: [Float], histogram: [Float]) {
    self.probabilities = probabilities
    self.histogram = histogram
  }
}

extension SelectionKey where Value == ClassAverages {
  /// The policy's averages of class probabilities and of predicted classes (FreeMatch).
  package static let classAverages = SelectionKey(
    "class-averages", "moving averages of class probabilities")
}

extension SelectionKey where Value == [Bool] {
  /// Whether an unlabeled sample surely is not of a class; `[unlabeled, classes]`, row by row.
  package static let rejectedClasses = SelectionKey(
    "rejected-classes", "classes that unlabeled images surely are not")
}
