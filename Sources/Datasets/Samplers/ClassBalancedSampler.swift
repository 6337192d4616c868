package import TensorCore

/// Draws with replacement, every class equally likely and every sample of a class equally likely.
///
/// A sample's probability is proportional to one over the number of samples of its class. Classes
/// without samples are never drawn.
public struct ClassBalancedSampler: IndexSampler {
  private let members: [[Int]]
  private let key: RandomKey
  private let purpose: RandomPurpose

  /// Creates a sampler.
  ///
  /// - Parameters:
  ///   - labels: The class of every sample of the pool, at least one sample, none negative.
  ///   - key: The key of the run.
  ///   - purpose: Tells the samplers of a run apart, such as one for each pool.
  package init(labels: [Int], key: RandomKey, purpose: RandomPurpose) {
    guard let last = labels.max() else { fail("ClassBalancedSampler: the pool is empty") }
    var members = [[Int]](repeating: [], count: last + 1)
    for (place, label) in labels.enumerated() { members[label].append(place) }
    self.members = members.filter { !$0.isEmpty }
    self.key = key
    self.purpose = purpose
  }

  /// Draws the places of a step; see ``IndexSampler``.
  public func indices(step: Int, count: Int) -> [Int] {
    var random = key.stream(purpose, step: step)
    return (0..<count).map { _ in
      let places = members[random.integer(below: members.count)]
      return places[random.integer(below: places.count)]
    }
  }
}
