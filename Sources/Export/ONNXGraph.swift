import Backbones
import TensorCore

/// A network's graph in the messages of ONNX (`onnx.proto`, IR version 8, operator set 17).
///
/// Maps are `[batch, channels, height, width]`; the batch size is free. Source: the ONNX
/// specification, onnx.ai/onnx, "IR" and "Operators".
struct ONNXGraph {
  /// The version of the file format.
  static let formatVersion = 8
  /// The version of the operators; programs since 2022 know it.
  static let operatorVersion = 17

  /// The numbers of fields and enumeration values, as in `onnx.proto`.
  private enum Field {
    enum Graph { static let node = 1, name = 2, initializer = 5, input = 11, output = 12 }
    enum Node { static let input = 1, output = 2, name = 3, operation = 4, attribute = 5 }
    enum Attribute { static let name = 1, float = 2, integer = 3, integers = 8, type = 20 }
    enum Tensor { static let dimension = 1, type = 2, name = 8, bytes = 9 }
    enum Value { static let name = 1, type = 2 }
    enum ValueType { static let tensor = 1, element = 1, shape = 2 }
    enum Dimension { static let dimension = 1, length = 1, name = 2 }
  }
  private static let floatElement = 1
  private enum AttributeType: Int { case float = 1, integer = 2, integers = 7 }

  /// An axis of an input or output.
  enum Axis {
    case fixed(Int)
    case free(String)
  }

  private enum Attribute {
    case float(Float)
    case integer(Int)
    case integers([Int])
  }

  private(set) var message = ProtobufMessage()
  private let store: ParameterStore
  private var written: Set<Int> = []
  private var names: [String] = []
  private var nodeCount = 0

  /// Writes a graph.
  ///
  /// - Parameters:
  ///   - graph: What is computed.
  ///   - store: The numbers.
  ///   - input: The name of the images and their axes.
  ///   - mean: What is subtracted from the images' numbers: one for all channels, or one for each.
  ///   - deviation: What they are divided by then.
  ///   - output: The name of the class scores and their axes.
  init(
    _ graph: NetworkGraph, store: ParameterStore, input: (name: String, axes: [Axis]),
    mean: [Float], deviation: [Float], output: (name: String, axes: [Axis])
  ) {
    self.store = store
    message.set(Field.Graph.name, "classifier")
    message.set(Field.Graph.input, Self.value(input.name, input.axes))
    message.set(Field.Graph.output, Self.value(output.name, output.axes))
    let shape = [1, mean.count, 1, 1]
    addConstant("mean", mean, shape: shape)
    addConstant("deviation", deviation, shape: shape)
    let centered = addNode("Sub", [input.name, "mean"])
    names.append(addNode("Div", [centered, "deviation"]))
    for operation in graph.operations.dropFirst() {
      let result = names.count == graph.logits.index ? output.name : nil
      names.append(add(operation, result: result))
    }
  }

  private func name(_ value: NetworkGraph.Value) -> String { names[value.index] }

  /// Adds the nodes of an operation; returns the name of the result.
  private mutating func add(_ operation: NetworkGraph.Operation, result: String?) -> String {
    switch operation {
    case .images: return names[0]
    case .convolution(let map, let weight, let bias, let stride, let padding, let groups):
      var inputs = [name(map), constant(weight)]
      if let bias { inputs.append(constant(bias)) }
      return addNode(
        "Conv", inputs,
        [
          ("group", .integer(groups)), ("pads", .integers([Int](repeating: padding, count: 4))),
          ("strides", .integers([stride, stride])),
        ], result: result)
    case .batchNormalization(let map, let scale, let shift, let mean, let variance, let epsilon):
      return addNode(
        "BatchNormalization", [name(map)] + [scale, shift, mean, variance].map { constant($0) },
        [("epsilon", .float(epsilon))], result: result)
    case .leakyReLU(let map, 0): return addNode("Relu", [name(map)], result: result)
    case .leakyReLU(let map, let slope):
      return addNode("LeakyRelu", [name(map)], [("alpha", .float(slope))], result: result)
    case .sigmoid(let map): return addNode("Sigmoid", [name(map)], result: result)
    case .sum(let maps): return addNode("Sum", maps.map(name), result: result)
    case .product(let one, let other):
      return addNode("Mul", [name(one), name(other)], result: result)
    case .maximum(let maps): return addNode("Max", maps.map(name), result: result)
    case .mean(let maps): return addNode("Mean", maps.map(name), result: result)
    case .concatenation(let maps):
      return addNode("Concat", maps.map(name), [("axis", .integer(1))], result: result)
    case .maxPool(let map, let kernel, let stride, let padding):
      return addNode(
        "MaxPool", [name(map)],
        [
          ("kernel_shape", .integers([kernel, kernel])),
          ("pads", .integers([Int](repeating: padding, count: 4))),
          ("strides", .integers([stride, stride])),
        ], result: result)
    case .channelMeans(let map):
      return addNode("GlobalAveragePool", [name(map)], result: result)
    case .globalAveragePool(let map):
      let mean = addNode("GlobalAveragePool", [name(map)])
      return addNode("Flatten", [mean], [("axis", .integer(1))], result: result)
    case .unitRows(let rows, let epsilon):
      let length = addNode("ReduceL2", [name(rows)], [("axes", .integers([1]))])
      addConstant("least_length", [epsilon], shape: [1])
      let divisor = addNode("Max", [length, "least_length"])
      return addNode("Div", [name(rows), divisor], result: result)
    case .linear(let rows, let weight, let bias):
      return addNode(
        "Gemm", [name(rows), constant(weight), constant(bias)], [("transB", .integer(1))],
        result: result)
    }
  }

