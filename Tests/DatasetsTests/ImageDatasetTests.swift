import Augmentations
import Datasets
import TensorCore
import Testing

@Suite("Image data sets")
struct ImageDatasetTests {
  @Test("a subset shows the images asked for, and a subset of it too")
  func subsets() throws {
    let all = randomDataset(labels: [0, 1, 2, 1, 0, 2], classCount: 3)
    let some = all.subset([5, 1, 1, 0])
    #expect(some.labels == [2, 1, 1, 0])
    #expect(try some.image(at: 0) == all.image(at: 5))
    #expect(try some.subset([3, 2]).image(at: 0) == all.image(at: 0))
    #expect(some.subset([3, 2]).labels == [0, 1])
    #expect(all.classCounts == [2, 2, 2])
  }

  @Test("reading into an image of another size replaces it")
  func reading() throws {
    let all = randomDataset(labels: [0, 1], classCount: 2)
    var image = PixelImage(width: 1, height: 1, channels: 1)
    try all.readImage(at: 1, into: &image)
    #expect(try image == all.image(at: 1))
    try all.readImage(at: 0, into: &image)
    #expect(try image == all.image(at: 0))
  }

  @Test("mean and deviation are those of all samples of a channel")
  func statistics() throws {
    let all = randomDataset(labels: [Int](repeating: 0, count: 700), classCount: 1)
    let statistics = try all.channelStatistics()
    for channel in 0..<3 {
      var values: [Double] = []
      for index in 0..<all.count {
        let pixels = try all.image(at: index).pixels
        values += stride(from: channel, to: pixels.count, by: 3).map { Double(pixels[$0]) / 255 }
      }
      let mean = values.reduce(0, +) / Double(values.count)
      let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      #expect(abs(statistics.mean[channel] - mean) < 1e-12)
      #expect(abs(statistics.deviation[channel] - variance.squareRoot()) < 1e-12)
    }
  }

  @Test("a flat channel is normalized without dividing by zero")
  func flatChannel() throws {
    let image = PixelImage(width: 2, height: 2, channels: 1, filledWith: 51)
    let all = ImageDataset(
      images: ContiguousImageStore([image]), labels: [0], classNames: ["flat"])
    let normalization = try all.measuredNormalization()
    #expect(normalization.deviation == [1])
    #expect(abs(normalization.mean[0] - 0.2) < 1e-6)
  }

  @Test("size and channels can be converted")
  func conversion() throws {
    let all = randomDataset(labels: [0, 1], classCount: 2)
    let gray = try all.converted(width: 5, height: 4, channels: 1)
    let (first, color) = try (gray.image(at: 1), all.image(at: 1))
    for row in 0..<4 {
      for column in 0..<5 {
        let luma =
          0.299 * Double(color[row, column, 0]) + 0.587 * Double(color[row, column, 1])
          + 0.114 * Double(color[row, column, 2])
        #expect(abs(Double(first[row, column, 0]) - luma) <= 0.51)
      }
    }
    let large = try all.converted(width: 10, height: 9, channels: 3)
    #expect(large.width == 10 && large.height == 9 && large.labels == all.labels)
    #expect(try large.image(at: 1).pixels.count == 270)
  }
}
