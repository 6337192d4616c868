/// A stage whose parameters are declared.
indirect enum Layer: Sendable {
  case convolution(Convolution2D)
  case batchNormalization(BatchNormalization, slope: Float)
  case leakyReLU(slope: Float)
  case maxPool(kernel: Int, stride: Int, padding: Int)
  case residual([Layer], shortcut: [Layer])
  case attention(LocalAttentionModule)
}
