public import Parts
public import TensorCore

/// How gradients change weights: the settings of an optimizer, without its state.
///
/// A type declares its rule, its options and their bounds in one file, and enters
/// `Catalog.optimizers` with one line. The moments and the count of steps are kept by
/// ``OptimizerState``. Decay of any kind spares parameters with fewer than two dimensions.
public protocol Optimizer: Part {
  /// The learning rate before any schedule.
  var learningRate: Double { get set }

  /// The number of moments kept for every weight: 0, 1 or 2.
  var momentCount: Int { get }

  /// Returns what one step does to every weight.
  ///
  /// - Parameters:
  ///   - step: The number of the update, from 1.
  ///   - learningRate: The learning rate of this step.
  /// - Returns: The update.
  func update(step: Int, learningRate: Double) -> WeightUpdate
}

extension Catalog where Product == any Optimizer {
  /// The optimizers, in the order in which lists show them.
  public static var optimizers: Catalog {
    Catalog(
      kind: "optimizer", [.optimizer(SGD.self), .optimizer(Adam.self), .optimizer(AdamW.self)])
  }
}

extension Catalog.Entry where Product == any Optimizer {
  /// Returns the entry of an optimizer.
  ///
  /// - Parameter type: The optimizer.
  /// - Returns: The entry.
  public static func optimizer<O: Optimizer>(_ type: O.Type) -> Self {
    Self(type) { $0 }
  }
}
