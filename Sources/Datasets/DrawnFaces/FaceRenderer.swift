import Augmentations
import TensorCore

/// Draws one face, back to front.
struct FaceRenderer {
  let person: FaceIdentity
  let face: FaceParameters
  let scene: FaceScene
  let pose: FacePose
  var canvas: FaceCanvas

  /// The outline of the head, in face coordinates.
  private var headOutline: [SIMD2<Float>] {
    let width = person.headWidth
    let jaw = width * person.jawWidth
    let drop = 0.10 * face[.jawDrop] - 0.02 * face[.chinRaiser]
    let right: [SIMD2<Float>] = [
      SIMD2(width * 0.62, -0.92), SIMD2(width * 0.97, -0.5), SIMD2(width, -0.05),
      SIMD2(width * 0.92, 0.35), SIMD2(jaw * 0.86, 0.68 + drop * 0.7),
      SIMD2(jaw * 0.42, person.chin - 0.06 + drop),
    ]
    let left = right.reversed().map { SIMD2(-$0.x, $0.y) }
    return [SIMD2(0, -1.06)] + right + [SIMD2(0, person.chin + drop)] + left
  }

  /// The colour of folds and lines in the skin.
  var foldColor: FaceColor { person.skin * FaceColor(0.52, 0.42, 0.40, 0) }

  /// Creates a renderer with an empty canvas.
  ///
  /// - Parameters:
  ///   - person: Who is drawn.
  ///   - face: What the face does.
  ///   - scene: Where and how the image is taken.
  ///   - size: The height and width in pixels.
  init(person: FaceIdentity, face: FaceParameters, scene: FaceScene, size: Int) {
    self.person = person
    self.face = face
    self.scene = scene
    pose = FacePose(scene, size: size)
    canvas = FaceCanvas(size: size)
  }

  /// Draws the image.
  ///
  /// - Parameters:
  ///   - channels: 1 or 3.
  ///   - noise: The stream of the sensor noise.
  /// - Returns: The image.
  mutating func draw(channels: Int, noise: inout RandomStream) -> PixelImage {
    drawBackground()
    drawHead()
    drawSkin()
    drawNose()
    drawMouth()
    for side: Float in [-1, 1] {
      drawEye(side)
      drawBrow(side)
    }
    drawFrontHair()
    if person.hasGlasses { drawGlasses() }
    drawOcclusion()
    canvas.expose(scene)
    let ratio = Float(canvas.size) / 32
    canvas.blur(variance: scene.blur * ratio * ratio)
    return canvas.developed(channels: channels, noise: scene.noise, using: &noise)
  }

  /// Paints a closed smooth shape given in face coordinates.
  mutating func fillSmooth(
    _ points: [SIMD2<Float>], _ color: FaceColor, opacity: Float = 1, lift: Float = 0
  ) {
    let placed = points.map { pose.place($0, lift: lift) }
    canvas.fill(FaceCurve.smooth(placed, isClosed: true, pieces: 3), color, opacity: opacity)
  }

  /// Paints a smooth stroke given in face coordinates.
  ///
  /// - Parameters:
  ///   - points: Points on the stroke.
  ///   - start: The width at the first point, in face units.
  ///   - end: The width at the last point.
  ///   - color: The colour.
  ///   - opacity: The opacity; nothing is drawn where it is not positive.
  ///   - lift: How far the stroke stands out from the face.
  mutating func stroke(
    _ points: [SIMD2<Float>], from start: Float, to end: Float, _ color: FaceColor,
    opacity: Float = 1, lift: Float = 0
  ) {
    guard opacity > 0.01 else { return }
    let placed = points.map { pose.place($0, lift: lift) }
    let half = 0.5 * pose.unit
    canvas.fill(
      FaceCurve.outline(
        of: FaceCurve.smooth(placed, pieces: 4), from: start * half, to: end * half),
      color, opacity: min(opacity, 1))
  }

