public import TensorCore

/// A network that is written once, as a list of stages.
///
/// The list declares the parameters, in its order, and is run by two interpreters: one computes
/// features and class scores, the other writes down what is computed in inference (``graph``).
/// Behind the last stage stand the mean over the map, the head, and a linear map named `fc`.
///
///     let network = Network(
///       [.convolution("conv1", outputs: 8, kernel: 3), .batchNormalization("bn1", slope: 0)],
///       classCount: 7)
public struct Network: Backbone {
  /// The parameters and buffers in the order of the stages, then `fc.weight` and `fc.bias`.
  public let layout: ParameterLayout
  /// The number of color channels of the images.
  public let inputChannels: Int
  /// The number of classes.
  public let classCount: Int
  /// The number of channels behind the last stage.
  public let featureCount: Int
  private let layers: [Layer]
  private let head: ClassifierHead
  private let classifier: Linear

  /// Creates the description of a network.
  ///
  /// - Parameters:
  ///   - stages: The stages in order.
  ///   - classCount: The number of classes, at least 2.
  ///   - inputChannels: The number of color channels of the images.
  ///   - momentum: The weight of a batch in the running statistics of batch norm.
  ///   - localAttention: What ``Stage/attention(_:)`` stands for; nil for none.
  ///   - head: How features become class scores.
  public init(
    _ stages: [Stage], classCount: Int, inputChannels: Int = 3,
    batchNormMomentum momentum: Float = 0.1, localAttention: LocalAttention? = nil,
    head: ClassifierHead = .linear
  ) {
    check(
      classCount > 1 && inputChannels > 0,
      "a network of \(classCount) classes for images of \(inputChannels) channels")
    var declaration = NetworkDeclaration(
      channels: inputChannels, momentum: momentum, localAttention: localAttention)
    layers = declaration.layers(stages)
    check(
      localAttention == nil || declaration.hasAttention,
      "the network has no stage for attention at '\(localAttention?.place.rawValue ?? "")'")
    featureCount = declaration.channels
    classifier = Linear(
      "fc", in: &declaration.layout, inputs: featureCount, outputs: classCount)
    layout = declaration.layout
    self.inputChannels = inputChannels
    self.classCount = classCount
    self.head = head
  }

  /// Returns the features and class scores of a batch.
  public func callAsFunction(_ images: Tensor, in pass: ForwardPass) -> BackboneOutput {
    var interpreter = TensorInterpreter(pass)
    let output = run(FeatureMap(images), in: &interpreter)
    return BackboneOutput(features: output.features.values, logits: output.logits.values)
  }

  /// What the network computes in inference.
  public var graph: NetworkGraph? {
    NetworkGraph { graph, images in
      var interpreter = GraphInterpreter(graph)
      let output = run(images, in: &interpreter)
      graph = interpreter.graph
      return output.logits
    }
  }

  private func run<Interpreter: NetworkInterpreter>(
    _ images: Interpreter.Value, in interpreter: inout Interpreter
  ) -> (features: Interpreter.Value, logits: Interpreter.Value) {
    let map = interpreter.run(layers, on: images)
    return head.run(map, linear: classifier, in: &interpreter)
  }
}
