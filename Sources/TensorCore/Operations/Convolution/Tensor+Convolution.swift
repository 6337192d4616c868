extension Tensor {
  /// Returns the convolution of images with filters, in the sense of deep learning (correlation).
  ///
  ///     y[n, i, j, o] = bias[o] + sum over h, w, c of
  ///         x[n, i * stride + h * dilation - padding, j * stride + w * dilation - padding, c]
  ///         * weight[h, w, c, o]
  ///
  /// with zeros outside the image. With several groups, each group of channels out reads its own
  /// group of channels in. Gradients flow to images, weights and bias.
  ///
  /// - Parameters:
  ///   - weight: The filters, `[height, width, in / groups, out]`.
  ///   - bias: `[out]`, or nil for none.
  ///   - stride: The distance between windows.
  ///   - padding: The rows and columns of zeros on every side.
  ///   - dilation: The distance between the pixels of a window.
  ///   - groups: The number of groups of channels that do not mix.
  /// - Returns: `[N, H', W', out]`.
  public func convolution(
    _ weight: Tensor, bias: Tensor? = nil, stride: Int = 1, padding: Int = 0, dilation: Int = 1,
    groups: Int = 1
  ) -> Tensor {
    let geometry = ConvolutionGeometry(
      input: shape, weight: weight.shape, stride: stride, padding: padding, dilation: dilation,
      groups: groups)
    check(
      bias.map { $0.shape == [geometry.outputs] } ?? true,
      "convolution with \(geometry.outputs) channels out and a bias of another shape")
    let images = detached()
    let filters = weight.detached()
    let output = OperationProfile.measure("convolution, output", operations: geometry.operations) {
      Convolution.output(geometry, images: images, weight: filters, bias: bias)
    }
    return output.recording([self, weight] + (bias.map { [$0] } ?? [])) { upstream, wanted in
      var gradients: [Tensor?] = [
        wanted[0]
          ? OperationProfile.measure("convolution, input gradient", operations: geometry.operations)
          {
            Convolution.inputGradient(geometry, upstream: upstream, weight: filters)
          } : nil,
        wanted[1]
          ? OperationProfile.measure(
            "convolution, weight gradient", operations: geometry.operations
          ) {
            Convolution.weightGradient(geometry, images: images, upstream: upstream)
          } : nil,
      ]
      if wanted.count > 2 { gradients.append(wanted[2] ? upstream.sum(axes: [0, 1, 2]) : nil) }
      return gradients
    }
  }
}
