import Augmentations
import Datasets
import Export

/// The values of one TensorBoard event: the message `Summary` of `tensorboard/compat/proto`.
struct EventSummary {
  private(set) var message = ProtobufMessage()
  private(set) var isEmpty = true

  private mutating func add(_ tag: String, _ fill: (inout ProtobufMessage) -> Void) {
    var value = ProtobufMessage()
    value.set(1, tag)
    fill(&value)
    message.set(1, value)
    isEmpty = false
  }

  /// Adds a number; one that is nil or not finite is left out.
  mutating func addScalar(_ tag: String, _ number: (some BinaryFloatingPoint)?) {
    guard let number, number.isFinite else { return }
    add(tag) { $0.set(2, Float(number)) }
  }

  /// Adds numbers between 0 and 1 that were counted in bins of equal width.
  ///
  /// - Parameters:
  ///   - tag: What the numbers are.
  ///   - counts: The number of them in every bin.
  ///   - sum: Their sum.
  mutating func addHistogram(_ tag: String, counts: [Int], sum: Double) {
    guard let first = counts.firstIndex(where: { $0 > 0 }),
      let last = counts.lastIndex(where: { $0 > 0 })
    else { return }
    let bins = Double(counts.count)
    var histogram = ProtobufMessage()
    histogram.set(1, Double(first) / bins)
    histogram.set(2, Double(last + 1) / bins)
    histogram.set(3, Double(counts.reduce(0, +)))
    histogram.set(4, sum)
    histogram.set(
      5,
      counts.enumerated().reduce(0.0) { total, bin in
        let center = (Double(bin.offset) + 0.5) / bins
        return total + Double(bin.element) * center * center
      })
    histogram.set(6, counts.indices.map { Double($0 + 1) / bins })
    histogram.set(7, counts.map(Double.init))
    add(tag) { $0.set(5, histogram) }
  }

  /// Adds an image.
  mutating func addImage(_ tag: String, _ image: PixelImage) {
    var message = ProtobufMessage()
    message.set(1, image.height)
    message.set(2, image.width)
    message.set(3, image.channels)
    message.set(4, PNGEncoder.encode(image))
    add(tag) { $0.set(4, message) }
  }
}
