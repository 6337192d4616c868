import TensorCore

/// Computes a network with tensors, in training and in inference.
struct TensorInterpreter: NetworkInterpreter {
  private let pass: ForwardPass
  /// Which branches of attention each image keeps, 1 or 0 in `[batch, branches]`, in place of what
  /// would be drawn; nil to draw.
  private let keptBranches: Tensor?

  init(_ pass: ForwardPass, keptBranches: Tensor? = nil) {
    self.pass = pass
    self.keptBranches = keptBranches
  }

  func convolution(
    _ map: FeatureMap, by layer: Convolution2D, adding residual: FeatureMap?
  ) -> FeatureMap {
    layer(map, in: pass, adding: residual?.values)
  }

  func batchNormalization(
    _ map: FeatureMap, by layer: BatchNormalization, slope: Float
  ) -> FeatureMap {
    layer(map, in: pass, activationSlope: slope)
  }

  func materialized(_ value: FeatureMap) -> FeatureMap {
    value.pending == nil ? value : FeatureMap(value.values)
  }

  func leakyReLU(_ value: FeatureMap, slope: Float) -> FeatureMap {
    FeatureMap(value.values.leakyReLU(slope: slope))
  }

  func sigmoid(_ value: FeatureMap) -> FeatureMap { FeatureMap(value.values.sigmoid()) }

  func silu(_ value: FeatureMap) -> FeatureMap { FeatureMap(value.values.silu()) }

  func sum(_ values: [FeatureMap]) -> FeatureMap { reduced(values, +) }

  func product(_ left: FeatureMap, _ right: FeatureMap) -> FeatureMap {
    FeatureMap(left.values * right.values)
  }

  func maximum(_ values: [FeatureMap]) -> FeatureMap { reduced(values, TensorCore.maximum) }

  func mean(_ values: [FeatureMap]) -> FeatureMap {
    FeatureMap(reduced(values, +).values * (1 / Float(values.count)))
  }

  func concatenation(_ maps: [FeatureMap]) -> FeatureMap {
    FeatureMap(Tensor.concatenated(maps.map(\.values), along: 3))
  }

  func maxPool(_ map: FeatureMap, kernel: Int, stride: Int, padding: Int) -> FeatureMap {
    FeatureMap(map.values.maxPool(kernel: kernel, stride: stride, padding: padding))
  }

  func channelMeans(_ map: FeatureMap) -> FeatureMap {
    FeatureMap(map.values.mean(axes: [1, 2], keepingAxes: true))
  }

  func globalAveragePool(_ map: FeatureMap) -> FeatureMap {
    FeatureMap(map.values.globalAveragePool())
  }

  func unitRows(_ rows: FeatureMap, epsilon: Float) -> FeatureMap {
    FeatureMap(rows.values.l2Normalized(axis: 1, epsilon: epsilon))
  }

  func linear(_ rows: FeatureMap, by layer: Linear) -> FeatureMap {
    FeatureMap(layer(rows.values, in: pass))
  }

  func drop(_ value: FeatureMap, by mask: DropMask, layer: Int) -> FeatureMap {
    guard pass.drops else { return value }
    let values = value.values
    if case .branch(let index, _, _, _) = mask, let keptBranches {
      return FeatureMap(values * DropMask.column(index, of: keptBranches))
    }
    var random = pass.random(layer: layer)
    return FeatureMap(values * mask.values(for: values.shape, &random))
  }

  private func reduced(
    _ values: [FeatureMap], _ combine: (Tensor, Tensor) -> Tensor
  ) -> FeatureMap {
    values.dropFirst().reduce(values[0]) { FeatureMap(combine($0.values, $1.values)) }
  }
}
