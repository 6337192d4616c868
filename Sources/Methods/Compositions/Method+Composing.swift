import Parts

extension Method {
  /// A short word for the two cross-entropies that most methods minimize.
  static let crossEntropies = "ce"

  /// Reads a composition, `THRESHOLD[/TRANSFORM]:LOSS[*WEIGHT]+LOSS[*WEIGHT]...`.
  ///
  /// `THRESHOLD` is `none` for no threshold policy. `ce` stands for `supervised+pseudo-label`, so that
  /// `fixed:ce` is FixMatch and `dta:ce+snl` is `dta-snl`, to the bit and to the hash. A loss that comes
  /// again has its number behind its name in option paths, such as `mixed-label-2.distance`.
  ///
  /// - Parameters:
  ///   - text: The composition.
  ///   - catalog: Where its names are looked up.
  /// - Throws: A ``/Parts/PartError`` that lists the names.
  init(composing text: String, of catalog: PartCatalog) throws {
    let halves = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let front = halves[0].split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    let threshold = front[0] == "none" ? nil : try catalog.thresholds.named(front[0])
    let transform = front.count > 1 ? try catalog.transforms.named(front[1]) : nil
    var terms: [LossTerm] = []
    for word in halves.count > 1 ? Self.words(halves[1]) : [""] {
      let factor = try Self.factor(of: word)
      let names =
        factor.name == Self.crossEntropies
        ? ["supervised", "pseudo-label"] : [try catalog.losses.named(factor.name).info.name]
      for name in names {
        let count = terms.count { $0.loss.name == name }
        terms.append(
          LossTerm(
            PartChoice(name), label: count == 0 ? nil : "\(name)-\(count + 1)",
            weight: factor.weight))
      }
    }
    self.init(
      text, "The composition \(text)", source: threshold?.info.source ?? "composition",
      threshold: threshold.map { PartChoice($0.info.name) },
      transform: transform.map { PartChoice($0.info.name) }, losses: terms)
  }

  private static func words(_ text: String) -> [String] {
    text.split(separator: "+", omittingEmptySubsequences: false).map(String.init)
  }

  private static func factor(of word: String) throws -> (name: String, weight: Double?) {
    let halves = word.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false)
      .map(String.init)
    guard halves.count == 2 else { return (word, nil) }
    guard let weight = Double(halves[1]) else {
      throw PartError.invalidValue(
        option: "\(halves[0]).weight", value: .word(halves[1]), suggestion: nil,
        expected: "a number, as in snl*0.1")
    }
    return (halves[0], weight)
  }
}
