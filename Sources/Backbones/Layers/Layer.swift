/// A stage whose parameters are declared.
indirect enum Layer: Sendable {
  case convolution(Convolution2D)
  case batchNormalization(BatchNormalization, slope: Float)
  case leakyReLU(slope: Float)
  case silu
  case sigmoid
  case channelMeans
  case maxPool(kernel: Int, stride: Int, padding: Int)
  case residual([Layer], shortcut: [Layer])
  case gate([Layer])
  case attention(LocalAttentionModule)
}