  /// Paints a soft spot given in face coordinates.
  mutating func spot(
    _ centre: SIMD2<Float>, radius: SIMD2<Float>, _ color: FaceColor, opacity: Float
  ) {
    guard opacity > 0.01 else { return }
    canvas.blob(
      centre: pose.place(centre), radius: radius * pose.unit, color, opacity: min(opacity, 1))
  }

  private mutating func drawBackground() {
    let size = canvas.size
    for row in 0..<size {
      let share = (Float(row) + 0.5) / Float(size)
      let color = scene.backgroundTop.mixed(with: scene.backgroundBottom, share)
      for column in 0..<size { canvas.pixels[row * size + column] = color }
    }
    for patch in scene.patches {
      canvas.fill(
        FaceCurve.ellipse(
          centre: patch.centre * Float(size), radius: patch.radius * Float(size)),
        patch.color, opacity: 0.7)
    }
  }

  private mutating func drawHead() {
    let width = person.headWidth
    if person.hair == .long {
      let points: [SIMD2<Float>] = [
        SIMD2(0, -1.2), SIMD2(width * 0.95, -0.85), SIMD2(width * 1.2, 0), SIMD2(width * 1.22, 1.1),
        SIMD2(0, 1.2), SIMD2(-width * 1.22, 1.1), SIMD2(-width * 1.2, 0),
        SIMD2(-width * 0.95, -0.85),
      ]
      canvas.fill(
        FaceCurve.smooth(points.map { pose.place($0, depth: -0.2) }, isClosed: true),
        person.hairColor * 0.75)
    }
    let shoulders: [SIMD2<Float>] = [
      SIMD2(-1.6, 2.4), SIMD2(-1.3, 1.35), SIMD2(-0.5, 1.12), SIMD2(0.5, 1.12), SIMD2(1.3, 1.35),
      SIMD2(1.6, 2.4),
    ]
    canvas.fill(shoulders.map { pose.place($0, depth: -0.3) }, scene.clothes)
    let neck: [SIMD2<Float>] = [
      SIMD2(-0.36, 0.5), SIMD2(0.36, 0.5), SIMD2(0.4, 1.2), SIMD2(0, 1.36), SIMD2(-0.4, 1.2),
    ]
    canvas.fill(neck.map { pose.place($0, depth: -0.2) }, person.skin * 0.72)
    for side: Float in [-1, 1] {
      canvas.fill(
        FaceCurve.ellipse(
          centre: pose.place(SIMD2(side * width * 1.0, 0.02), depth: -0.1),
          radius: SIMD2(0.1, 0.19) * pose.unit),
        person.skin * 0.86)
    }
    let outline = headOutline.map { pose.place($0, depth: 0) }
    canvas.fill(FaceCurve.smooth(outline, isClosed: true), person.skin)
  }

