import Augmentations
import Backbones

/// The settings that every run takes, whatever its method: they change the recipe.
enum RecipeSettings {
  enum OptimizerName: String, CaseIterable, Sendable {
    case sgd, adam, adamw
  }

  enum ScheduleName: String, CaseIterable, Sendable {
    case constant
    case sevenSixteenthsCosine = "cosine-7-16"
    case halfCosine = "half-cosine"
    case other = "recipe"
  }

  enum DropName: String, CaseIterable, Sendable {
    case branch, channel, block
  }

  static let teacherDecay = Setting<Double>(
    "teacher-decay", { $0.teacher.decay }, in: 0...1,
    "share that the averaged network keeps in every step")
  static let teacherRamp = Setting<Bool>(
    "teacher-ramp", { $0.teacher.rampsUp },
    "whether the first steps keep less, min(decay, (1 + t) / (10 + t))")
  static let teacherBuffers = Setting<TeacherUpdate.Buffers>(
    "teacher-buffers", { $0.teacher.buffers },
    "whether batch norm's running statistics are averaged too or copied from the student")
  static let batchNormMomentum = Setting<Double>(
    "batch-norm-momentum", { Double(readAs: $0.batchNormMomentum) }, in: 0...1,
    "share of a batch in batch norm's running statistics")
  static let classBalanced = Setting<Bool>(
    "class-balanced", { $0.isClassBalanced },
    "whether all classes are equally likely among labeled images")
  static let weak = Setting<String>(
    "weak", { $0.weakName },
    among: AugmentationPipeline.all.filter { $0.learner == nil }.map(\.name),
    "what makes weak views")
  static let strong = Setting<String>(
    "strong", { $0.strongName }, among: AugmentationPipeline.all.map(\.name),
    "what makes strong views")

  static let optimizer = Setting<OptimizerName>(
    "optimizer", { $0.optimizer.settingName }, "what makes a step of the gradients")
  static let momentum = Setting<Double>(
    "momentum", 0.9, in: 0...1, "share of the last step's movement that goes on (sgd)")
  static let nesterov = Setting<Bool>(
    "nesterov", true, "whether to look ahead along the movement (sgd)")
  static let weightDecay = Setting<Double>(
    "weight-decay", { $0.optimizer.weightDecay }, in: 0...1,
    "strength of the decay in the gradient, with adamw on the weight")
  static let decayAfterStep = Setting<Double>(
    "decay-after-step", { $0.optimizer.multiplicativeDecay }, in: 0...1,
    "strength of the decay w *= 1 - strength * learning rate after every step (Ada-CM: 0.02)")
  static let gradientClip = Setting<Double>(
    "gradient-clip", { $0.optimizer.gradientClipNorm ?? 0 }, in: 0...1e9,
    "largest length of the vector of all gradients, 0 for none")
  static let schedule = Setting<ScheduleName>(
    "schedule", .other, "how the learning rate changes")

  static let headDropout = Setting<Double>(
    "head-dropout", { Double(readAs: $0.head.dropProbability) }, in: 0...0.99,
    "probability of dropping a feature before the classifier")
  static let normalizedFeatures = Setting<Bool>(
    "normalized-features", { $0.head.normalizesFeatures },
    "whether features are brought to length one before the classifier")

  static let attentionReduction = Setting<Int>(
    "attention-reduction", 16, in: 1...1_024,
    "factor by which an attention branch narrows the channels (TransFER: 16)")
  static let attentionBatchNorm = Setting<Bool>(
    "attention-batch-norm", true, "whether attention branches have batch norm")
  static let attentionFusion = Setting<LocalAttention.Fusion>(
    "attention-fusion", .max, "how the maps of the branches become one (TransFER: max)")
  static let attentionPlace = Setting<LocalAttention.Place>(
    "attention-place", .last, "behind which stage attention stands (TransFER: beforeLast)")
  static let attentionResidual = Setting<Bool>(
    "attention-residual", false, "whether the map itself is added to the enhanced map")
  static let attentionDropKind = Setting<DropName>(
    "attention-drop-kind", .branch,
    "what '--attention-drop' drops: whole maps, channels, or square blocks (DropBlock)")
  static let attentionDropCount = Setting<Int>(
    "attention-drop-count", 1, in: 1...64, "most maps that one image loses (TransFER: 1)")
  static let attentionDropSide = Setting<Int>(
    "attention-drop-side", 3, in: 1...64, "side of the dropped blocks (DropBlock: 7 of 14)")

