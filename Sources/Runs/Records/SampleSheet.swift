import Augmentations
import Datasets
package import Foundation
package import Training

/// Some unlabeled images of the last epoch with their pseudo-labels: the file `samples.json`.
public struct SampleSheet: Sendable, Hashable, Codable {
  /// What became of an image.
  package enum Outcome: String, Sendable, Hashable, Codable, CaseIterable {
    /// It was accepted with the right class, or its class is unknown.
    case accepted
    /// It was accepted with a wrong class.
    case wrong
    /// It was rejected.
    case rejected
  }

  /// An image and its pseudo-label.
  package struct Item: Sendable, Hashable, Codable {
    /// What became of the image.
    package let outcome: Outcome
    /// The pseudo-label and the hidden class.
    package let sample: PseudoLabelSample
    /// The image as a PNG file, at most 64 pixels wide and high.
    package let png: Data
  }

  /// The largest width and height of an image.
  static let side = 64

  /// The number of the epoch, from 1.
  public let epoch: Int
  /// The number of steps done.
  public let step: Int
  /// The images.
  package let items: [Item]

  /// Draws the images of an epoch; nil for an epoch without unlabeled images.
  init?(_ report: EpochReport, of trainer: Trainer) throws {
    guard let samples = report.samples else { return nil }
    epoch = report.epoch
    step = report.step
    let groups: [(Outcome, [PseudoLabelSample])] = [
      (.accepted, samples.accepted), (.wrong, samples.wrong), (.rejected, samples.rejected),
    ]
    items = try groups.flatMap { outcome, samples in
      try samples.map { sample in
        let image = try trainer.unlabeledImage(at: sample.place).fitting(side: Self.side)
        return Item(outcome: outcome, sample: sample, png: Data(PNGEncoder.encode(image)))
      }
    }
  }
}

extension PixelImage {
  /// The image, made smaller if it is wider or higher than a side.
  func fitting(side: Int) -> PixelImage {
    let largest = max(width, height)
    if largest <= side { return self }
    return resized(
      width: max(1, width * side / largest), height: max(1, height * side / largest),
      filter: .bilinear)
  }
}