  /// Cheeks, folds, forehead lines and beard.
  private mutating func drawSkin() {
    let skin = person.skin
    let light = skin.mixed(with: FaceColor(1, 0.95, 0.9, 0), 0.35)
    spot(SIMD2(0, -0.55), radius: SIMD2(0.5, 0.3), light, opacity: 0.35)
    if person.beard == .full || person.beard == .stubble {
      let color = person.beard == .full ? person.browColor : skin * 0.55
      let width = person.headWidth
      let jaw = width * person.jawWidth
      let drop = 0.10 * face[.jawDrop]
      var points: [SIMD2<Float>] = [
        SIMD2(width * 0.96, 0.1), SIMD2(width * 0.90, 0.38), SIMD2(jaw * 0.85, 0.70 + drop),
        SIMD2(jaw * 0.4, person.chin - 0.05 + drop), SIMD2(0, person.chin + drop),
      ]
      points += points.dropLast().reversed().map { SIMD2(-$0.x, $0.y) }
      points += [SIMD2(-width * 0.8, 0.4), SIMD2(-0.3, 0.36), SIMD2(0.3, 0.36)]
      points.append(SIMD2(width * 0.8, 0.4))
      canvas.fill(
        points.map { pose.place($0, depth: 0.1) }, color,
        opacity: person.beard == .full ? 0.85 : 0.3)
    }

    let raised = 0.5 * (face[.innerBrowRaiser] + face[.outerBrowRaiser])
    for line in 0..<2 {
      let y = person.eyeHeight - person.browHeight - 0.17 - 0.12 * Float(line) - 0.05 * raised
      let bend = 0.03 - 0.06 * face[.innerBrowRaiser] + 0.05 * face[.outerBrowRaiser]
      stroke(
        [SIMD2(-0.34, y + bend), SIMD2(0, y), SIMD2(0.34, y + bend)], from: 0.022, to: 0.022,
        foldColor, opacity: 0.75 * raised * raised + 0.3 * person.age)
    }
    let knit = face[.browLowerer]
    let browY = person.eyeHeight - person.browHeight
    for side: Float in [-1, 1] {
      stroke(
        [SIMD2(side * 0.055, browY - 0.08), SIMD2(side * 0.045, browY + 0.08)], from: 0.03,
        to: 0.05, foldColor, opacity: 0.85 * knit * knit + 0.15 * person.age)
      let cheek = face[.cheekRaiser, side]
      let squeeze = max(cheek, 0.7 * face[.noseWrinkler])
      spot(
        SIMD2(side * 0.42, 0.22 - 0.04 * cheek), radius: SIMD2(0.22, 0.16),
        light.mixed(with: FaceColor(0.9, 0.4, 0.35, 0), 0.3), opacity: 0.2 + 0.35 * cheek)
      stroke(
        [SIMD2(side * 0.52, 0.10), SIMD2(side * 0.36, 0.13), SIMD2(side * 0.2, 0.09)],
        from: 0.012, to: 0.03, foldColor, opacity: 0.55 * squeeze + 0.2 * person.age)
      let fold = max(
        0.8 * face[.lipCornerPuller, side],
        max(face[.noseWrinkler], 0.8 * face[.upperLipRaiser, side]))
      let corner = mouthCorner(side)
      stroke(
        [
          SIMD2(side * (person.noseWidth + 0.03), 0.2 - 0.06 * face[.noseWrinkler]),
          SIMD2(side * (person.noseWidth + 0.14), 0.33),
          SIMD2(corner.x + side * 0.09, corner.y - 0.02),
        ],
        from: 0.045, to: 0.025, foldColor, opacity: 0.7 * fold + 0.3 * person.age)
    }
    let chin = face[.chinRaiser]
    spot(
      SIMD2(0, 0.5 * (person.mouthHeight + person.chin) + 0.03), radius: SIMD2(0.17, 0.08),
      foldColor, opacity: 0.55 * chin)
  }

  private mutating func drawNose() {
    let wrinkle = face[.noseWrinkler]
    let top = person.eyeHeight + 0.02
    let tip = top + person.noseLength - 0.05 * wrinkle
    let width = person.noseWidth + 0.03 * wrinkle
    stroke(
      [SIMD2(0.05, top), SIMD2(0.06, 0.5 * (top + tip)), SIMD2(width * 0.8, tip - 0.02)],
      from: 0.015, to: 0.04, foldColor, opacity: 0.4, lift: 0.08)
    spot(
      SIMD2(0, tip - 0.03), radius: SIMD2(0.1, 0.09),
      person.skin.mixed(with: FaceColor(1, 0.95, 0.9, 0), 0.5), opacity: 0.5)
    for side: Float in [-1, 1] {
      stroke(
        [
          SIMD2(side * width, tip - 0.06), SIMD2(side * width * 0.95, tip + 0.02),
          SIMD2(side * width * 0.35, tip + 0.03),
        ],
        from: 0.02, to: 0.045, foldColor, opacity: 0.75, lift: 0.06)
      // The wrinkles across the root of the nose.
      for line in 0..<2 {
        let y = top - 0.06 + 0.11 * Float(line)
        stroke(
          [SIMD2(side * 0.02, y), SIMD2(side * 0.12, y + 0.07)], from: 0.045, to: 0.03,
          foldColor, opacity: 0.9 * wrinkle, lift: 0.04)
      }
    }
  }
}
