public import Augmentations
public import Backbones
public import LossStrategies
public import Parts
public import ThresholdPolicies
public import Training
public import TrainingSteps

/// All parts, methods and recipes that a program knows by name.
///
/// A program adds its own and gets the whole tool:
///
///     CommandLineTool.main(catalog: .standard.adding(BatchMedianThreshold.self))
public struct PartCatalog: Sendable {
  /// What chooses samples and pseudo-labels.
  public var thresholds = Catalog<any ThresholdPolicy>.thresholdPolicies
  /// The terms that are minimized.
  public var losses = Catalog<any LossStrategy>.lossStrategies
  /// What makes images out of those of a batch.
  public var transforms = Catalog<any BatchTransform>.batchTransforms
  /// The networks.
  public var backbones = Catalog<any Backbone>.backbones
  /// Attention on feature maps.
  public var attentions = Catalog<LocalAttention?>.attentions
  /// How features become class scores.
  public var heads = Catalog<ClassifierHead>.heads
  /// What makes weak and strong views.
  public var augmentations = Catalog<AugmentationPipeline>.augmentations
  /// What makes a step of the gradients.
  public var optimizers = Catalog<any Optimizer>.optimizers
  /// How the learning rate changes.
  public var schedules = Catalog<any Schedule>.schedules
  /// What follows the student.
  public var teachers = Catalog<Teacher?>.teachers
  /// The methods that have a name of their own.
  public var methods = Method.all
  /// The recipes.
  public var recipes = Recipe.all

  /// What the package has.
  public static let standard = PartCatalog()

  /// Returns the catalog with a threshold policy added.
  ///
  /// - Parameter type: The policy; one of the same name is replaced.
  /// - Returns: The larger catalog.
  public func adding<P: ThresholdPolicy & Part>(_ type: P.Type) -> PartCatalog {
    changed { $0.thresholds.add(.init(type)) }
  }

  /// Returns the catalog with a loss added.
  ///
  /// - Parameter type: The loss; one of the same name is replaced.
  /// - Returns: The larger catalog.
  public func adding<P: LossStrategy & Part>(_ type: P.Type) -> PartCatalog {
    changed { $0.losses.add(.init(type)) }
  }

  /// Returns the catalog with a batch transform added.
  ///
  /// - Parameter type: The transform; one of the same name is replaced.
  /// - Returns: The larger catalog.
  public func adding<P: BatchTransform & Part>(_ type: P.Type) -> PartCatalog {
    changed { $0.transforms.add(.init(type)) }
  }

  /// Returns the catalog with a network added.
  ///
  /// - Parameter type: The network; one of the same name is replaced.
  /// - Returns: The larger catalog.
  public func adding<P: Backbone & Part>(_ type: P.Type) -> PartCatalog {
    changed { $0.backbones.add(.init(type)) }
  }

  /// Returns the catalog with a method added.
  ///
  /// - Parameter method: The method; one of the same name is replaced.
  /// - Returns: The larger catalog.
  public func adding(_ method: Method) -> PartCatalog {
    changed {
      $0.methods.removeAll { $0.name == method.name }
      $0.methods.append(method)
    }
  }

  /// Returns the catalog with a recipe added.
  ///
  /// - Parameter recipe: The recipe; one of the same name is replaced.
  /// - Returns: The larger catalog.
  public func adding(_ recipe: Recipe) -> PartCatalog {
    changed {
      $0.recipes.removeAll { $0.name == recipe.name }
      $0.recipes.append(recipe)
    }
  }

  private func changed(_ change: (inout PartCatalog) -> Void) -> PartCatalog {
    var result = self
    change(&result)
    return result
  }

  /// Returns the method of a name, or the one that a composition spells out.
  ///
  /// - Parameter name: The name, or `THRESHOLD[/TRANSFORM]:LOSS[*WEIGHT]+LOSS[*WEIGHT]...`.
  /// - Returns: The method.
  /// - Throws: A ``/Parts/PartError`` that lists the names.
  public func method(named name: String) throws -> Method {
    if name.contains(":") { return try Method(composing: name, of: self) }
    if let method = methods.first(where: { $0.name == name }) { return method }
    throw PartError.unknownName(kind: "method", name: name, known: methods.map(\.name))
  }

  /// Returns the recipe of a name.
  ///
  /// - Parameter name: The name.
  /// - Returns: The recipe.
  /// - Throws: A ``/Parts/PartError`` that lists the names.
  public func recipe(named name: String) throws -> Recipe {
    if let recipe = recipes.first(where: { $0.name == name }) { return recipe }
    throw PartError.unknownName(kind: "recipe", name: name, known: recipes.map(\.name))
  }

  /// The options of the part that a slot names, and how its values are checked.
  func entry(_ choice: PartChoice, of slot: Slot) throws -> PartDescription {
    switch slot {
    case .backbone: PartDescription(try backbones.named(choice.name))
    case .attention: PartDescription(try attentions.named(choice.name))
    case .head: PartDescription(try heads.named(choice.name))
    case .weak, .strong: PartDescription(try augmentations.named(choice.name))
    case .optimizer: PartDescription(try optimizers.named(choice.name))
    case .schedule: PartDescription(try schedules.named(choice.name))
    case .teacher: PartDescription(try teachers.named(choice.name))
    }
  }

  /// The names that a slot takes.
  public func names(of slot: Slot) -> [String] {
    switch slot {
    case .backbone: backbones.names
    case .attention: attentions.names
    case .head: heads.names
    case .weak, .strong: augmentations.names
    case .optimizer: optimizers.names
    case .schedule: schedules.names
    case .teacher: teachers.names
    }
  }
}
