import Backbones
import Foundation
public import Parts
public import TensorCore
public import TrainingSteps

/// How far an answer can be moved by the worst small change of the image.
///
///     p = softmax(student(u))                                          constant
///     g = gradient at r = xi * d of KL(p || softmax(student(u + r)))   d: a random unit vector
///     loss = mean over samples of KL(p || softmax(student(u + epsilon * g / |g|)))
///
/// Lengths are Euclidean over all numbers of one image, after normalization. More power iterations
/// repeat the second line with `d = g / |g|`. All passes use the batch statistics of the unlabeled
/// images alone, and leave the running statistics as they are. An image whose gradient is zero is
/// moved along the random vector. An empty batch gives 0. Gradients flow to the student through the
/// last pass alone, never to `p` or to the change.
///
/// Source: Miyato et al., "Virtual adversarial training", 2018 (arXiv 1704.03976), algorithm 1:
/// one iteration. Epsilon 6 is that of the USB library and of Oliver et al., 2018
/// (arXiv 1804.09170). Their xi of 1e-6 vanishes in single precision beside pixels near 1 (a unit
/// vector over 784 numbers moves each by 4e-8), which leaves a gradient of rounding errors; the limit
/// that xi stands for is met to four digits by 0.01.
public struct VirtualAdversarialLoss: LossStrategy, Part {
  /// The name, summary and source.
  public static let info = PartInfo(
    "virtual-adversarial", "answers resist the worst small change of an image (VAT)",
    source: "https://arxiv.org/abs/1704.03976")

  /// What can be chosen.
  public struct Options: PartOptions {
    /// The length of the change.
    public var epsilon: Float = 6
    /// The length at which the gradient is taken.
    public var xi: Float = 0.01
    /// How often the direction is improved.
    public var iterations = 1

    /// The options.
    public static let declared: [OptionDeclaration<Self>] = [
      .number(
        "epsilon", \.epsilon, in: 1e-6...1e6, "length of the change of an image (Oliver et al.: 6)"),
      .number("xi", \.xi, in: 1e-6...1e3, "length at which the gradient is taken (USB: 1e-6)"),
      .whole(
        "power-iterations", \.iterations, in: 1...100,
        "how often the direction is improved (paper: 1)"),
    ]

    /// The source's values.
    public init() {}
  }

  /// The name of the term in logs.
  public let name: String
  /// The images that are changed.
  public let view: View
  /// The length of the change.
  public let epsilon: Float
  /// The length at which the gradient is taken.
  package let xi: Float
  /// How often the direction is improved.
  public let iterations: Int

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - options: What was chosen.
  ///   - context: Not looked at.
  public init(_ options: Options, for context: PartContext) {
    self.init(epsilon: options.epsilon, xi: options.xi, iterations: options.iterations)
  }

  /// Creates the term.
  ///
  /// - Parameters:
  ///   - view: The images that are changed.
  ///   - epsilon: The length of the change, more than 0.
  ///   - xi: The length at which the gradient is taken, more than 0.
  ///   - iterations: How often the direction is improved, at least once.
  ///   - name: The name of the term in logs.
  public init(
    view: View = .unlabeledWeak, epsilon: Float = Options().epsilon, xi: Float = Options().xi,
    iterations: Int = Options().iterations, name: String = info.name
  ) {
    check(epsilon > 0 && xi > 0, "VirtualAdversarialLoss: epsilon \(epsilon), xi \(xi)")
    check(iterations > 0, "VirtualAdversarialLoss: \(iterations) iterations")
    self.view = view
    self.epsilon = epsilon
    self.xi = xi
    self.iterations = iterations
    self.name = name
  }

  /// What the loss reads: the student's answer in a batch of the view's images, without gradient.
  public var requests: [ViewRequest] { [ViewRequest(view, statistics: .separate)] }

  /// Returns the value of the term.
  ///
  /// - Parameter step: The images, and a network that answers again.
  /// - Returns: A tensor without axes.
  public func callAsFunction(_ step: Step) -> Tensor {
    let images = step.images(of: view)
    if images.elementCount == 0 { return Tensor(0) }
    return self(step, from: randomDirections(images.shape, step))
  }

  /// Returns the value of the term, with the search for the worst change begun somewhere.
  package func callAsFunction(_ step: Step, from start: Tensor) -> Tensor {
    let images = step.images(of: view)
    let goal = step.probabilities(requests[0])
    var direction = start.unitRows(fallback: nil)
    for _ in 0..<iterations {
      let change = (direction * xi).variable()
      let divergence = step.forward(images + change).logits.klDivergence(from: goal).sum()
      direction = Tensor.gradients(of: divergence, withRespectTo: [change])[0]
        .unitRows(fallback: direction)
    }
    return step.forward(images + direction * epsilon).logits.klDivergence(from: goal).mean()
  }

  private func randomDirections(_ shape: Shape, _ step: Step) -> Tensor {
    let length = shape.elementCount / shape[0]
    return Tensor(shape: shape) { values in
      for sample in 0..<shape[0] {
        let id = sample < step.sampleIDs.count ? step.sampleIDs[sample] : sample
        var random = step.random("adversarial-direction", sample: id)
        for index in sample * length..<(sample + 1) * length {
          values.initializeElement(at: index, to: random.normal())
        }
      }
    }
  }
}

extension Tensor {
  /// Returns every image divided by its Euclidean length; where that is zero, the fallback's.
  fileprivate func unitRows(fallback: Tensor?) -> Tensor {
    let length = elementCount / max(shape[0], 1)
    let source = values
    let others = fallback?.values
    return Tensor(shape: shape) { target in
      for image in 0..<shape[0] {
        let range = image * length..<(image + 1) * length
        // Scaled by the largest number, so that squares of tiny gradients do not vanish.
        let largest = range.reduce(Float(0)) { max($0, source[$1].magnitude) }
        var sum = 0.0
        if largest > 0 {
          for index in range { sum += pow(Double(source[index] / largest), 2) }
        }
        let norm = Float(sum.squareRoot())
        for index in range {
          target.initializeElement(
            at: index, to: norm > 0 ? source[index] / largest / norm : others?[index] ?? 0)
        }
      }
    }
  }
}
