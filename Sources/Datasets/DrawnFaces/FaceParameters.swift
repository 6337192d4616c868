import TensorCore

/// How strongly each action unit of one image is contracted, and where the eyes look.
///
/// A face draws its intensity once, then every action unit of the expression's prototype around
/// that; units may be missing, and every face moves a little in ways its expression does not ask
/// for. A weak expression is therefore close to a restless neutral face.
struct FaceParameters {
  /// The contraction of each action unit, in 0...1, before the sides differ.
  private var contractions = SIMD32<Float>(repeating: 0)

  /// How strongly the expression is shown, in 0...1; 0 for neutral.
  let intensity: Float

  /// How much stronger the right side of the image is than the left, in -1...1.
  var asymmetry: Float = 0

  /// Where the eyes look, in eye half-widths.
  var gaze = SIMD2<Float>(0, 0)

  /// The contraction of an action unit.
  subscript(unit: FaceActionUnit) -> Float {
    get { contractions[unit.rawValue] }
    set { contractions[unit.rawValue] = min(max(newValue, 0), 1) }
  }

  /// The contraction of an action unit on one side.
  ///
  /// - Parameters:
  ///   - unit: The action unit.
  ///   - side: -1 for the left side of the image, 1 for the right side.
  subscript(unit: FaceActionUnit, side: Float) -> Float {
    self[unit] * (1 + asymmetry * side)
  }

  /// Draws the parameters of one image.
  ///
  /// - Parameters:
  ///   - expression: The expression to show.
  ///   - fixedIntensity: The intensity to show it with; nil draws it.
  ///   - random: The stream to draw from.
  init(
    _ expression: FaceExpression, intensity fixedIntensity: Float? = nil,
    using random: inout RandomStream
  ) {
    let variants = FaceParameters.prototypes(of: expression)
    let prototype = variants[random.integer(below: variants.count)]
    let drawn =
      random.bernoulli(0.15) ? random.uniform(0.4, 0.65) : random.uniform(0.65, 1)
    intensity = expression == .neutral ? 0 : fixedIntensity ?? drawn

    for unit in FaceActionUnit.allCases where random.bernoulli(0.2) {
      self[unit] = random.uniform(0, unit == .eyesClosed || unit == .jawDrop ? 0.1 : 0.22)
    }
    if random.bernoulli(0.1) { self[.lipsPart] += random.uniform(0.1, 0.35) }
    if random.bernoulli(0.025) { self[.eyesClosed] = 1 }
    for (unit, strength) in prototype {
      let missing = random.bernoulli(0.06)
      let share = missing ? random.uniform(0, 0.4) : random.uniform(0.75, 1.15)
      self[unit] = max(self[unit] * (1 - intensity), strength * intensity * share)
    }
    asymmetry = random.uniform(-1, 1) * random.uniform() * 0.45
    gaze = SIMD2(random.uniform(-0.4, 0.4), random.uniform(-0.2, 0.2))
    if expression == .sadness { gaze.y += 0.25 * intensity }
  }

  private typealias Prototype = [(FaceActionUnit, Float)]

  /// The ways of showing an expression, equally likely.
  ///
  /// Source: the prototypes and their major variants in the FACS investigator's guide (Ekman,
  /// Friesen and Hager, 2002, table 10-1), with strengths of our own.
  private static func prototypes(of expression: FaceExpression) -> [Prototype] {
    switch expression {
    case .surprise:
      [
        [
          (.innerBrowRaiser, 0.9), (.outerBrowRaiser, 1), (.upperLidRaiser, 0.8), (.lipsPart, 0.6),
          (.jawDrop, 1), (.lipPucker, 0.5),
        ],
        [
          (.innerBrowRaiser, 1), (.outerBrowRaiser, 1), (.upperLidRaiser, 1), (.lipsPart, 0.5),
          (.jawDrop, 0.5), (.lipPucker, 0.8),
        ],
      ]
    case .fear:
      [
        [
          (.innerBrowRaiser, 1), (.outerBrowRaiser, 0.3), (.browLowerer, 0.7),
          (.upperLidRaiser, 1), (.lidTightener, 0.2), (.lipStretcher, 1), (.lipsPart, 0.7),
          (.jawDrop, 0.35), (.lowerLipDepressor, 0.6),
        ],
        [
          (.innerBrowRaiser, 1), (.outerBrowRaiser, 0.3), (.browLowerer, 0.8),
          (.upperLidRaiser, 1), (.lidTightener, 0.2), (.lipStretcher, 1), (.lipsPart, 0.5),
          (.lowerLipDepressor, 0.8),
        ],
      ]
    case .disgust:
      [
        [
          (.noseWrinkler, 1), (.upperLipRaiser, 1), (.browLowerer, 0.6), (.lidTightener, 0.9),
          (.cheekRaiser, 0.4), (.chinRaiser, 0.6), (.lipCornerDepressor, 0.6),
        ],
        [
          (.noseWrinkler, 1), (.upperLipRaiser, 1), (.browLowerer, 0.5), (.lidTightener, 1),
          (.lipCornerDepressor, 0.4), (.lowerLipDepressor, 0.4), (.lipsPart, 0.7),
          (.jawDrop, 0.2),
        ],
      ]
    case .happiness:
      [
        [(.cheekRaiser, 0.7), (.lipCornerPuller, 1)],
        [(.cheekRaiser, 0.9), (.lipCornerPuller, 1), (.lipsPart, 0.9)],
        [(.cheekRaiser, 1), (.lipCornerPuller, 1), (.lipsPart, 1), (.jawDrop, 0.6)],
      ]
    case .sadness:
      [
        [
          (.innerBrowRaiser, 1), (.browLowerer, 0.6), (.lipCornerDepressor, 1),
          (.chinRaiser, 0.6), (.eyesClosed, 0.4),
        ],
        [
          (.innerBrowRaiser, 1), (.browLowerer, 0.4), (.lipCornerDepressor, 1),
          (.lidTightener, 0.4), (.lipsPart, 0.5), (.eyesClosed, 0.3),
        ],
      ]
    case .anger:
      [
        [
          (.browLowerer, 1), (.upperLidRaiser, 0.5), (.lidTightener, 0.5), (.lipTightener, 1),
          (.chinRaiser, 0.5), (.lipCornerDepressor, 0.3),
        ],
        [
          (.browLowerer, 1), (.upperLidRaiser, 0.7), (.lidTightener, 0.5),
          (.upperLipRaiser, 0.4), (.lowerLipDepressor, 1), (.lipsPart, 1), (.jawDrop, 0.25),
          (.lipTightener, 0.3),
        ],
      ]
    case .neutral:
      [[]]
    }
  }
}
