import TensorCore
public import TrainingSteps

/// An unlabeled image and what a policy made of it.
public struct PseudoLabelSample: Sendable, Hashable, Codable {
  /// The image's place in the pool of unlabeled images.
  public let place: Int
  /// The class that it was taken to be.
  package let pseudoLabel: Int
  /// Its hidden class; nil where unknown.
  package let trueLabel: Int?
  /// The judged probability of the pseudo-label; 0 if it was not a finite number.
  public let confidence: Float
  /// The confidence that the pseudo-label's class asked for; nil if that was not a finite number.
  public let threshold: Float?
  /// How much the image counted, from 0 to 1.
  public let weight: Float
}

/// A few unlabeled images of an epoch: accepted ones, accepted ones that were wrong, rejected ones.
///
/// Each list keeps the last ones of the epoch, in the order in which steps saw them; an image stands
/// in one list, where it was seen last. Batches are drawn at random, so the lists are a random sample
/// of the epoch's end.
public struct PseudoLabelSamples: Sendable, Hashable, Codable {
  /// The number of images that each list keeps.
  package let capacity: Int
  /// Images that were accepted with the right class, or whose hidden class is unknown.
  public private(set) var accepted: [PseudoLabelSample] = []
  /// Images that were accepted with a wrong class.
  public private(set) var wrong: [PseudoLabelSample] = []
  /// Images that were rejected.
  public private(set) var rejected: [PseudoLabelSample] = []

  /// Creates empty lists.
  ///
  /// - Parameter capacity: The number of images that each list keeps, at least 1.
  package init(capacity: Int = 12) {
    self.capacity = max(1, capacity)
  }

  /// Adds the unlabeled images of one step.
  ///
  /// - Parameters:
  ///   - selection: What the policy decided.
  ///   - places: The images' places in the pool of unlabeled images.
  ///   - trueLabels: Their hidden classes, nil where unknown; an empty list if all are unknown.
  public mutating func add(_ selection: Selection, places: [Int], trueLabels: [Int?] = []) {
    let classes = selection.classes
    let classCount = selection.probabilities.shape.dimensions.last ?? 0
    selection.probabilities.withUnsafeValues { probabilities in
      for (row, place) in places.enumerated() where row < classes.count {
        let label = classes[row]
        let confidence = probabilities[row * classCount + label]
        let threshold = label < selection.thresholds.count ? selection.thresholds[label] : .nan
        add(
          PseudoLabelSample(
            place: place, pseudoLabel: label,
            trueLabel: row < trueLabels.count ? trueLabels[row] : nil,
            confidence: confidence.isFinite ? confidence : 0,
            threshold: threshold.isFinite ? threshold : nil, weight: selection.weights[row]))
      }
    }
  }

  private mutating func add(_ sample: PseudoLabelSample) {
    accepted.removeAll { $0.place == sample.place }
    wrong.removeAll { $0.place == sample.place }
    rejected.removeAll { $0.place == sample.place }
    if sample.weight <= 0 {
      rejected.append(sample)
      if rejected.count > capacity { rejected.removeFirst() }
    } else if let label = sample.trueLabel, label != sample.pseudoLabel {
      wrong.append(sample)
      if wrong.count > capacity { wrong.removeFirst() }
    } else {
      accepted.append(sample)
      if accepted.count > capacity { accepted.removeFirst() }
    }
  }
}
