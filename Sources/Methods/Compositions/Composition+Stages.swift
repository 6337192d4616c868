import Augmentations
package import Backbones
import LossStrategies
package import Parts
import ThresholdPolicies
package import Training
import TrainingSteps

extension Composition {
  /// Makes the network.
  ///
  /// - Parameters:
  ///   - context: Says the number of classes and of color channels.
  ///   - catalog: Where parts are looked up.
  /// - Returns: The network with its attention and its head.
  /// - Throws: A ``/Parts/PartError``.
  package func makeBackbone(
    for context: PartContext, catalog: PartCatalog = .standard
  ) throws -> any Backbone {
    var context = context
    context.localAttention = try catalog.attentions.make(part(.attention), for: context)
    context.head = try catalog.heads.make(part(.head), for: context)
    return try catalog.backbones.make(part(.backbone), for: context)
  }

  /// Makes what is trained, one pipeline after the other.
  ///
  /// - Parameters:
  ///   - context: Says the number of classes and of color channels.
  ///   - network: A network of the caller's own; nil for the composition's.
  ///   - catalog: Where parts are looked up.
  /// - Returns: The stages; one for most methods.
  /// - Throws: A ``/Parts/PartError`` if parts do not fit together: it names both.
  package func makeStages(
    for context: PartContext, network: (any Backbone)? = nil, catalog: PartCatalog = .standard
  ) throws -> [Training.Stage] {
    let backbone = try network ?? makeBackbone(for: context, catalog: catalog)
    let weak = try catalog.augmentations.make(part(.weak), for: context)
    let strong = try catalog.augmentations.make(part(.strong), for: context)
    return try stages.flatMap { stage in
      var context = context
      let threshold = try stage.threshold.map {
        try catalog.thresholds.make($0, for: context)
      }
      if let threshold {
        context.evaluatedViews = threshold.requests.map(\.view).filter { $0.pool == .unlabeled }
      }
      let transform = try stage.transform.map { try catalog.transforms.make($0, for: context) }
      context.transformedViews = transform?.outputs ?? []
      let losses = try stage.losses.map { term in
        try TermOptions(term.weight, of: term.label).weigh(
          try catalog.losses.make(term.loss, for: context), name: term.label)
      }
      let joins = stage.joinsWeakView && threshold?.selectsUnlabeled == true
      let pipeline = try Pipeline(
        backbone: backbone, weak: weak, strong: strong,
        teacher: catalog.teachers.make(stage.teacher, for: context), threshold: threshold,
        transform: transform, losses: losses,
        companions: joins ? [ViewRequest(.unlabeledWeak)] : [])
      let options = try StageOptions(stage.options, of: "stage")
      return (0..<options.repeats).map { _ in
        Training.Stage(pipeline, start: stage.start, length: options.length)
      }
    }
  }

  /// Makes what changes weights, and how the learning rate changes.
  ///
  /// - Parameter catalog: Where parts are looked up.
  /// - Returns: The optimizer and the schedule.
  /// - Throws: A ``/Parts/PartError``.
  package func makeOptimizer(
    catalog: PartCatalog = .standard
  ) throws -> (optimizer: any Optimizer, schedule: any Schedule) {
    let context = PartContext(classCount: 1)
    return (
      try catalog.optimizers.make(part(.optimizer), for: context),
      try catalog.schedules.make(part(.schedule), for: context)
    )
  }

  /// The part of a slot.
  public func part(_ slot: Slot) -> PartChoice { parts[slot.rawValue] ?? "none" }

  /// Refuses parts that do not fit together, before any data are read.
  ///
  /// - Parameter catalog: Where parts are looked up.
  /// - Throws: A ``/Parts/PartError`` that names both parts and what is missing.
  public func check(catalog: PartCatalog = .standard) throws {
    _ = try makeStages(for: PartContext(classCount: 10), catalog: catalog)
    _ = try makeOptimizer(catalog: catalog)
  }
}
