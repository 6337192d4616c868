public import TensorCore
public import Testing

/// Expects the gradients of a function to agree with its differences.
///
/// The result is weighted by fixed random numbers and summed, `f = sum(w * y)`. Along random
/// directions `d`, the slope `(f(x + h d) - f(x - h d)) / 2h` must equal `gradient . d`. Directions
/// use all elements at once, so that the rounding of single differences averages out.
public func expectGradientsMatchFiniteDifferences(
  _ what: String, inputs: [Tensor], step: Float = 1e-2, tolerance: Double = 2e-2,
  sourceLocation: SourceLocation = #_sourceLocation, _ function: ([Tensor]) -> Tensor
) {
  var random = RandomKey(seed: 11).stream("finite-differences")
  func noise(_ shape: Shape) -> Tensor {
    Tensor((0..<shape.elementCount).map { _ in random.uniform(-1, 1) }, shape: shape)
  }
  let variables = inputs.map { $0.variable() }
  let result = function(variables)
  let weights = noise(result.shape)
  let gradients = Tensor.gradients(of: (result * weights).sum(), withRespectTo: variables)

  func value(_ points: [Tensor]) -> Double {
    zip(function(points).values, weights.values).reduce(0) { $0 + Double($1.0) * Double($1.1) }
  }
  for (place, gradient) in gradients.enumerated() {
    for _ in 0..<3 {
      let direction = noise(inputs[place].shape)
      var forward = inputs
      var backward = inputs
      forward[place] = inputs[place] + direction * step
      backward[place] = inputs[place] - direction * step
      let slope = (value(forward) - value(backward)) / Double(2 * step)
      let products = zip(gradient.values, direction.values).map { Double($0) * Double($1) }
      let expected = products.reduce(0, +)
      let scale = max(1e-2, products.reduce(0) { $0 + abs($1) })
      #expect(
        abs(slope - expected) <= tolerance * scale,
        "\(what), input \(place): difference \(slope), gradient \(expected)",
        sourceLocation: sourceLocation)
    }
  }
}
