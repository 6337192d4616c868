public import Augmentations
import TensorCore

/// A set of drawn faces that show seven expressions, for trying methods without a download.
///
/// Image `i` of a part is a function of the configuration, the part and `i` alone, and has the
/// same bytes on every machine that computes with IEEE single precision: no library function takes
/// part but the square root. The label is the expression that was drawn. Person, pose, background,
/// light, occlusion and noise come from random streams of their own that do not know the class,
/// and training and test images show different people.
///
/// The class sizes follow the basic part of RAF-DB unless the set is balanced (Li, Deng and Du,
/// CVPR 2017). Drawn faces stand in for photographs in demonstrations and ablations of code; they
/// say nothing about how well a method reads real faces.
public struct DrawnFaces: Sendable {
  /// One half of the set.
  public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
    /// The images to train on.
    case training
    /// The images to test on.
    case test

    fileprivate var number: Int { self == .training ? 0 : 1 }
  }

  /// How many different people there are in each part.
  static let peopleCount = 1_000

  /// How the set is drawn.
  public let configuration: DrawnFacesConfiguration

  /// The names of the classes, in order.
  public static let classNames = FaceExpression.allCases.map(\.name)

  /// What every sequence of either part shows; a sequence has one image unless asked for more.
  private let expressions: [[FaceExpression]]
  private let key: RandomKey

  /// Creates a set; nothing is drawn yet.
  ///
  /// - Parameter configuration: How the set is drawn.
  public init(_ configuration: DrawnFacesConfiguration = DrawnFacesConfiguration()) {
    self.configuration = configuration
    let key = RandomKey(seed: configuration.seed)
    self.key = key
    expressions = Part.allCases.map { part in
      let count = configuration.sequenceCount(in: part)
      let counts = DrawnFaces.classCounts(
        of: count, in: part, isBalanced: configuration.isBalanced)
      let sorted = zip(FaceExpression.allCases, counts).flatMap {
        Array(repeating: $0, count: $1)
      }
      var random = key.stream("drawn faces: order", view: part.number)
      return random.permutation(of: count).map { sorted[$0] }
    }
  }

  /// The number of images in a part.
  public func count(in part: Part) -> Int {
    part == .training ? configuration.trainingCount : configuration.testCount
  }

  /// The class of an image.
  ///
  /// - Parameters:
  ///   - index: The image, below `count(in:)`.
  ///   - part: The part that the image is in.
  /// - Returns: An index into `classNames`.
  public func label(at index: Int, in part: Part) -> Int {
    expression(at: index, in: part).rawValue
  }

  /// The classes of all images of a part.
  public func labels(in part: Part) -> [Int] {
    (0..<count(in: part)).map { label(at: $0, in: part) }
  }

  /// The sequence that an image belongs to; its own if images do not follow one another.
  ///
  /// - Parameter index: The image.
  /// - Returns: A number from 0; images that follow one another have the same.
  public func sequence(at index: Int) -> Int { index / configuration.frameCount }

  /// The person an image shows, for splits that keep people together.
  ///
  /// The people of the two parts are different although their numbers are the same.
  ///
  /// - Parameters:
  ///   - index: The image, below `count(in:)`.
  ///   - part: The part that the image is in.
  /// - Returns: A number from 0 up to 999.
  public func person(at index: Int, in part: Part) -> Int {
    var random = key.stream(
      "drawn faces: casting", sample: sequence(at: index), view: part.number)
    return random.integer(below: DrawnFaces.peopleCount)
  }

  /// Draws an image.
  ///
  /// - Parameters:
  ///   - index: The image, below `count(in:)`.
  ///   - part: The part that the image is in.
  /// - Returns: A square image of the configuration's size and channels.
  public func image(at index: Int, in part: Part) -> PixelImage {
    image(at: index, in: part, showing: expression(at: index, in: part))
  }

  /// Draws a range of images in parallel.
  ///
  /// - Parameters:
  ///   - indices: The images; nil draws the whole part.
  ///   - part: The part that the images are in.
  /// - Returns: The images in order, the same as `image(at:in:)` draws one by one.
  public func images(_ indices: Range<Int>? = nil, in part: Part) -> [PixelImage] {
    let indices = indices ?? 0..<count(in: part)
    check(
      indices.lowerBound >= 0 && indices.upperBound <= count(in: part),
      "DrawnFaces: images \(indices) of \(count(in: part))")
    return [PixelImage](unsafeUninitializedCapacity: indices.count) { buffer, initialized in
      if let start = buffer.baseAddress {
        let target = UnsafeSendable(start)
        Parallel.forEachRange(of: indices.count, grain: 4) { range in
          for offset in range {
            (target.value + offset).initialize(
              to: image(at: indices.lowerBound + offset, in: part))
          }
        }
      }
      initialized = indices.count
    }
  }

  /// Draws an image as it would be if it showed another expression.
  ///
  /// - Parameters:
  ///   - index: The image.
  ///   - part: The part that the image is in.
  ///   - expression: The expression to show.
  ///   - intensity: How strongly, in 0...1; nil draws it.
  /// - Returns: The image.
  func image(
    at index: Int, in part: Part, showing expression: FaceExpression, intensity: Float? = nil
  ) -> PixelImage {
    func stream(_ purpose: RandomPurpose, sample: Int) -> RandomStream {
      key.stream(purpose, sample: sample, view: part.number)
    }
    var character = key.stream(
      "drawn faces: person", sample: person(at: index, in: part), view: part.number)
    var acting = stream("drawn faces: expression", sample: sequence(at: index))
    var setting = stream("drawn faces: scene", sample: index)
    var noise = stream("drawn faces: noise", sample: index)
    var renderer = FaceRenderer(
      person: FaceIdentity(using: &character),
      face: FaceParameters(expression, intensity: intensity, using: &acting),
      scene: FaceScene(using: &setting), size: configuration.size)
    return renderer.draw(channels: configuration.channels, noise: &noise)
  }

  private func expression(at index: Int, in part: Part) -> FaceExpression {
    check(index >= 0 && index < count(in: part), "DrawnFaces: image \(index) of \(count(in: part))")
    return expressions[part.number][sequence(at: index)]
  }

  /// Shares images out among the classes by the method of largest remainders.
  ///
  /// - Parameters:
  ///   - count: The number of images.
  ///   - part: The part whose proportions in RAF-DB count.
  ///   - isBalanced: Whether all classes have the same share.
  /// - Returns: The number of images of each class; of equal remainders the earlier class's wins.
  static func classCounts(of count: Int, in part: Part, isBalanced: Bool) -> [Int] {
    let shares = FaceExpression.allCases.map { expression in
      if isBalanced { return 1 }
      return part == .training ? expression.trainingImagesInRAFDB : expression.testImagesInRAFDB
    }
    let total = shares.reduce(0, +)
    var counts = shares.map { count * $0 / total }
    let byRemainder = shares.indices.sorted {
      let first = count * shares[$0] % total
      let second = count * shares[$1] % total
      return first == second ? $0 < $1 : first > second
    }
    for index in byRemainder.prefix(count - counts.reduce(0, +)) { counts[index] += 1 }
    return counts
  }
}
