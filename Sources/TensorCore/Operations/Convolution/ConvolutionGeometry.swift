/// The sizes of a convolution of images `[N, H, W, C]` with weights `[h, w, C / groups, O]`.
struct ConvolutionGeometry: Sendable {
  let images: Int
  let height: Int
  let width: Int
  let inputs: Int
  let outputs: Int
  let kernelHeight: Int
  let kernelWidth: Int
  let stride: Int
  let padding: Int
  let dilation: Int
  let groups: Int

  init(
    input: Shape, weight: Shape, stride: Int, padding: Int, dilation: Int, groups: Int
  ) {
    check(
      input.rank == 4 && weight.rank == 4,
      "a convolution needs images [N, H, W, C] and weights [h, w, in / groups, out], not \(input) "
        + "and \(weight)")
    check(
      stride > 0 && padding >= 0 && dilation > 0 && groups > 0,
      "convolution: stride \(stride), padding \(padding), dilation \(dilation), groups \(groups)")
    images = input[0]
    height = input[1]
    width = input[2]
    inputs = input[3]
    kernelHeight = weight[0]
    kernelWidth = weight[1]
    outputs = weight[3]
    self.stride = stride
    self.padding = padding
    self.dilation = dilation
    self.groups = groups
    check(
      inputs % groups == 0 && outputs % groups == 0 && weight[2] == inputs / groups,
      "convolution of \(input) with weights \(weight) in \(groups) groups")
    check(
      kernelHeight > 0 && kernelWidth > 0
        && height + 2 * padding >= dilation * (kernelHeight - 1) + 1
        && width + 2 * padding >= dilation * (kernelWidth - 1) + 1,
      "convolution of \(input) with weights \(weight): the window does not fit")
  }

  /// Channels in, of one group.
  var groupInputs: Int { inputs / groups }
  /// Channels out, of one group.
  var groupOutputs: Int { outputs / groups }
  var taps: Int { kernelHeight * kernelWidth }
  var outputHeight: Int {
    (height + 2 * padding - dilation * (kernelHeight - 1) - 1) / stride + 1
  }
  var outputWidth: Int { (width + 2 * padding - dilation * (kernelWidth - 1) - 1) / stride + 1 }
  var inputShape: Shape { [images, height, width, inputs] }
  var weightShape: Shape { [kernelHeight, kernelWidth, groupInputs, outputs] }
  var outputShape: Shape { [images, outputHeight, outputWidth, outputs] }
  /// Additions and multiplications of the direct form: two for each tap, input and output number.
  ///
  /// Both gradients take as many each.
  var operations: Int { 2 * taps * groupInputs * outputShape.elementCount }
  /// Whether every channel has filters of its own, one each.
  var isDepthwise: Bool { groups > 1 && groupInputs == 1 && groupOutputs == 1 }
}
