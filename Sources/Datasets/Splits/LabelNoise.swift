package import TensorCore

/// Wrong labels on purpose, to judge methods that should bear them.
///
/// Written `symmetric:RATE`, `asymmetric:RATE`, or `asymmetric:RATE:FROM=TO/FROM=TO` with names of
/// classes. A number of labeled samples is changed, not each with a probability: the rate times the
/// number of all samples that can be changed, rounded, and so that every class has its share up to
/// one. That follows Wang et al., "Suppressing uncertainties for large-scale facial expression
/// recognition", 2020 (arXiv 2002.10392), section 4.3, which changes 10, 20 or 30 % of each class.
public struct LabelNoise: Sendable, Hashable {
  /// How a wrong label is chosen.
  public enum Kind: Sendable, Hashable {
    /// Any of the other classes, all equally likely.
    case symmetric
    /// Always the same other class.
    ///
    /// The pairs name classes and what they are taken for; classes without a pair keep their labels.
    /// Without any pair, every class is taken for the next, and the last for the first, as in Han et
    /// al., "Co-teaching", 2018 (arXiv 1804.06872).
    case asymmetric([Pair])
  }

  /// A class, and the class that it is taken for.
  public struct Pair: Sendable, Hashable {
    /// The name of the true class.
    package let from: String
    /// The name of the class that is shown.
    package let to: String

    /// Creates a pair of class names.
    package init(from: String, to: String) {
      self.from = from
      self.to = to
    }
  }

  /// How a wrong label is chosen.
  public let kind: Kind
  /// The share of labels that become wrong, above 0 and up to 1.
  public let rate: Double

  /// Creates a noise.
  ///
  /// - Parameters:
  ///   - kind: How a wrong label is chosen.
  ///   - rate: The share of labels that become wrong, above 0 and up to 1.
  /// - Throws: ``DatasetError/option(_:)`` for another rate, or a class that is named twice or taken
  ///   for itself.
  package init(_ kind: Kind, rate: Double) throws {
    guard rate > 0, rate <= 1 else {
      throw DatasetError.option(
        "the rate of a label noise must be above 0 and at most 1, not \(rate)")
    }
    if case .asymmetric(let pairs) = kind {
      for (place, pair) in pairs.enumerated() {
        guard pair.from != pair.to else {
          throw DatasetError.option("label noise takes the class '\(pair.from)' for itself")
        }
        guard !pairs[..<place].contains(where: { $0.from == pair.from }) else {
          throw DatasetError.option("label noise names the class '\(pair.from)' twice")
        }
      }
    }
    self.kind = kind
    self.rate = rate
  }

  /// Returns labels of which some are wrong.
  ///
  /// - Parameters:
  ///   - labels: The true labels.
  ///   - classNames: The names of the classes, at least two.
  ///   - key: What the choice of samples and wrong labels depends on.
  /// - Returns: One label a sample.
  /// - Throws: ``DatasetError/option(_:)`` if a pair names no class, or there is only one class.
  package func applied(
    to labels: [Int], classNames: [String], key: RandomKey
  ) throws -> [Int] {
    guard classNames.count > 1 else {
      throw DatasetError.option("label noise needs at least two classes")
    }
    let targets = try targets(classNames)
    var result = labels
    var (seen, changed) = (0, 0)
    for (label, target) in targets.enumerated() where target != .none {
      let members = labels.indices.filter { labels[$0] == label }
      // Rounding the running total gives every class its share and the whole its number.
      seen += members.count
      let count = Int((rate * Double(seen)).rounded()) - changed
      changed += count
      var random = key.stream("label-noise", sample: label)
      for place in random.permutation(of: members.count).prefix(count) {
        switch target {
        case .one(let other): result[members[place]] = other
        case .any:
          let other = random.integer(below: classNames.count - 1)
          result[members[place]] = other < label ? other : other + 1
        case .none: break
        }
      }
    }
    return result
  }

  /// What a class can be taken for.
  private enum Target: Equatable {
    case none
    case one(Int)
    case any
  }

  private func targets(_ classNames: [String]) throws -> [Target] {
    guard case .asymmetric(let pairs) = kind else {
      return [Target](repeating: .any, count: classNames.count)
    }
    guard !pairs.isEmpty else {
      return classNames.indices.map { .one(($0 + 1) % classNames.count) }
    }
    func place(of name: String) throws -> Int {
      if let place = classNames.firstIndex(of: name) { return place }
      let hint = suggestion(for: name, among: classNames).map { " Did you mean '\($0)'?" } ?? ""
      throw DatasetError.option(
        "label noise names the class '\(name)', which the data do not have.\(hint) "
          + "Known: \(classNames.joined(separator: ", "))")
    }
    var targets = [Target](repeating: .none, count: classNames.count)
    for pair in pairs { targets[try place(of: pair.from)] = .one(try place(of: pair.to)) }
    return targets
  }
}

extension LabelNoise: CustomStringConvertible {
  /// Reads a noise from its text.
  ///
  /// - Parameter text: A kind, a colon and a rate; for asymmetric noise perhaps a colon and pairs.
  /// - Throws: ``DatasetError/option(_:)`` that says what is wrong.
  package init(parsing text: String) throws {
    let parts = text.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count >= 2, let rate = Double(parts[1]) else {
      throw DatasetError.option(
        "'\(text)' is no label noise: expected symmetric:RATE or asymmetric:RATE")
    }
    switch (parts[0], parts.count) {
    case ("symmetric", 2):
      try self.init(.symmetric, rate: rate)
    case ("asymmetric", 2):
      try self.init(.asymmetric([]), rate: rate)
    case ("asymmetric", 3):
      let pairs = try parts[2].split(separator: "/", omittingEmptySubsequences: false).map { pair in
        let names = pair.split(separator: "=", omittingEmptySubsequences: false)
        guard names.count == 2, names.allSatisfy({ !$0.isEmpty }) else {
          throw DatasetError.option("'\(pair)' is no pair of classes: expected FROM=TO")
        }
        return Pair(from: String(names[0]), to: String(names[1]))
      }
      try self.init(.asymmetric(pairs), rate: rate)
    case ("symmetric", _):
      throw DatasetError.option("symmetric label noise takes no classes, found '\(parts[2])'")
    default:
      let kinds = ["symmetric", "asymmetric"]
      let hint = suggestion(for: String(parts[0]), among: kinds).map { " Did you mean '\($0)'?" }
      throw DatasetError.option(
        "there is no label noise '\(parts[0])'.\(hint ?? "") Known: \(kinds.joined(separator: ", "))"
      )
    }
  }

  /// The noise as it is written.
  public var description: String {
    switch kind {
    case .symmetric: "symmetric:\(rate)"
    case .asymmetric([]): "asymmetric:\(rate)"
    case .asymmetric(let pairs):
      "asymmetric:\(rate):" + pairs.map { "\($0.from)=\($0.to)" }.joined(separator: "/")
    }
  }
}
