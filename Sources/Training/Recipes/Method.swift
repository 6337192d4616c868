public import Backbones
import TensorCore

/// A method of learning: policy, losses, teacher and views, as a composition of shared parts.
public struct Method: Sendable {
  /// The name on the command line.
  public let name: String
  /// What the method does, in one line.
  public let summary: String
  /// The paper that defines it.
  public let source: String
  /// The settings that the method takes beside those of every recipe.
  public let settings: [any DeclaredSetting]
  /// Whether the method learns from the labels of all training images, whatever the split says.
  public let usesAllLabels: Bool
  private let compose: @Sendable (MethodParts) -> [Stage]

  /// Creates a method.
  ///
  /// - Parameters:
  ///   - name: The name on the command line.
  ///   - summary: What the method does, in one line.
  ///   - source: The paper that defines it.
  ///   - settings: The settings that the composition asks for.
  ///   - usesAllLabels: Whether the method learns from the labels of all training images.
  ///   - compose: Puts the method together.
  public init(
    name: String, summary: String, source: String, settings: [any DeclaredSetting] = [],
    usesAllLabels: Bool = false, compose: @escaping @Sendable (MethodParts) -> Pipeline
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.settings = settings
    self.usesAllLabels = usesAllLabels
    self.compose = { [Stage(compose($0))] }
  }

  /// Creates a method that trains more than once.
  ///
  /// - Parameters:
  ///   - name: The name on the command line.
  ///   - summary: What the method does, in one line.
  ///   - source: The paper that defines it.
  ///   - settings: The settings that the composition asks for.
  ///   - stages: Puts together what is trained one after the other.
  public init(
    name: String, summary: String, source: String, settings: [any DeclaredSetting] = [],
    stages: @escaping @Sendable (MethodParts) -> [Stage]
  ) {
    self.name = name
    self.summary = summary
    self.source = source
    self.settings = settings
    usesAllLabels = false
    compose = stages
  }

  /// Puts the method together, for one that trains once; of another, its last stage.
  ///
  /// - Parameters:
  ///   - backbone: The network that learns.
  ///   - recipe: Everything that the method leaves open.
  ///   - side: The shorter side of the images, in pixels.
  ///   - settings: The values of the method's settings that differ from their defaults.
  /// - Returns: The pipeline.
  /// - Throws: ``TrainingError`` for a setting that the method does not take, a value that it cannot
  ///   have, or one that has no effect beside the others.
  public func pipeline(
    _ backbone: any Backbone, _ recipe: Recipe, _ side: Int,
    settings: [String: SettingValue] = [:]
  ) throws -> Pipeline {
    let stages = try stages(backbone, recipe, side, settings: settings)
    guard let last = stages.last else { fail("the method '\(name)' has no stages") }
    return last.pipeline
  }

  /// Puts together what the method trains, one after the other.
  ///
  /// - Parameters:
  ///   - backbone: The network that learns.
  ///   - recipe: Everything that the method leaves open.
  ///   - side: The shorter side of the images, in pixels.
  ///   - settings: The values of the method's settings that differ from their defaults.
  /// - Returns: The stages; one for most methods.
  /// - Throws: ``TrainingError`` for a setting that the method does not take, a value that it cannot
  ///   have, or one that has no effect beside the others.
  public func stages(
    _ backbone: any Backbone, _ recipe: Recipe, _ side: Int,
    settings: [String: SettingValue] = [:]
  ) throws -> [Stage] {
    let values = try SettingValues(
      settings, among: self.settings, recipe: recipe, owner: "the method '\(name)'")
    let result = stages(backbone, recipe, side, values)
    try values.checkAllUsed()
    return result
  }

  func stages(
    _ backbone: any Backbone, _ recipe: Recipe, _ side: Int, _ values: SettingValues
  ) -> [Stage] {
    compose(MethodParts(backbone: backbone, recipe: recipe, side: side, values: values))
  }

  /// Returns the method of a name.
  ///
  /// - Parameter name: The name on the command line, or `THRESHOLD:LOSSES` for a method by its parts.
  /// - Returns: The method.
  /// - Throws: A ``TrainingError`` that lists the names.
  public static func named(_ name: String) throws -> Method {
    if name.contains(":") { return try composed(name) }
    return try find(name, among: all, kind: "method", name: \.name)
  }

  /// All methods; a new one is one line here.
  public static let all: [Method] = [
    .supervised, .fullySupervised,
    .pseudoLabel, .piModel, .meanTeacher, .vat, .uda,
    .mixMatch, .reMixMatch,
    .fixMatch, .flexMatch, .freeMatch, .softMatch, .adaMatch, .dash, .fullMatch,
    .ups, .dtaSNL, .adaCM, .dnfer, .progressiveTeacher, .twoStage,
  ]
}
