/// Writes down what a network computes in inference.
struct GraphInterpreter: NetworkInterpreter {
  /// The operations so far.
  private(set) var graph: NetworkGraph

  init(_ graph: NetworkGraph) { self.graph = graph }

  mutating func convolution(
    _ map: NetworkGraph.Value, by layer: Convolution2D, adding residual: NetworkGraph.Value?
  ) -> NetworkGraph.Value {
    let output = graph.add(
      .convolution(
        map, weight: layer.weight, bias: layer.bias, stride: layer.stride, padding: layer.padding,
        groups: layer.groups))
    return residual.map { graph.add(.sum([output, $0])) } ?? output
  }

  mutating func batchNormalization(
    _ map: NetworkGraph.Value, by layer: BatchNormalization, slope: Float
  ) -> NetworkGraph.Value {
    let normalized = graph.add(
      .batchNormalization(
        map, scale: layer.weight, shift: layer.bias, mean: layer.runningMean,
        variance: layer.runningVariance, epsilon: layer.epsilon))
    return slope == 1 ? normalized : leakyReLU(normalized, slope: slope)
  }

  func materialized(_ value: NetworkGraph.Value) -> NetworkGraph.Value { value }

  mutating func leakyReLU(_ value: NetworkGraph.Value, slope: Float) -> NetworkGraph.Value {
    graph.add(.leakyReLU(value, slope: slope))
  }

  mutating func sigmoid(_ value: NetworkGraph.Value) -> NetworkGraph.Value {
    graph.add(.sigmoid(value))
  }

  mutating func silu(_ value: NetworkGraph.Value) -> NetworkGraph.Value {
    product(value, sigmoid(value))
  }

  mutating func sum(_ values: [NetworkGraph.Value]) -> NetworkGraph.Value {
    graph.add(.sum(values))
  }

  mutating func product(
    _ left: NetworkGraph.Value, _ right: NetworkGraph.Value
  ) -> NetworkGraph.Value {
    graph.add(.product(left, right))
  }

  mutating func maximum(_ values: [NetworkGraph.Value]) -> NetworkGraph.Value {
    graph.add(.maximum(values))
  }

  mutating func mean(_ values: [NetworkGraph.Value]) -> NetworkGraph.Value {
    graph.add(.mean(values))
  }

  mutating func concatenation(_ maps: [NetworkGraph.Value]) -> NetworkGraph.Value {
    graph.add(.concatenation(maps))
  }

  mutating func maxPool(
    _ map: NetworkGraph.Value, kernel: Int, stride: Int, padding: Int
  ) -> NetworkGraph.Value {
    graph.add(.maxPool(map, kernel: kernel, stride: stride, padding: padding))
  }

  mutating func channelMeans(_ map: NetworkGraph.Value) -> NetworkGraph.Value {
    graph.add(.channelMeans(map))
  }

  mutating func globalAveragePool(_ map: NetworkGraph.Value) -> NetworkGraph.Value {
    graph.add(.globalAveragePool(map))
  }

  mutating func unitRows(_ rows: NetworkGraph.Value, epsilon: Float) -> NetworkGraph.Value {
    graph.add(.unitRows(rows, epsilon: epsilon))
  }

  mutating func linear(_ rows: NetworkGraph.Value, by layer: Linear) -> NetworkGraph.Value {
    graph.add(.linear(rows, weight: layer.weight, bias: layer.bias))
  }

  /// Nothing is dropped in inference.
  func drop(_ value: NetworkGraph.Value, by mask: DropMask, layer: Int) -> NetworkGraph.Value {
    value
  }
}
