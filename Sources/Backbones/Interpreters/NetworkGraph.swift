public import TensorCore

/// What a network computes in inference, as a list of operations, each on earlier results.
///
/// For those who write a network down in another form, as ONNX. A backbone's graph gives what its
/// call gives in ``Phase/inference``; dropout is left out.
public struct NetworkGraph: Sendable, Hashable {
  /// The result of one operation.
  public struct Value: Sendable, Hashable {
    /// The index of the operation in the list.
    public let index: Int
  }

  /// One operation; maps are `[batch, height, width, channels]`, rows `[batch, features]`.
  public enum Operation: Sendable, Hashable {
    /// The normalized images.
    case images
    /// The convolution of a map, plus a number for each channel if there is a bias.
    case convolution(
      Value, weight: ParameterID, bias: ParameterID?, stride: Int, padding: Int, groups: Int)
    /// `(x - mean) / sqrt(variance + epsilon) * scale + shift` for every channel of a map.
    case batchNormalization(
      Value, scale: ParameterID, shift: ParameterID, mean: ParameterID, variance: ParameterID,
      epsilon: Float)
    /// `x` above zero, `slope * x` below.
    case leakyReLU(Value, slope: Float)
    /// `1 / (1 + exp(-x))`.
    case sigmoid(Value)
    /// The sum of values, element by element.
    case sum([Value])
    /// The product of two values, element by element; axes of length 1 are repeated.
    case product(Value, Value)
    /// The largest of values, element by element.
    case maximum([Value])
    /// The mean of values, element by element.
    case mean([Value])
    /// Maps one behind the other along the channels.
    case concatenation([Value])
    /// The largest number of every window of a map; what lies outside does not count.
    case maxPool(Value, kernel: Int, stride: Int, padding: Int)
    /// The mean of a map over its pixels, as a map of one pixel.
    case channelMeans(Value)
    /// The mean of a map over its pixels, as rows.
    case globalAveragePool(Value)
    /// Rows divided by their Euclidean length, which counts as at least epsilon.
    case unitRows(Value, epsilon: Float)
    /// `x * transpose(weight) + bias` of rows.
    case linear(Value, weight: ParameterID, bias: ParameterID)
  }

  /// The operations in order; the first is ``Operation/images``.
  public private(set) var operations: [Operation] = [.images]

  /// Creates the graph of a network.
  ///
  /// - Parameter build: Adds the operations behind the images and returns the class scores, which
  ///   must be the last result.
  public init(_ build: (inout NetworkGraph, Value) -> Value) {
    let logits = build(&self, Value(index: 0))
    check(logits == self.logits, "the class scores must be the last result of a graph")
  }

  /// The class scores, `[batch, classes]`.
  public var logits: Value { Value(index: operations.count - 1) }

  /// Adds an operation.
  ///
  /// - Parameter operation: The operation, on results that are there.
  /// - Returns: Its result.
  public mutating func add(_ operation: Operation) -> Value {
    operations.append(operation)
    return logits
  }
}
