/// The three products of a convolution, and the one place that chooses how each is computed.
enum Convolution {
  /// Returns the output, `[N, H', W', out]`.
  static func output(
    _ geometry: ConvolutionGeometry, images: Tensor, weight: Tensor, bias: Tensor?
  ) -> Tensor {
    let result = Tensor(uninitialized: geometry.outputShape)
    let correlation = Correlation(outputOf: geometry)
    if geometry.isDepthwise {
      DepthwiseCorrelation(correlation).run(
        source: images, weight: weight, bias: bias, into: result)
    } else if WinogradRules.serve(correlation, .product) {
      WinogradCorrelation(correlation).run(
        source: images, weight: weight, bias: bias, into: result)
    } else {
      DenseCorrelation(correlation).run(source: images, weight: weight, bias: bias, into: result)
    }
    return result
  }

  /// Returns the gradient of the images, `[N, H, W, in]`.
  static func inputGradient(
    _ geometry: ConvolutionGeometry, upstream: Tensor, weight: Tensor
  ) -> Tensor {
    let result = Tensor(uninitialized: geometry.inputShape)
    let correlation = Correlation(inputGradientOf: geometry)
    if geometry.isDepthwise {
      DepthwiseCorrelation(correlation).run(
        source: upstream, weight: weight, bias: nil, into: result)
    } else if WinogradRules.serve(correlation, .product) {
      WinogradCorrelation(correlation).run(
        source: upstream, weight: weight, bias: nil, into: result)
    } else {
      DenseCorrelation(correlation).run(source: upstream, weight: weight, bias: nil, into: result)
    }
    return result
  }

  /// Returns the gradient of the weights, `[h, w, in / groups, out]`.
  static func weightGradient(
    _ geometry: ConvolutionGeometry, images: Tensor, upstream: Tensor
  ) -> Tensor {
    if geometry.images == 0 { return .zeros(geometry.weightShape) }
    let result = Tensor(uninitialized: geometry.weightShape)
    let correlation = Correlation(outputOf: geometry)
    if geometry.isDepthwise {
      DepthwiseCorrelation(correlation).weightGradient(
        source: images, upstream: upstream, into: result)
    } else if WinogradRules.serve(correlation, .weightGradient) {
      WinogradWeightGradient(correlation).run(images: images, upstream: upstream, into: result)
    } else {
      WeightGradient(geometry).run(images: images, upstream: upstream, into: result)
    }
    return result
  }
}
