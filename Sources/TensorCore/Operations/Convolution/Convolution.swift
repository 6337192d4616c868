import CTensorKernels

/// What happens to a block's pixels once they are written, while they are still in the cache.
typealias BlockCompletion = @Sendable (_ block: Int, _ pixels: Range<Int>) -> Void

/// Chooses the algorithm of a convolution and of its gradients; no other code does.
enum Convolution {
  /// Returns `[N, H', W', out]`.
  static func output(
    _ geometry: ConvolutionGeometry, images: Tensor, weight: Tensor, bias: Tensor?
  ) -> Tensor {
    let result = Tensor(uninitialized: geometry.outputShape)
    let way = Way(Correlation(outputOf: geometry), activation: nil)
    way.run(source: images, weight: weight, bias: bias, into: result, finish: nil)
    return result
  }

  /// Returns the output for images that pass an activation on the way, plus a residual.
  ///
  /// - Parameters:
  ///   - geometry: The sizes; one group.
  ///   - images: The images.
  ///   - activation: What they pass, or nil.
  ///   - weight: The filters.
  ///   - residual: What is added to the output, or nil.
  ///   - measures: Whether the moments of the output are gathered.
  /// - Returns: The output and, if asked for, its moments.
  static func output(
    _ geometry: ConvolutionGeometry, images: Tensor, activation: ChannelFactors?, weight: Tensor,
    residual: Tensor?, measures: Bool
  ) -> (output: Tensor, moments: ChannelMoments?) {
    let result = Tensor(uninitialized: geometry.outputShape)
    let way = Way(Correlation(outputOf: geometry), activation: activation)
    let channels = geometry.outputs
    let partial = measures ? PartialMoments(counts: way.blockSizes, channels: channels) : nil
    let kernels = Kernels.elementwise
    way.run(source: images, weight: weight, bias: nil, into: result) { block, pixels in
      if let residual {
        let start = pixels.lowerBound * channels
        kernels.add(
          result.pointer + start, residual.pointer + start, result.pointer + start,
          pixels.count * channels)
      }
      partial?.add(pixels, of: result, as: block)
    }
    return (result, partial?.merged())
  }

  /// Returns the gradient of the images, or of what an activation made of them.
  static func inputGradient(
    _ geometry: ConvolutionGeometry, upstream: Tensor, weight: Tensor
  ) -> Tensor {
    let result = Tensor(uninitialized: geometry.inputShape)
    let way = Way(Correlation(inputGradientOf: geometry), activation: nil)
    way.run(source: upstream, weight: weight, bias: nil, into: result, finish: nil)
    return result
  }

  /// Returns the gradient of activated images, and the sums that the activation's gradient needs.
  static func inputGradient(
    _ geometry: ConvolutionGeometry, upstream: Tensor, weight: Tensor, images: Tensor,
    activation: ChannelFactors
  ) -> (gradient: Tensor, sums: PartialGradientSums) {
    let result = Tensor(uninitialized: geometry.inputShape)
    let way = Way(Correlation(inputGradientOf: geometry), activation: nil)
    let sums = PartialGradientSums(
      chunkCount: way.blockSizes.count, channels: geometry.inputShape[3])
    way.run(source: upstream, weight: weight, bias: nil, into: result) { block, pixels in
      sums.add(pixels, input: images, upstream: result, factors: activation, as: block)
    }
    return (result, sums)
  }

  /// Returns the gradient of the filters for images that may pass an activation on the way,
  /// `[h, w, in / groups, out]`.
  static func weightGradient(
    _ geometry: ConvolutionGeometry, images: Tensor, activation: ChannelFactors? = nil,
    upstream: Tensor
  ) -> Tensor {
    if geometry.images == 0 { return .zeros(geometry.weightShape) }
    let result = Tensor(uninitialized: geometry.weightShape)
    let correlation = Correlation(outputOf: geometry)
    if geometry.isDepthwise {
      DepthwiseCorrelation(correlation).weightGradient(
        source: images, upstream: upstream, into: result)
    } else if WinogradRules.serve(correlation, .weightGradient) {
      WinogradWeightGradient(correlation, activation: activation).run(
        images: images, upstream: upstream, into: result)
    } else {
      WeightGradient(geometry, activation: activation).run(
        images: images, upstream: upstream, into: result)
    }
    return result
  }

  /// How a correlation is computed.
  private enum Way: Sendable {
    case depthwise(DepthwiseCorrelation)
    case winograd(WinogradCorrelation)
    case dense(DenseCorrelation)

    init(_ correlation: Correlation, activation: ChannelFactors?) {
      if correlation.isDepthwise, activation == nil {
        self = .depthwise(DepthwiseCorrelation(correlation))
      } else if WinogradRules.serve(correlation, .product) {
        self = .winograd(WinogradCorrelation(correlation, activation: activation))
      } else {
        self = .dense(DenseCorrelation(correlation, activation: activation))
      }
    }

    private var blocks: WindowBlocks {
      switch self {
      case .depthwise(let way): way.blocks
      case .winograd(let way): way.blocks
      case .dense(let way): way.blocks
      }
    }

    /// The number of target pixels of every block.
    var blockSizes: [Int] {
      let blocks = blocks
      return (0..<blocks.count).map { blocks.targetPixels(of: blocks[$0]).count }
    }

    func run(
      source: Tensor, weight: Tensor, bias: Tensor?, into target: Tensor, finish: BlockCompletion?
    ) {
      switch self {
      case .depthwise(let way):
        way.run(source: source, weight: weight, bias: bias, into: target)
        let blocks = way.blocks
        if let finish {
          Parallel.forEachChunk(blocks.count) { finish($0, blocks.targetPixels(of: blocks[$0])) }
        }
      case .winograd(let way):
        way.run(source: source, weight: weight, bias: bias, into: target, finish: finish)
      case .dense(let way):
        way.run(source: source, weight: weight, bias: bias, into: target, finish: finish)
      }
    }
  }
}
