import TensorCore

/// Which training samples have their label shown, which are for validation, and which are in the
/// unlabeled pool.
///
/// Encoded as JSON it holds `sampleCount`, `labeled`, `validation` and `labeledInUnlabeledPool`, and
/// `setAside` and `shownLabels` where there are any.
public struct LabelSplit: Sendable, Hashable {
  /// The number of training samples that the places refer to.
  public let sampleCount: Int
  /// The places of the labeled samples.
  public let labeled: [Int]
  /// The places of the validation samples, which are neither labeled nor in the pool.
  public let validation: [Int]
  /// Whether labeled samples are in the unlabeled pool too, without their labels.
  package let labeledInUnlabeledPool: Bool
  /// The places of the samples that no part has: neither labeled, nor for validation, nor in the pool.
  package let setAside: [Int]
  /// The class that is shown for every labeled sample; nil where each is the true one.
  package let shownLabels: [Int]?
  /// The places of the samples of the unlabeled pool, ascending.
  public let unlabeled: [Int]

  /// Creates a split from places.
  ///
  /// - Parameters:
  ///   - sampleCount: The number of training samples.
  ///   - labeled: The places of the labeled samples.
  ///   - validation: The places of the validation samples.
  ///   - labeledInUnlabeledPool: Whether labeled samples are in the unlabeled pool too.
  ///   - setAside: The places of the samples that no part has.
  ///   - shownLabels: The class that is shown for every labeled sample; nil for the true ones.
  ///   - name: What errors call the place that the numbers come from.
  /// - Throws: ``DatasetError/malformed(file:expected:found:)`` if a place is out of range or is
  ///   named twice, or if there is not one shown class for every labeled sample.
  public init(
    sampleCount: Int, labeled: [Int], validation: [Int] = [], labeledInUnlabeledPool: Bool = true,
    setAside: [Int] = [], shownLabels: [Int]? = nil, name: String = "label split"
  ) throws {
    var use = [UInt8](repeating: 0, count: max(0, sampleCount))
    for (places, mark) in [(labeled, UInt8(1)), (validation, 2), (setAside, 3)] {
      for place in places {
        guard use.indices.contains(place) else {
          throw DatasetError.malformed(
            file: name, expected: "sample indices from 0 up to \(sampleCount - 1)",
            found: "\(place)")
        }
        guard use[place] == 0 else {
          throw DatasetError.malformed(
            file: name, expected: "every sample index once", found: "\(place) twice")
        }
        use[place] = mark
      }
    }
    if let shownLabels,
      shownLabels.count != labeled.count || shownLabels.contains(where: { $0 < 0 })
    {
      throw DatasetError.malformed(
        file: name, expected: "one shown class for each of \(labeled.count) labeled samples",
        found: "\(shownLabels)")
    }
    self.sampleCount = sampleCount
    self.labeled = labeled
    self.validation = validation
    self.labeledInUnlabeledPool = labeledInUnlabeledPool
    self.setAside = setAside
    self.shownLabels = shownLabels
    unlabeled = use.indices.filter { use[$0] == 0 || (use[$0] == 1 && labeledInUnlabeledPool) }
  }
}

extension LabelSplit {
  /// Returns the split with every sample labeled that is not for validation.
  ///
  /// - Returns: A split with the same validation samples.
  /// - Throws: Nothing for a split whose samples exist.
  package func labelingAll() throws -> LabelSplit {
    let held = Set(validation).union(setAside)
    return try LabelSplit(
      sampleCount: sampleCount, labeled: (0..<sampleCount).filter { !held.contains($0) },
      validation: validation, labeledInUnlabeledPool: labeledInUnlabeledPool, setAside: setAside)
  }
}

extension LabelSplit: Codable {
  private enum CodingKeys: String, CodingKey {
    case sampleCount, labeled, validation, labeledInUnlabeledPool, setAside, shownLabels
  }

  /// Decodes a split, and checks it as the initializer does.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      sampleCount: try values.decode(Int.self, forKey: .sampleCount),
      labeled: try values.decode([Int].self, forKey: .labeled),
      validation: try values.decode([Int].self, forKey: .validation),
      labeledInUnlabeledPool: try values.decode(Bool.self, forKey: .labeledInUnlabeledPool),
      setAside: try values.decodeIfPresent([Int].self, forKey: .setAside) ?? [],
      shownLabels: try values.decodeIfPresent([Int].self, forKey: .shownLabels))
  }

  /// Encodes everything but the unlabeled pool, which follows from the rest.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    try values.encode(sampleCount, forKey: .sampleCount)
    try values.encode(labeled, forKey: .labeled)
    try values.encode(validation, forKey: .validation)
    try values.encode(labeledInUnlabeledPool, forKey: .labeledInUnlabeledPool)
    if !setAside.isEmpty { try values.encode(setAside, forKey: .setAside) }
    try values.encodeIfPresent(shownLabels, forKey: .shownLabels)
  }
}
