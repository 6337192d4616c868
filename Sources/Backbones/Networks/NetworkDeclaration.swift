import TensorCore

/// The parameters of a list of stages while they are declared one by one.
struct NetworkDeclaration {
  /// The parameters so far.
  var layout = ParameterLayout()
  /// The number of channels behind the last stage so far.
  private(set) var channels: Int
  /// Whether local attention has been declared.
  private(set) var hasAttention = false
  private let momentum: Float
  private let localAttention: LocalAttention?

  init(channels: Int, momentum: Float, localAttention: LocalAttention?) {
    self.channels = channels
    self.momentum = momentum
    self.localAttention = localAttention
  }

  /// Declares the parameters of stages in order.
  mutating func layers(_ stages: [Network.Stage]) -> [Layer] {
    stages.flatMap { layers($0) }
  }

  private mutating func layers(_ stage: Network.Stage) -> [Layer] {
    switch stage {
    case .convolution(
      let name, let outputs, let kernel, let stride, let padding, let groups, let hasBias):
      let convolution = Convolution2D(
        name, in: &layout, inputs: channels, outputs: outputs, kernel: kernel, stride: stride,
        padding: padding, groups: groups, hasBias: hasBias)
      channels = outputs
      return [.convolution(convolution)]
    case .batchNormalization(let name, let slope):
      let norm = BatchNormalization(name, in: &layout, channels: channels, momentum: momentum)
      return [.batchNormalization(norm, slope: slope)]
    case .leakyReLU(let slope): return [.leakyReLU(slope: slope)]
    case .silu: return [.silu]
    case .sigmoid: return [.sigmoid]
    case .channelMeans: return [.channelMeans]
    case .maxPool(let kernel, let stride, let padding):
      return [.maxPool(kernel: kernel, stride: stride, padding: padding)]
    case .residual(let stages, let shortcut):
      let inputs = channels
      let main = layers(stages)
      let outputs = channels
      channels = inputs
      let base = layers(shortcut)
      check(
        channels == outputs,
        "a residual of \(outputs) channels with a shortcut of \(channels) channels")
      return [.residual(main, shortcut: base)]
    case .gate(let stages):
      let inputs = channels
      let layers = layers(stages)
      check(
        channels == inputs || channels == 1,
        "a gate of \(channels) channels for a map of \(inputs) channels")
      channels = inputs
      return [.gate(layers)]
    case .module(let name, let stages):
      // Stages declare through this value, whose layout the module lends for the while.
      var inner = self
      let layers = layout.module(name) { layout in
        inner.layout = layout
        let layers = inner.layers(stages)
        layout = inner.layout
        return layers
      }
      (channels, hasAttention) = (inner.channels, inner.hasAttention)
      return layers
    case .attention(let place):
      guard let localAttention, localAttention.place == place else { return [] }
      let module = LocalAttentionModule(
        localAttention, "attention", in: &layout, channels: channels, momentum: momentum)
      channels = localAttention.outputChannels(channels)
      hasAttention = true
      return [.attention(module)]
    }
  }
}
