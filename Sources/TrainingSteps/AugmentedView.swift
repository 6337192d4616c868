/// Which of the two augmented views of an image a part works on.
package enum AugmentedView: String, Sendable, Hashable, Codable, CaseIterable {
  /// The weakly augmented one.
  case weak
  /// The strongly augmented one.
  case strong

  /// The first such view of a pool.
  ///
  /// - Parameter pool: Where the images come from.
  /// - Returns: The view.
  package func view(of pool: View.Pool) -> View { View(pool, self == .weak ? .weak : .strong) }
}
