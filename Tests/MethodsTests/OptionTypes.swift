import Backbones
import LossStrategies
import Methods
import Parts
import Testing
import ThresholdPolicies
import TrainingSteps

/// Checks of the stored properties of option types, by reflection, which only tests use.
enum OptionTypes {
  static let all: [@Sendable () throws -> Void] = [
    check(FixedThreshold.Options.self), check(FlexMatchThreshold.Options.self),
    check(DynamicThresholdAdjustment.Options.self), check(FreeMatchThreshold.Options.self),
    check(SoftMatchWeighting.Options.self), check(AdaMatchThreshold.Options.self),
    check(DashThreshold.Options.self), check(UPSSelection.Options.self),
    check(DNFERSelection.Options.self), check(SmallLossSelection.Options.self),
    check(SupervisedCrossEntropy.Options.self), check(PseudoLabelCrossEntropy.Options.self),
    check(SelectiveNegativeLearning.Options.self), check(ConsistencyLoss.Options.self),
    check(EntropyLoss.Options.self), check(FairnessLoss.Options.self),
    check(EntropyMeaningLoss.Options.self), check(ContrastiveLoss.Options.self),
    check(SymmetricDivergenceLoss.Options.self), check(VirtualAdversarialLoss.Options.self),
    check(MixedLabelLoss.Options.self), check(RotationLoss.Options.self),
    check(MixUp.Options.self), check(TermOptions.self), check(StageOptions.self),
    check(RecipeOptions.self),
  ]

  private static func check<Options: PartOptions>(
    _ type: Options.Type
  ) -> @Sendable () throws -> Void {
    {
      let plain = leaves(Options())
      #expect(plain.count == Options.declared.count, "\(type): \(plain)")
      for declaration in Options.declared {
        let other = try #require(
          candidates(declaration.kind).first {
            (try? Options([:], over: [declaration.name: $0], of: "test")).map(leaves) != plain
          }, "\(type): \(declaration.name) changes nothing")
        let changed = leaves(try Options([:], over: [declaration.name: other], of: "test"))
        #expect(
          zip(plain, changed).count { $0 != $1 } == 1, "\(type): \(declaration.name), \(changed)")
      }
    }
  }

  private static func candidates(_ kind: OptionKind) -> [OptionValue] {
    switch kind {
    case .number(let range): [.number(range.lowerBound), .number(range.upperBound)]
    case .whole(let range):
      [.number(Double(range.lowerBound)), .number(Double(range.upperBound))]
    case .flag: [true, false]
    case .choice(let words): words.map(OptionValue.word)
    }
  }

  /// The stored values of nested structures, one behind the other.
  private static func leaves(_ value: Any) -> [String] {
    let mirror = Mirror(reflecting: value)
    guard mirror.displayStyle == .struct, !mirror.children.isEmpty else { return ["\(value)"] }
    return mirror.children.flatMap { leaves($0.value) }
  }
}
