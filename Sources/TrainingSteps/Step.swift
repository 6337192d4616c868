public import Backbones
public import TensorCore

/// Everything that policies and losses may know about the present training step.
public struct Step: Sendable {
  /// Runs a network once more, on images of the caller's making.
  public typealias FurtherPass =
    @Sendable (
      _ images: Tensor, _ network: ViewRequest.Network, _ statistics: ViewRequest.Statistics,
      _ dropoutDraw: Int?
    ) -> BackboneOutput

  /// Runs a head beside the classifier on features of a network.
  public typealias HeadPass =
    @Sendable (
      _ head: AuxiliaryHead, _ features: Tensor, _ network: ViewRequest.Network
    ) -> Tensor

  /// How far the run has come.
  public let progress: TrainingProgress
  /// The number of classes.
  public let classCount: Int
  /// The classes of the labeled batch.
  public let labels: [Int]
  /// The places of the unlabeled samples in their pool; each stays the same for the whole run.
  public let sampleIDs: [Int]
  /// The number of samples in the pool of unlabeled samples.
  public let poolSize: Int
  /// What the threshold policy decided; nil while the policy itself runs, and without a policy.
  public var selection: Selection?

  private let key: RandomKey
  private var images: [View: Tensor]
  private var outputs: [ViewRequest: BackboneOutput]
  private var targets: [View: Tensor] = [:]
  private let furtherPass: FurtherPass?
  private let headPass: HeadPass?

  /// Creates a step.
  ///
  /// - Parameters:
  ///   - progress: How far the run has come.
  ///   - classCount: The number of classes.
  ///   - labels: The classes of the labeled batch.
  ///   - sampleIDs: The places of the unlabeled samples in their pool.
  ///   - poolSize: The number of samples in the pool.
  ///   - key: The seed of the run.
  ///   - images: The views, `[batch, height, width, channels]`.
  ///   - outputs: The answers by computation (see ``ViewRequest/computation``).
  ///   - furtherPass: Runs a network once more; nil where no network stands behind the step.
  ///   - headPass: Runs a head beside the classifier; nil where there are none.
  public init(
    progress: TrainingProgress, classCount: Int, labels: [Int], sampleIDs: [Int], poolSize: Int,
    key: RandomKey = RandomKey(seed: 0), images: [View: Tensor] = [:],
    outputs: [ViewRequest: BackboneOutput], furtherPass: FurtherPass? = nil,
    headPass: HeadPass? = nil
  ) {
    self.progress = progress
    self.classCount = classCount
    self.labels = labels
    self.sampleIDs = sampleIDs
    self.poolSize = poolSize
    self.key = key
    self.images = images
    self.outputs = outputs
    self.furtherPass = furtherPass
    self.headPass = headPass
  }

  /// Returns the answer to a request that the policy or loss declared.
  ///
  /// - Parameter request: One of the declared requests.
  /// - Returns: Features and logits; constants unless the request asks for gradients.
  public func output(_ request: ViewRequest) -> BackboneOutput {
    guard let output = outputs[request.computation] else {
      fail("the step holds no answer to \(request); a policy or loss must declare what it reads")
    }
    return request.gradient
      ? output
      : BackboneOutput(features: output.features.detached(), logits: output.logits.detached())
  }

  /// Returns the class scores that answer a request, `[batch, classes]`.
  public func logits(_ request: ViewRequest) -> Tensor { output(request).logits }

  /// Returns the features that answer a request, `[batch, features]`.
  public func features(_ request: ViewRequest) -> Tensor { output(request).features }

  /// Returns the class probabilities that answer a request: the softmax of its logits, a constant.
  public func probabilities(_ request: ViewRequest) -> Tensor {
    withoutGradients { output(request).logits.detached().softmax() }
  }

  /// Returns the images of a view that some declared request reads.
  public func images(of view: View) -> Tensor {
    guard let tensor = images[view] else { fail("the step holds no images of \(view)") }
    return tensor
  }

  /// Runs a network once more, as when a loss makes its own inputs.
  ///
  /// The running statistics of batch norm stay as they are: they follow the batches of the pipeline.
  ///
  /// - Parameters:
  ///   - images: The images, `[batch, height, width, channels]`; gradients reach them if they are
  ///     a variable.
  ///   - network: Which network answers.
  ///   - statistics: Which statistics batch norm uses; all but `running` mean those of these images.
  ///   - dropoutDraw: Makes dropout drop even on running statistics; each number draws other
  ///     features, the same ones in every pass of the step. Nil drops as the batches of the pipeline do.
  /// - Returns: Features and logits, with gradients if the student answers.
  public func forward(
    _ images: Tensor, by network: ViewRequest.Network = .student,
    statistics: ViewRequest.Statistics = .separate, dropoutDraw: Int? = nil
  ) -> BackboneOutput {
    guard let furtherPass else { fail("no network stands behind this step") }
    return furtherPass(images, network, statistics, dropoutDraw)
  }

  /// Returns the scores of a head beside the classifier.
  ///
  /// - Parameters:
  ///   - head: A head that the loss declares.
  ///   - features: Features of the network, `[batch, features]`.
  ///   - network: Whose head answers.
  /// - Returns: `[batch, scores]`; gradients flow to features and head if the student answers.
  public func scores(
    of head: AuxiliaryHead, from features: Tensor, by network: ViewRequest.Network = .student
  ) -> Tensor {
    guard let headPass else { fail("no heads stand behind this step") }
    return headPass(head, features, network)
  }

  /// Returns the labels of a view that the pipeline's transform made, `[rows, classes]`.
  public func targets(of view: View) -> Tensor {
    guard let tensor = targets[view] else { fail("nobody made labels of \(view)") }
    return tensor
  }

  /// Adds views that were made within the step, and answers to requests.
  ///
  /// - Parameters:
  ///   - made: Images and labels by view.
  ///   - answers: The answers by computation; they replace earlier ones.
  public mutating func add(
    _ made: [View: MadeBatch] = [:], answers: [ViewRequest: BackboneOutput] = [:]
  ) {
    for (view, batch) in made {
      images[view] = batch.images
      targets[view] = batch.targets
    }
    outputs.merge(answers) { _, new in new }
  }

  /// Returns a random stream of this step.
  ///
  /// - Parameters:
  ///   - purpose: What the numbers are for.
  ///   - sample: Which sample they are for, such as one of ``sampleIDs``.
  /// - Returns: A stream keyed by the run's seed, the purpose, the step and the sample.
  public func random(_ purpose: RandomPurpose, sample: Int = 0) -> RandomStream {
    key.stream(purpose, step: progress.step, sample: sample)
  }
}
