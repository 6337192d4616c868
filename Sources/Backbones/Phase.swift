/// Whether a network is trained or evaluated.
public enum Phase: String, Sendable, Hashable, Codable {
  /// Batch norm uses the statistics of the batch; dropout drops.
  case training
  /// Batch norm uses the running statistics; dropout does nothing.
  case inference
}
