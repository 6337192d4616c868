import TensorCore

/// Which numbers of a map or of rows are dropped in training.
enum DropMask: Sendable {
  /// Each number with a probability; the others are scaled up, so that expectations stay.
  case elements(probability: Float)
  /// One attention map of several: with a probability an image loses one to `most` of them.
  /// Nothing is scaled up.
  case branch(Int, of: Int, probability: Float, most: Int)
  /// Each channel of each image with a probability; the others are scaled up.
  case channels(probability: Float)
  /// Square blocks of each image; the rest is scaled up by what is kept of the whole batch.
  case blocks(probability: Float, side: Int)

  /// Returns a constant of zeros and factors that multiplies a value of the given shape.
  ///
  /// - Parameters:
  ///   - shape: The shape of the value, whose first axis is that of the images.
  ///   - random: The stream of the layer; all branches of an attention draw from the same.
  /// - Returns: The value's shape, or 1 for the axes that are dropped as a whole.
  func values(for shape: Shape, _ random: inout RandomStream) -> Tensor {
    switch self {
    case .elements(let probability): Self.scaled(shape, probability: probability, &random)
    case .branch(let index, let branches, let probability, let most):
      Self.column(
        index,
        of: Self.keptBranches(
          images: shape[0], branches: branches, probability: probability, most: most, &random))
    case .channels(let probability):
      Self.scaled([shape[0], 1, 1, shape[3]], probability: probability, &random)
    case .blocks(let probability, let side):
      Self.keptBlocks(
        [shape[0], shape[1], shape[2], 1], probability: probability, side: side, &random)
    }
  }

  /// Returns one column of `[images, columns]` as `[images, 1, 1, 1]`.
  static func column(_ index: Int, of keep: Tensor) -> Tensor {
    let (images, columns) = (keep.shape[0], keep.shape[1])
    return Tensor(shape: [images, 1, 1, 1]) { values in
      for image in 0..<images {
        values.initializeElement(at: image, to: keep.pointer[image * columns + index])
      }
    }
  }

  /// Returns which branches each image keeps: with a probability it loses one to `most`.
  static func keptBranches(
    images: Int, branches: Int, probability: Float, most: Int, _ random: inout RandomStream
  ) -> Tensor {
    Tensor(shape: [images, branches]) { keep in
      keep.initialize(repeating: 1)
      for image in 0..<images where random.bernoulli(probability) {
        for _ in 0..<1 + random.integer(below: max(1, most)) {
          keep[image * branches + random.integer(below: branches)] = 0
        }
      }
    }
  }

  /// Returns a mask of square blocks of zeros; the rest is scaled by the inverse of the fraction
  /// that is kept.
  static func keptBlocks(
    _ shape: Shape, probability: Float, side: Int, _ random: inout RandomStream
  ) -> Tensor {
    let (images, height, width) = (shape[0], shape[1], shape[2])
    let side = max(1, min(side, height, width))
    let positions = Float((height - side + 1) * (width - side + 1))
    let seeds = probability / Float(side * side) * Float(height * width) / positions
    return Tensor(shape: shape) { mask in
      mask.initialize(repeating: 1)
      var kept = 0
      for image in 0..<images {
        for row in 0...height - side {
          for column in 0...width - side where random.bernoulli(seeds) {
            for y in row..<row + side {
              for x in column..<column + side { mask[(image * height + y) * width + x] = 0 }
            }
          }
        }
      }
      for value in mask where value > 0 { kept += 1 }
      let factor = kept > 0 ? Float(mask.count) / Float(kept) : 0
      for index in mask.indices { mask[index] *= factor }
    }
  }

  /// Returns zeros and `1 / (1 - probability)`.
  private static func scaled(
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
