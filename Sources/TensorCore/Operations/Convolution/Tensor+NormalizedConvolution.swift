/// The output of a convolution and, if they were gathered while it was written, its moments.
package struct MeasuredTensor: Sendable {
  /// The numbers.
  package let tensor: Tensor
  /// The mean and variance of every channel; nil if they were not asked for.
  package let moments: ChannelMoments?
}

extension Tensor {
  /// Returns the convolution of normalized and activated images, without writing those down.
  ///
  ///     y = convolution of act(norm(x)), plus the residual
  ///
  /// One pass reads the images, normalizes and activates them on the way into the products, adds
  /// the residual and gathers the moments of the output while its pixels are in the cache. For the
  /// gradients only the images are kept: what the weights were multiplied with is computed again,
  /// and the sums that batch norm's gradient needs ride along with the convolution's. The numbers
  /// are those of ``normalized(by:)``, ``convolution(_:bias:stride:padding:dilation:groups:)`` and
  /// an addition. Gradients flow to the images, the filters, the normalization's scale and shift,
  /// and the residual.
  ///
  /// - Parameters:
  ///   - weight: The filters, `[height, width, in, out]`.
  ///   - normalization: What the images pass; nil for nothing.
  ///   - residual: A summand, `[N, H', W', out]`, or nil.
  ///   - stride: The distance between windows.
  ///   - padding: The rows and columns of zeros on every side, around the activated images.
  ///   - measuresOutput: Whether the moments of the output are gathered.
  /// - Returns: `[N, H', W', out]` and its moments.
  package func convolution(
    _ weight: Tensor, normalizing normalization: ChannelNormalization?,
    adding residual: Tensor? = nil, stride: Int = 1, padding: Int = 0, measuresOutput: Bool = false
  ) -> MeasuredTensor {
    let geometry = ConvolutionGeometry(
      input: shape, weight: weight.shape, stride: stride, padding: padding, dilation: 1, groups: 1)
    check(
      residual.map { $0.shape == geometry.outputShape } ?? true,
      "a convolution to \(geometry.outputShape) with a residual of another shape")
    let images = detached()
    let filters = weight.detached()
    let factors = normalization.map { ChannelFactors($0, channels: shape[-1]) }
    let (output, moments) = OperationProfile.measure(
      "convolution, output", operations: geometry.operations
    ) {
      Convolution.output(
        geometry, images: images, activation: factors, weight: filters,
        residual: residual?.detached(), measures: measuresOutput && geometry.images > 0)
    }
    var inputs = [self, weight]
    if let residual { inputs.append(residual) }
    if let normalization { inputs += [normalization.scale, normalization.shift] }
    let recorded = output.recordingSums(inputs) { upstream, wanted, present in
      let weightGradient =
        wanted[1]
        ? OperationProfile.measure("convolution, weight gradient", operations: geometry.operations)
        {
          Convolution.weightGradient(
            geometry, images: images, activation: factors, upstream: upstream)
        } : nil
      let residualGradient = residual == nil ? [] : [wanted[2] ? upstream : nil]
      guard let factors else {
        let inputGradient =
          wanted[0]
          ? OperationProfile.measure("convolution, input gradient", operations: geometry.operations)
          {
            Convolution.inputGradient(geometry, upstream: upstream, weight: filters)
          } : nil
        guard var sum = inputGradient, let other = present(0) else {
          return [inputGradient, weightGradient] + residualGradient
        }
        sum.accumulate(other)
        return [sum, weightGradient] + residualGradient
      }
      let wantedHere = [wanted[0]] + wanted.suffix(2)
      guard wantedHere.contains(true) else {
        return [nil, weightGradient] + residualGradient + [nil, nil]
      }
      let (gradient, sums) = OperationProfile.measure(
        "convolution, input gradient", operations: geometry.operations
      ) {
        Convolution.inputGradient(
          geometry, upstream: upstream, weight: filters, images: images, activation: factors)
      }
      let gradients = factors.gradients(
        input: images, upstream: gradient, sums: sums.merged(), wanted: wantedHere,
        rows: ChannelRows(images), present: present(0), into: gradient)
      return [gradients[0], weightGradient] + residualGradient + [gradients[1], gradients[2]]
    }
    return MeasuredTensor(tensor: recorded, moments: moments)
  }
}
