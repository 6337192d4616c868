/// What a sum over samples is divided by.
public enum LossNormalizer: String, Sendable, Hashable, Codable, CaseIterable {
  /// The number of all samples: those that count nothing make the loss smaller.
  case all
  /// The sum of the weights: the mean over what was selected.
  case selected
}
