import LossStrategies
import Parts
import ThresholdPolicies
import TrainingSteps

extension Pipeline {
  /// Refuses parts that cannot work together.
  ///
  /// - Throws: A ``/Parts/PartError`` that names both parts and what is missing.
  func checkFit() throws {
    for loss in losses {
      for missing in loss.needs.subtracting(threshold?.gives ?? [])
        .sorted(by: { $0.name < $1.name })
      {
        let needs = "the loss '\(name(of: loss))' needs \(missing.meaning)"
        guard let threshold else {
          throw PartError.mismatch("\(needs), and there is no threshold policy")
        }
        throw PartError.mismatch(
          "\(needs), which the threshold policy '\(name(of: threshold))' does not give")
      }
      let made = Set(transform?.outputs ?? [])
      let mixed = loss.requests.map(\.view).filter { $0.strength == .mixed && !made.contains($0) }
      guard mixed.isEmpty else {
        throw PartError.mismatch(
          "the loss '\(name(of: loss))' learns from blended \(mixed[0].pool.rawValue) images, which "
            + "no batch transform makes")
      }
    }
    for (count, loss) in losses.enumerated()
    where losses[..<count].contains(where: { $0.name == loss.name }) {
      throw PartError.mismatch("two losses have the name '\(loss.name)'")
    }
  }

  private func name(of loss: any LossStrategy) -> String {
    (type(of: loss.unwrapped) as? any Part.Type)?.info.name ?? loss.name
  }

  private func name(of policy: any ThresholdPolicy) -> String {
    (type(of: policy) as? any Part.Type)?.info.name ?? "\(type(of: policy))"
  }
}
