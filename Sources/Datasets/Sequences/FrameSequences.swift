import Foundation
public import TensorCore

/// Which images of a data set follow one another, as the frames of videos do.
///
/// Images of one group are one sequence: the folder of a video (`--group-by folder`), or the column
/// `group` of a list. They follow one another in the order of the names of their files, whatever folder
/// these lie in, numbers in names counting as numbers: `frame9.png` stands before `frame10.png`, also
/// where the folders are classes and an expression changes within a video. Images without names
/// keep the order of the data set.
public struct FrameSequences: Sendable, Hashable {
  /// The places of every sequence's frames in the data set, in time; sequences by first appearance.
  public let sequences: [[Int]]
  /// For every image of the data set its sequence, and its place in that.
  private let positions: [Position]

  private struct Position: Hashable {
    let sequence: Int
    let frame: Int
  }

  /// Finds the sequences of a data set.
  ///
  /// - Parameter dataset: A data set whose images have groups.
  /// - Throws: ``DatasetError/option(_:)`` if they have none.
  package init(_ dataset: ImageDataset) throws {
    guard let groups = dataset.groups else {
      throw DatasetError.option("frames need groups: what belongs to one sequence")
    }
    var numbers: [String: Int] = [:]
    var sequences: [[Int]] = []
    for (place, group) in groups.enumerated() {
      let number = numbers[group, default: sequences.count]
      if number == sequences.count {
        numbers[group] = number
        sequences.append([])
      }
      sequences[number].append(place)
    }
    if let names = dataset.sampleNames {
      let files = names.map { URL(fileURLWithPath: $0).lastPathComponent }
      sequences = sequences.map { frames in
        frames.sorted { first, second in
          let order = files[first].compare(files[second], options: .numeric)
          return order == .orderedSame ? first < second : order == .orderedAscending
        }
      }
    }
    self.sequences = sequences
    var positions = [Position](repeating: Position(sequence: 0, frame: 0), count: dataset.count)
    for (sequence, frames) in sequences.enumerated() {
      for (frame, place) in frames.enumerated() {
        positions[place] = Position(sequence: sequence, frame: frame)
      }
    }
    self.positions = positions
  }

  /// Returns the frames around an image, in time; past an end of the sequence its last frame repeats.
  ///
  /// - Parameters:
  ///   - place: The image, which stands at `length / 2`, rounded down.
  ///   - length: The number of frames, at least 1.
  /// - Returns: Places in the data set.
  public func window(around place: Int, length: Int) -> [Int] {
    check(positions.indices.contains(place) && length > 0, "window of \(length) around \(place)")
    let position = positions[place]
    let frames = sequences[position.sequence]
    let start = position.frame - length / 2
    return (start..<start + length).map { frames[min(max($0, 0), frames.count - 1)] }
  }

  /// Returns every row's mean with its neighbours in the sequence.
  ///
  ///     y[t] = mean of x[u] over the frames u of the sequence with |u - t| <= radius
  ///
  /// No gradients flow.
  ///
  /// - Parameters:
  ///   - rows: One row an image, such as probabilities `[images, classes]`.
  ///   - radius: How far neighbours reach; 0 leaves rows as they are.
  /// - Returns: Rows in the same order; of rows that sum to one, rows that do.
  public func smoothed(_ rows: Tensor, radius: Int) -> Tensor {
    check(
      rows.shape.rank == 2 && rows.shape[0] == positions.count && radius >= 0,
      "smoothing \(rows.shape) of \(positions.count) frames")
    let columns = rows.shape[1]
    let values = rows.values
    return Tensor(shape: rows.shape) { target in
      for frames in sequences {
        for (frame, place) in frames.enumerated() {
          let neighbours = frames[max(0, frame - radius)...min(frames.count - 1, frame + radius)]
          for column in 0..<columns {
            let sum = neighbours.reduce(Float(0)) { $0 + values[$1 * columns + column] }
            target.initializeElement(
              at: place * columns + column, to: sum / Float(neighbours.count))
          }
        }
      }
    }
  }
}
