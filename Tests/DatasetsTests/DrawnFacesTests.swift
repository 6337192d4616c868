import Augmentations
import Foundation
import TensorCore
import Testing

@testable import Datasets

@Suite("Drawn faces")
struct DrawnFacesTests {
  private let small = DrawnFaces(
    DrawnFacesConfiguration(trainingCount: 350, testCount: 140, seed: 3, isBalanced: true))

  private func hash(_ image: PixelImage) -> UInt64 {
    image.pixels.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01B3 }
  }

  @Test("images have the bytes they always had")
  func pinnedBytes() {
    let color = DrawnFaces(DrawnFacesConfiguration(seed: 7))
    let grey = DrawnFaces(DrawnFacesConfiguration(size: 48, seed: 7, channels: 1))
    let hashes = [
      hash(color.image(at: 0, in: .training)), hash(color.image(at: 3_999, in: .training)),
      hash(color.image(at: 0, in: .test)), hash(grey.image(at: 1, in: .training)),
    ]
    #expect(
      hashes == [
        13_095_531_248_636_746_993,
        11_956_477_758_469_086_740,
        7_380_303_694_834_265_489,
        11_349_056_499_283_998_015,
      ])
  }

  @Test("an image depends on its seed, part and place, not on the order or the number of threads")
  func parallelEqualsSerial() {
    let together = small.images(10..<30, in: .training)
    for index in (10..<30).reversed() {
      #expect(together[index - 10] == small.image(at: index, in: .training))
    }
    let whole = DrawnFaces(DrawnFacesConfiguration(trainingCount: 7, testCount: 9, size: 16))
    #expect(whole.images(in: .test).count == 9)
    #expect(small.images(5..<5, in: .test).isEmpty)
    #expect(small.image(at: 0, in: .training) != small.image(at: 0, in: .test))
    let other = DrawnFaces(DrawnFacesConfiguration(trainingCount: 350, testCount: 140, seed: 4))
    #expect(small.image(at: 0, in: .training) != other.image(at: 0, in: .training))
  }

  @Test("classes are those of RAF-DB, in its order and its proportions")
  func classCounts() {
    #expect(
      DrawnFaces.classNames
        == ["surprise", "fear", "disgust", "happiness", "sadness", "anger", "neutral"])
    #expect(
      DrawnFaces.classCounts(of: 12_271, in: .training, isBalanced: false)
        == [1_290, 281, 717, 4_772, 1_982, 705, 2_524])
    #expect(
      DrawnFaces.classCounts(of: 3_068, in: .test, isBalanced: false)
        == [329, 74, 160, 1_185, 478, 162, 680])
    #expect(
      DrawnFaces.classCounts(of: 4_000, in: .training, isBalanced: false)
        == [420, 92, 234, 1_555, 646, 230, 823])
    #expect(
      DrawnFaces.classCounts(of: 10, in: .test, isBalanced: true) == [2, 2, 2, 1, 1, 1, 1])
    for count in 7..<200 {
      for part in DrawnFaces.Part.allCases {
        let counts = DrawnFaces.classCounts(of: count, in: part, isBalanced: false)
        #expect(counts.reduce(0, +) == count)
      }
    }
  }

  @Test("labels have the class counts in an order that the seed shuffles")
  func labels() {
    for part in DrawnFaces.Part.allCases {
      let labels = small.labels(in: part)
      #expect(labels.count == small.count(in: part))
      #expect(labels == labels.indices.map { small.label(at: $0, in: part) })
      for label in 0..<7 {
        #expect(labels.filter { $0 == label }.count == labels.count / 7)
      }
      #expect(labels != labels.sorted())
    }
    let other = DrawnFaces(
      DrawnFacesConfiguration(trainingCount: 350, testCount: 140, seed: 4, isBalanced: true))
    #expect(other.labels(in: .training) != small.labels(in: .training))
  }

  @Test("frames of a sequence show one person with one expression in other scenes")
  func sequences() throws {
    let set = DrawnFaces(
      DrawnFacesConfiguration(trainingCount: 59, testCount: 56, isBalanced: true, frameCount: 8))
    let dataset = ImageDataset(set, part: .training)
    let sequences = try FrameSequences(dataset).sequences
    // The last sequence has what is left: three frames.
    #expect(sequences == (0..<8).map { Array($0 * 8..<min(59, $0 * 8 + 8)) })
    for frames in sequences {
      #expect(Set(frames.map { set.label(at: $0, in: .training) }).count == 1)
      #expect(Set(frames.map { set.person(at: $0, in: .training) }).count == 1)
      #expect(Set(try frames.map { try dataset.image(at: $0).pixels }).count == frames.count)
    }
    let counts = (0..<7).map { label in
      sequences.count { set.label(at: $0[0], in: .training) == label }
    }
    #expect(counts.max() == 2 && counts.min() == 1)
    #expect(Set(set.labels(in: .test)).count == 7)
  }

  @Test("faces are drawn at every size, in colour and grey", arguments: [16, 17, 64, 128])
  func sizes(size: Int) {
    for channels in [1, 3] {
      let set = DrawnFaces(DrawnFacesConfiguration(size: size, seed: 1, channels: channels))
      for index in 0..<2 {
        let image = set.image(at: index, in: .training)
        #expect(image.width == size && image.height == size && image.channels == channels)
        #expect(Set(image.pixels).count > 20)
      }
    }
  }

  @Test("a grey image is the luma of the coloured one, but for the noise")
  func grey() {
    let color = DrawnFaces(DrawnFacesConfiguration(seed: 5))
    let grey = DrawnFaces(DrawnFacesConfiguration(seed: 5, channels: 1))
    for index in 0..<5 {
      let first = color.image(at: index, in: .test)
      let second = grey.image(at: index, in: .test)
      let errors = (0..<32 * 32).map { pixel -> Float in
        let red = Float(first.pixels[3 * pixel])
        let green = Float(first.pixels[3 * pixel + 1])
        let blue = Float(first.pixels[3 * pixel + 2])
        return 0.299 * red + 0.587 * green + 0.114 * blue - Float(second.pixels[pixel])
      }
      #expect(abs(errors.reduce(0, +) / Float(errors.count)) < 3)
    }
  }

  @Test("the expression changes the face, and more so the stronger it is")
  func expressionsDiffer() {
    func distance(_ first: PixelImage, _ second: PixelImage) -> Int {
      zip(first.pixels, second.pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) }
    }
    for expression in FaceExpression.allCases where expression != .neutral {
      var weak = 0
      var strong = 0
      for index in 0..<5 {
        let neutral = small.image(at: index, in: .training, showing: .neutral)
        weak += distance(
          neutral, small.image(at: index, in: .training, showing: expression, intensity: 0.3))
        strong += distance(
          neutral, small.image(at: index, in: .training, showing: expression, intensity: 1))
      }
      #expect(weak > 0)
      #expect(strong > weak)
    }
  }

  @Test("pixels around the head are the same whatever the expression")
  func backgroundKnowsNoClass() {
    for index in 0..<15 {
      let images = FaceExpression.allCases.map {
        small.image(at: index, in: .training, showing: $0)
      }
      for row in 0..<4 {
        for column in [0, 1, 2, 29, 30, 31] {
          for channel in 0..<3 {
            #expect(Set(images.map { $0[row, column, channel] }).count == 1)
          }
        }
      }
    }
  }

  @Test("class means of the corners classify at chance, class means of the faces well above it")
  func cornersAreUninformative() {
    let set = DrawnFaces(
      DrawnFacesConfiguration(trainingCount: 420, testCount: 350, seed: 9, isBalanced: true))
    let training = set.images(in: .training)
    let test = set.images(in: .test)
    // Mean colour of the four corners; 350 tests at chance give 0.143 with a deviation of 0.019.
    func corners(_ image: PixelImage) -> [Float] {
      [(0, 0), (0, 28), (28, 0), (28, 28)].flatMap { top, left in
        (0..<3).map { channel in
          (0..<16).reduce(Float(0)) {
            $0 + Float(image[top + $1 / 4, left + $1 % 4, channel]) / 16
          }
        }
      }
    }
    func whole(_ image: PixelImage) -> [Float] {
      let grey = (0..<32 * 32).map { pixel in
        (0..<3).reduce(Float(0)) { $0 + Float(image.pixels[3 * pixel + $1]) }
      }
      let mean = grey.reduce(0, +) / Float(grey.count)
      let variance = grey.reduce(Float(0)) { $0 + ($1 - mean) * ($1 - mean) }
      return grey.map { ($0 - mean) / max(variance, 1).squareRoot() }
    }
    func accuracy(_ features: (PixelImage) -> [Float]) -> Double {
      let points = training.map(features)
      var means = [[Float]](repeating: points[0].map { _ in 0 }, count: 7)
      for (index, point) in points.enumerated() {
        let label = set.label(at: index, in: .training)
        for place in point.indices { means[label][place] += point[place] / 60 }
      }
      let hits = test.indices.filter { index in
        let point = features(test[index])
        let distances = means.map { mean in
          zip(mean, point).reduce(Float(0)) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        }
        return distances.indices.min { distances[$0] < distances[$1] }
          == set.label(at: index, in: .test)
      }
      return Double(hits.count) / Double(test.count)
    }
    #expect(abs(accuracy(corners) - 1.0 / 7) < 0.065)
    #expect(accuracy(whole) > 0.28)
  }

  @Test("who is drawn does not depend on the class")
  func peopleKnowNoClass() {
    let set = DrawnFaces(
      DrawnFacesConfiguration(trainingCount: 7_000, testCount: 700, isBalanced: true))
    var sums = [Double](repeating: 0, count: 7)
    var people = Set<Int>()
    for index in 0..<7_000 {
      let person = set.person(at: index, in: .training)
      people.insert(person)
      sums[set.label(at: index, in: .training)] += Double(person) / 1_000
    }
    #expect(people.count > 990 && people.allSatisfy { (0..<1_000).contains($0) })
    // Uniform numbers below 1,000: mean 499.5, and 9.1 is the deviation of a mean of 1,000.
    for sum in sums { #expect(abs(sum - 499.5) < 45) }
  }
}