  private mutating func addNode(
    _ operation: String, _ inputs: [String], _ attributes: [(String, Attribute)] = [],
    result: String? = nil
  ) -> String {
    let result = result ?? "\(operation)_\(nodeCount)"
    nodeCount += 1
    var node = ProtobufMessage()
    for input in inputs { node.set(Field.Node.input, input) }
    node.set(Field.Node.output, result)
    node.set(Field.Node.name, "\(operation)_\(nodeCount - 1)")
    node.set(Field.Node.operation, operation)
    for (name, attribute) in attributes {
      node.set(Field.Node.attribute, Self.message(name, attribute))
    }
    message.set(Field.Graph.node, node)
    return result
  }

  private static func message(_ name: String, _ attribute: Attribute) -> ProtobufMessage {
    var message = ProtobufMessage()
    message.set(Field.Attribute.name, name)
    let type: AttributeType
    switch attribute {
    case .float(let number):
      message.set(Field.Attribute.float, number)
      type = .float
    case .integer(let number):
      message.set(Field.Attribute.integer, number)
      type = .integer
    case .integers(let numbers):
      for number in numbers { message.set(Field.Attribute.integers, number) }
      type = .integers
    }
    message.set(Field.Attribute.type, type.rawValue)
    return message
  }

  /// The name of a parameter or buffer, whose numbers are written with the first use.
  private mutating func constant(_ id: ParameterID) -> String {
    let declaration = store.layout.declarations[id.index]
    if written.insert(id.index).inserted {
      addConstant(
        declaration.name, store.exportedValues(at: id.index),
        shape: declaration.exportedShape.dimensions)
    }
    return declaration.name
  }

  private mutating func addConstant(_ name: String, _ values: [Float], shape: [Int]) {
    var tensor = ProtobufMessage()
    for length in shape { tensor.set(Field.Tensor.dimension, length) }
    tensor.set(Field.Tensor.type, Self.floatElement)
    tensor.set(Field.Tensor.name, name)
    tensor.set(
      Field.Tensor.bytes,
      values.map(\.bitPattern.littleEndian).withUnsafeBytes { Array($0) })
    message.set(Field.Graph.initializer, tensor)
  }

  private static func value(_ name: String, _ axes: [Axis]) -> ProtobufMessage {
    var shape = ProtobufMessage()
    for axis in axes {
      var dimension = ProtobufMessage()
      switch axis {
      case .fixed(let length): dimension.set(Field.Dimension.length, length)
      case .free(let name): dimension.set(Field.Dimension.name, name)
      }
      shape.set(Field.Dimension.dimension, dimension)
    }
    var tensor = ProtobufMessage()
    tensor.set(Field.ValueType.element, floatElement)
    tensor.set(Field.ValueType.shape, shape)
    var type = ProtobufMessage()
    type.set(Field.ValueType.tensor, tensor)
    var value = ProtobufMessage()
    value.set(Field.Value.name, name)
    value.set(Field.Value.type, type)
    return value
  }
}
