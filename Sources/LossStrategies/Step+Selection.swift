import TensorCore
import TrainingSteps

extension Step {
  /// Returns the policy's selection; stops the program if the pipeline has no policy.
  func requiredSelection(by loss: String) -> Selection {
    guard let selection else { fail("the loss '\(loss)' needs a threshold policy") }
    return selection
  }
}
