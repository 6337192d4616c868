/// The seven basic facial expressions, in the class order of RAF-DB.
///
/// The raw value is the class index. Source: Li, Deng and Du, "Reliable crowdsourcing and deep
/// locality-preserving learning for expression recognition in the wild", CVPR 2017.
public enum FaceExpression: Int, Sendable, Hashable, Codable, CaseIterable {
  /// Raised and arched brows, wide eyes, a dropped jaw.
  case surprise
  /// Raised and knit brows, wide eyes, stretched lips.
  case fear
  /// A wrinkled nose, a raised upper lip, narrowed eyes.
  case disgust
  /// Lip corners pulled up, raised cheeks.
  case happiness
  /// Inner brows raised, lip corners pulled down.
  case sadness
  /// Brows lowered and knit, hard eyes, tight lips or bared teeth.
  case anger
  /// A face at rest.
  case neutral

  /// The name of the class.
  public var name: String { "\(self)" }

  /// How many images of the class the basic part of RAF-DB trains on.
  package var trainingImagesInRAFDB: Int {
    switch self {
    case .surprise: 1_290
    case .fear: 281
    case .disgust: 717
    case .happiness: 4_772
    case .sadness: 1_982
    case .anger: 705
    case .neutral: 2_524
    }
  }

  /// How many images of the class the basic part of RAF-DB tests on.
  package var testImagesInRAFDB: Int {
    switch self {
    case .surprise: 329
    case .fear: 74
    case .disgust: 160
    case .happiness: 1_185
    case .sadness: 478
    case .anger: 162
    case .neutral: 680
    }
  }
}
