import Augmentations
import Datasets
import TensorCore
import TestSupport
import Testing

@Suite("Sequences of frames")
struct FrameSequencesTests {
  private func dataset(groups: [String]?, names: [String]? = nil, count: Int = 6) -> ImageDataset {
    let plain = randomDataset(labels: (0..<count).map { $0 % 2 }, classCount: 2)
    return ImageDataset(
      images: ContiguousImageStore((0..<count).compactMap { try? plain.image(at: $0) }),
      labels: plain.labels, classNames: plain.classNames, sampleNames: names, groups: groups)
  }

  @Test("images of a group follow one another in the data set's order, if they have no names")
  func order() throws {
    let sequences = try FrameSequences(dataset(groups: ["b", "a", "b", "b", "a", "c"]))
    #expect(sequences.sequences == [[0, 2, 3], [1, 4], [5]])
  }

  @Test("names of files order them by their numbers, whatever folder they lie in")
  func names() throws {
    let sequences = try FrameSequences(
      dataset(
        groups: ["v", "v", "v", "v", "w", "w"],
        names: ["joy/v/f10.png", "joy/v/f9.png", "anger/v/f11.png", "joy/v/f1.png", "x", "x"]))
    #expect(sequences.sequences == [[3, 1, 0, 2], [4, 5]])
  }

  @Test("images without groups are no frames, and the error says so")
  func withoutGroups() {
    expectError(saying: ["groups", "sequence"]) {
      _ = try FrameSequences(dataset(groups: nil))
    }
  }

  @Test("a window has its image in the middle and repeats the frames at the ends")
  func windows() throws {
    let sequences = try FrameSequences(dataset(groups: ["b", "a", "b", "b", "a", "c"]))
    #expect(sequences.window(around: 2, length: 3) == [0, 2, 3])
    #expect(sequences.window(around: 0, length: 5) == [0, 0, 0, 2, 3])
    #expect(sequences.window(around: 3, length: 5) == [0, 2, 3, 3, 3])
    #expect(sequences.window(around: 1, length: 4) == [1, 1, 1, 4])
    #expect(sequences.window(around: 5, length: 7) == [Int](repeating: 5, count: 7))
    for place in 0..<6 {
      #expect(sequences.window(around: place, length: 1) == [place])
      for length in 1..<9 {
        #expect(sequences.window(around: place, length: length)[length / 2] == place)
      }
    }
  }

  @Test("smoothing takes the mean of neighbours within a sequence, and of no others")
  func smoothing() throws {
    let sequences = try FrameSequences(dataset(groups: ["b", "a", "b", "b", "a", "c"]))
    let rows = Tensor([0, 10, 100, 1, 2, 3, 6, 5, 4, 8, 20, 300], shape: [6, 2])
    #expect(sequences.smoothed(rows, radius: 0).values == rows.values)
    expectClose(
      sequences.smoothed(rows, radius: 1).values,
      [1, 6.5, 52, 4.5, 8 / 3, 6, 4, 4, 52, 4.5, 20, 300], within: 1e-6, "radius 1")
    let all = sequences.smoothed(rows, radius: 9)
    for place in [0, 2, 3] {
      expectClose(
        Array(all.values[place * 2..<place * 2 + 2]), [8 / 3, 6], within: 1e-6, "radius 9")
    }
    let chances = Tensor(rows.values.map { $0 / 30 }, shape: [6, 2]).softmax()
    for row in 0..<6 {
      let smoothed = sequences.smoothed(chances, radius: 2).values
      #expect(abs(smoothed[row * 2] + smoothed[row * 2 + 1] - 1) < 1e-6)
    }
  }
}