  static let all: [any DeclaredSetting] = [
    teacherDecay, teacherRamp, teacherBuffers, batchNormMomentum, classBalanced, weak, strong,
    optimizer, momentum, nesterov, weightDecay, decayAfterStep, gradientClip, schedule,
    headDropout, normalizedFeatures, attentionReduction, attentionBatchNorm, attentionFusion,
    attentionPlace, attentionResidual, attentionDropKind, attentionDropCount, attentionDropSide,
  ]
}

extension Double {
  /// The number that reads as the other does, so that 0.1 stays 0.1.
  fileprivate init(readAs value: Float) {
    self = Double(value.description) ?? Double(value)
  }
}

extension Recipe {
  /// The settings that every run takes, whatever its method.
  public static let settings: [any DeclaredSetting] = RecipeSettings.all

  /// Returns the recipe with the settings of a run.
  ///
  /// - Parameters:
  ///   - values: The settings.
  ///   - attention: The number of branches of local attention; 0 for none.
  ///   - drop: The probability that attention drops something.
  /// - Returns: The changed recipe.
  /// - Throws: ``TrainingError/mismatch(_:)`` for attention that cannot be.
  func applying(_ values: SettingValues, attention: Int, drop: Double) throws -> Recipe {
    typealias S = RecipeSettings
    var recipe = self
    recipe.teacher = TeacherUpdate(
      decay: values[S.teacherDecay], rampsUp: values[S.teacherRamp],
      buffers: values[S.teacherBuffers])
    recipe.batchNormMomentum = Float(values[S.batchNormMomentum])
    recipe.isClassBalanced = values[S.classBalanced]
    recipe.weakName = values[S.weak]
    recipe.strongName = values[S.strong]
    recipe.head = ClassifierHead(
      dropProbability: Float(values[S.headDropout]),
      normalizesFeatures: values[S.normalizedFeatures])
    recipe.optimizer = optimizer(values)
    switch values[S.schedule] {
    case .constant: recipe.schedule = .constant
    case .sevenSixteenthsCosine: recipe.schedule = .sevenSixteenthsCosine
    case .halfCosine: recipe.schedule = .halfCosine
    case .other: break
    }
    recipe.localAttention = try localAttention(values, branches: attention, drop: drop)
    return recipe
  }

  private func optimizer(_ values: SettingValues) -> Optimizer {
    typealias S = RecipeSettings
    let name = values[S.optimizer]
    var result = optimizer
    if name != optimizer.settingName {
      switch name {
      case .sgd: result = .sgd()
      case .adam: result = .adam()
      case .adamw: result = .adamW()
      }
    }
    if name == .sgd {
      result.rule = .sgd(momentum: values[S.momentum], nesterov: values[S.nesterov])
    }
    result.weightDecay = values[S.weightDecay]
    result.multiplicativeDecay = values[S.decayAfterStep]
    let clip = values[S.gradientClip]
    result.gradientClipNorm = clip > 0 ? clip : nil
    return result
  }

  private func localAttention(
    _ values: SettingValues, branches: Int, drop: Double
  ) throws -> LocalAttention? {
    typealias S = RecipeSettings
    guard branches > 0 else {
      guard drop == 0 else {
        throw TrainingError.mismatch("an attention drop without attention would have no effect")
      }
      return nil
    }
    var kind = LocalAttention.Drop.none
    if drop > 0 {
      switch values[S.attentionDropKind] {
      case .branch:
        guard branches > 1 else {
          throw TrainingError.mismatch(
            "dropping attention maps needs at least two branches, not \(branches)")
        }
        kind = .branch(probability: Float(drop), most: values[S.attentionDropCount])
      case .channel: kind = .channel(probability: Float(drop))
      case .block: kind = .block(probability: Float(drop), side: values[S.attentionDropSide])
      }
    }
    return LocalAttention(
      branches: branches, reduction: values[S.attentionReduction],
      hasBatchNormalization: values[S.attentionBatchNorm], fusion: values[S.attentionFusion],
      place: values[S.attentionPlace], isResidual: values[S.attentionResidual], drop: kind)
  }
}

extension Optimizer {
  /// The name of the rule in settings.
  var settingName: RecipeSettings.OptimizerName {
    switch rule {
    case .sgd: .sgd
    case .adam: decayForm == .decoupled ? .adamw : .adam
    }
  }
}
