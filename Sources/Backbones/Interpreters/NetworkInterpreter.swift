/// What a network is run by: operations on values of some kind, each implemented once.
///
/// Networks, attention and heads call these operations and never ask what a value is, so that what
/// is trained and what is exported cannot differ.
protocol NetworkInterpreter {
  /// A map `[batch, height, width, channels]` or rows `[batch, features]`.
  associatedtype Value

  /// The convolution of a map, plus a residual of the result's shape if there is one.
  mutating func convolution(_ map: Value, by layer: Convolution2D, adding residual: Value?) -> Value
  /// Batch norm and a leaky rectifier of the given slope; a slope of 1 is none.
  mutating func batchNormalization(
    _ map: Value, by layer: BatchNormalization, slope: Float
  ) -> Value
  /// The same value without anything left to the operation that reads it; to be called where a
  /// value has several readers, so that it is computed once.
  mutating func materialized(_ value: Value) -> Value
  /// `x` above zero, `slope * x` below.
  mutating func leakyReLU(_ value: Value, slope: Float) -> Value
  /// `1 / (1 + exp(-x))`.
  mutating func sigmoid(_ value: Value) -> Value
  /// `x / (1 + exp(-x))`.
  mutating func silu(_ value: Value) -> Value
  /// The sum of values, element by element and from left to right.
  mutating func sum(_ values: [Value]) -> Value
  /// The product of two values; axes of length 1 are repeated.
  mutating func product(_ left: Value, _ right: Value) -> Value
  /// The largest of values, element by element.
  mutating func maximum(_ values: [Value]) -> Value
  /// The mean of values, element by element.
  mutating func mean(_ values: [Value]) -> Value
  /// Maps one behind the other along the channels.
  mutating func concatenation(_ maps: [Value]) -> Value
  /// The largest number of every window of a map.
  mutating func maxPool(_ map: Value, kernel: Int, stride: Int, padding: Int) -> Value
  /// The mean of a map over its pixels, as a map of one pixel.
  mutating func channelMeans(_ map: Value) -> Value
  /// The mean of a map over its pixels, as rows.
  mutating func globalAveragePool(_ map: Value) -> Value
  /// Rows divided by their Euclidean length, which counts as at least epsilon.
  mutating func unitRows(_ rows: Value, epsilon: Float) -> Value
  /// The linear map of rows.
  mutating func linear(_ rows: Value, by layer: Linear) -> Value
  /// The value times a random mask, in passes that drop; else the value.
  ///
  /// The layer's number tells its random stream from those of other layers.
  mutating func drop(_ value: Value, by mask: DropMask, layer: Int) -> Value
}

extension NetworkInterpreter {
  /// Runs layers one after the other.
  mutating func run(_ layers: [Layer], on input: Value) -> Value {
    var value = input
    for layer in layers { value = run(layer, on: value) }
    return value
  }

  private mutating func run(_ layer: Layer, on value: Value) -> Value {
    switch layer {
    case .convolution(let layer): convolution(value, by: layer, adding: nil)
    case .batchNormalization(let layer, let slope):
      batchNormalization(value, by: layer, slope: slope)
    case .leakyReLU(let slope): leakyReLU(value, slope: slope)
    case .silu: silu(value)
    case .sigmoid: sigmoid(value)
    case .channelMeans: channelMeans(value)
    case .maxPool(let kernel, let stride, let padding):
      maxPool(value, kernel: kernel, stride: stride, padding: padding)
    case .residual(let main, let shortcut): residual(value, main: main, shortcut: shortcut)
    case .gate(let layers): gate(value, layers)
    case .attention(let module): module.run(value, in: &self)
    }
  }

  private mutating func gate(_ value: Value, _ layers: [Layer]) -> Value {
    let value = materialized(value)
    return product(value, run(layers, on: value))
  }

  /// Layers that end with a convolution have the shortcut added while that is written, so the
  /// shortcut comes first; others have it added behind them.
  private mutating func residual(_ value: Value, main: [Layer], shortcut: [Layer]) -> Value {
    guard case .convolution(let last)? = main.last else {
      let result = materialized(run(main, on: value))
      return sum([result, materialized(run(shortcut, on: value))])
    }
    let base = materialized(run(shortcut, on: value))
    return convolution(run(Array(main.dropLast()), on: value), by: last, adding: base)
  }
}
