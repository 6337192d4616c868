/// Moving averages over classes that a policy keeps.
public struct ClassAverages: Sendable, Hashable {
  /// The average probability of every class, `[classes]`.
  public let probabilities: [Float]
  /// The average fraction of samples whose most probable class is each, `[classes]`.
  public let histogram: [Float]

  /// Creates averages.
  ///
  /// - Parameters:
  ///   - probabilities: The average probability of every class.
  ///   - histogram: The average fraction of samples whose most probable class is each.
  public init(probabilities: [Float], histogram: [Float]) {
    self.probabilities = probabilities
    self.histogram = histogram
  }
}

extension SelectionKey where Value == ClassAverages {
  /// The policy's averages of class probabilities and of predicted classes (FreeMatch).
  public static let classAverages = SelectionKey(
    "class-averages", "moving averages of class probabilities")
}

extension SelectionKey where Value == [Bool] {
  /// Whether an unlabeled sample surely is not of a class; `[unlabeled, classes]`, row by row.
  public static let rejectedClasses = SelectionKey(
    "rejected-classes", "classes that unlabeled images surely are not")
}
