import TensorCore

/// What stays the same between two images of one person: geometry, resting face, colours.
///
/// Lengths are in head half-heights, the origin lies between the ears, y points down. The resting
/// brows and mouth of a person may look like a weak expression; that is meant.
struct FaceIdentity {
  /// How the hair is cut.
  enum Hair: Int, CaseIterable {
    case bald, short, parted, fringe, long
  }

  /// What grows on the lower face.
  enum Beard: Int, CaseIterable {
    case none, stubble, moustache, full
  }

  let headWidth: Float
  let jawWidth: Float
  let chin: Float
  let eyeHeight: Float
  let eyeDistance: Float
  let eyeSize: SIMD2<Float>
  let eyeTilt: Float
  let browHeight: Float
  let browTilt: Float
  let browArch: Float
  let browThickness: Float
  let noseLength: Float
  let noseWidth: Float
  let mouthHeight: Float
  let mouthWidth: Float
  let mouthCurve: Float
  let lipThickness: Float
  let hairline: Float
  let partingSide: Float
  let age: Float

  let hair: Hair
  let beard: Beard
  let hasGlasses: Bool
  let skin: FaceColor
  let hairColor: FaceColor
  let browColor: FaceColor
  let lipColor: FaceColor
  let irisColor: FaceColor
  let glassesColor: FaceColor

  /// Draws a person.
  init(using random: inout RandomStream) {
    headWidth = random.uniform(0.70, 0.84)
    jawWidth = random.uniform(0.66, 0.92)
    chin = random.uniform(0.94, 1.06)
    eyeHeight = random.uniform(-0.15, -0.09)
    eyeDistance = random.uniform(0.36, 0.40)
    eyeSize = SIMD2(random.uniform(0.24, 0.28), random.uniform(0.14, 0.17))
    eyeTilt = random.uniform(-0.04, 0.04)
    browHeight = random.uniform(0.32, 0.36)
    browTilt = random.uniform(-0.025, 0.025)
    browArch = random.uniform(0.01, 0.07)
    browThickness = random.uniform(0.07, 0.1)
    noseLength = random.uniform(0.28, 0.34)
    noseWidth = random.uniform(0.11, 0.18)
    mouthHeight = random.uniform(0.54, 0.59)
    mouthWidth = random.uniform(0.32, 0.38)
    mouthCurve = random.uniform(-0.02, 0.02)
    lipThickness = random.uniform(0.045, 0.08)
    hairline = random.uniform(-0.82, -0.68)
    partingSide = random.bernoulli(0.5) ? 1 : -1
    age = random.uniform() * random.uniform()
    hair = random.bernoulli(0.08) ? .bald : Hair(rawValue: 1 + random.integer(below: 4)) ?? .short
    beard = random.bernoulli(0.8) ? .none : Beard(rawValue: 1 + random.integer(below: 3)) ?? .none
    hasGlasses = random.bernoulli(0.12)

    let tone = random.uniform()
    let light = FaceColor(red: 0.98, green: 0.84, blue: 0.74)
    let middle = FaceColor(red: 0.80, green: 0.58, blue: 0.43)
    let dark = FaceColor(red: 0.47, green: 0.31, blue: 0.22)
    let base =
      tone < 0.5 ? light.mixed(with: middle, tone * 2) : middle.mixed(with: dark, tone * 2 - 1)
    skin = base + FaceColor.random(-0.03, 0.03, using: &random)
    let hairColors = [
      FaceColor(red: 0.08, green: 0.07, blue: 0.07), FaceColor(red: 0.22, green: 0.13, blue: 0.08),
      FaceColor(red: 0.42, green: 0.26, blue: 0.14), FaceColor(red: 0.78, green: 0.60, blue: 0.32),
      FaceColor(red: 0.60, green: 0.25, blue: 0.10), FaceColor(red: 0.62, green: 0.60, blue: 0.58),
    ]
    let hairTone = hairColors[random.integer(below: hairColors.count)]
    hairColor = hairTone.mixed(
      with: FaceColor.random(0, 1, using: &random), random.uniform(0, 0.08))
    browColor = hairColor.mixed(
      with: FaceColor(red: 0.10, green: 0.07, blue: 0.05), random.uniform(0.6, 0.95))
    lipColor = skin.mixed(
      with: FaceColor(red: 0.66, green: 0.18, blue: 0.22), random.uniform(0.3, 0.75))
    irisColor = FaceColor(red: 0.25, green: 0.17, blue: 0.10).mixed(
      with: FaceColor(red: 0.25, green: 0.42, blue: 0.55), random.uniform())
    glassesColor = FaceColor.random(0, 0.35, using: &random)
  }
}
