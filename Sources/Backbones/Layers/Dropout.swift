import TensorCore

/// Random masks that drop numbers and scale up the rest, so that expectations stay.
enum Dropout {
  /// Returns a constant of zeros and `1 / (1 - probability)`.
  static func mask(
    _ shape: Shape, probability: Float, _ random: inout RandomStream
  ) -> Tensor {
    let kept = probability < 1 ? 1 / (1 - probability) : 0
    return Tensor(shape: shape) { values in
      for index in values.indices {
        values.initializeElement(at: index, to: random.bernoulli(probability) ? 0 : kept)
      }
    }
  }
}
