public import Backbones
public import Parts
public import TensorCore
public import TrainingSteps

/// The student says by how many quarter turns an image was rotated.
///
///     loss = mean over images of CE(head(features(turn(x, k))), k),   k drawn from 0, 1, 2, 3
///
/// The turns are counterclockwise. Images that are not square are turned by a half or not at all, so
/// that they keep their shape. The rotated images form a batch of their own, and the head is a linear
/// map beside the classifier. An empty batch gives 0. Gradients flow to the student's features and to
/// the head.
///
/// Source: Gidaris, Singh and Komodakis, "Unsupervised representation learning by predicting image
/// rotations", 2018 (arXiv 1803.07728); on the first strong view with weight 0.5 in Berthelot et
/// al., "ReMixMatch", 2020 (arXiv 1911.09785).
public struct RotationLoss: HeadTraining, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "rotation", "says by how many quarter turns an image was rotated (ReMixMatch)",
    source: "https://arxiv.org/abs/1803.07728")

  /// The head that counts quarter turns.
  public static let head = AuxiliaryHead("rotation", scoreCount: 4)

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The unlabeled images that are rotated.
    package var view = AugmentedView.strong

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .choice("view", \.view, "the unlabeled view that is rotated (ReMixMatch: strong)")
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that are rotated.
  public let view: View

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(view: options.view.view(of: .unlabeled))
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that are rotated.
  ///   - name: The name of the term in logs.
  public init(view: View = .unlabeledStrong, name: String = info.name) {
    self.view = view
    self.name = name
  }

  /// What the loss reads: the images of the view.
  public var requests: [ViewRequest] { [ViewRequest(view)] }

  /// The head that the loss trains.
  public var heads: [AuxiliaryHead] { [Self.head] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: The images, and a network that answers again.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let images = step.images(of: view)
    let isSquare = images.shape[1] == images.shape[2]
    return self(
      step,
      turns: (0..<images.shape[0]).map { index in
        let isNamed = view.pool == .unlabeled && index < step.sampleIDs.count
        var random = step.random("rotation", sample: isNamed ? step.sampleIDs[index] : index)
        return isSquare ? random.integer(below: 4) : 2 * random.integer(below: 2)
      })
  }

  /// Returns the value of the term for given numbers of quarter turns.
  package func callAsFunction(_ step: Step, turns: [Int]) -> Tensor {
    if turns.isEmpty { return Tensor(0) }
    let answer = step.forward(step.images(of: view).turned(by: turns))
    return step.scores(of: Self.head, from: answer.features).crossEntropy(labels: turns).mean()
  }
}

extension Tensor {
  /// Returns images turned counterclockwise, each by its number of quarter turns.
  fileprivate func turned(by turns: [Int]) -> Tensor {
    let (height, width, channels) = (shape[1], shape[2], shape[3])
    let size = height * width * channels
    return Tensor(shape: shape) { target in
      withUnsafeValues { values in
        for (image, turn) in turns.enumerated() {
          for row in 0..<height {
            for column in 0..<width {
              let (fromRow, fromColumn) =
                switch turn {
                case 1: (column, width - 1 - row)
                case 2: (height - 1 - row, width - 1 - column)
                case 3: (height - 1 - column, row)
                default: (row, column)
                }
              let to = image * size + (row * width + column) * channels
              let from = image * size + (fromRow * width + fromColumn) * channels
              for channel in 0..<channels {
                target.initializeElement(at: to + channel, to: values[from + channel])
              }
            }
          }
        }
      }
    }
  }
}
