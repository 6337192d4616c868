/// Eyes and brows.
extension FaceRenderer {
  /// Draws an eye with its lids.
  ///
  /// - Parameter side: -1 for the left of the image, 1 for the right.
  mutating func drawEye(_ side: Float) {
    let centre = SIMD2(side * person.eyeDistance, person.eyeHeight)
    let half = person.eyeSize.x
    let closed = face[.eyesClosed]
    let squint = max(face[.lidTightener], 0.8 * face[.noseWrinkler])
    var upper = person.eyeSize.y * (1 + 0.75 * face[.upperLidRaiser] - 0.4 * squint)
    upper *= (1 - 0.15 * face[.cheekRaiser]) * (1 - closed)
    var lower =
      person.eyeSize.y * (0.85 + 0.25 * face[.upperLidRaiser] - 0.5 * squint)
    lower *= 1 - 0.85 * face[.cheekRaiser, side]
    if closed > 0.8 { lower = 0.35 * person.eyeSize.y }
    // Sadness lifts the inner end of the upper lid with the brow, anger lowers it.
    let slant =
      0.06 * (face[.innerBrowRaiser] - face[.browLowerer]) * (1 - face[.upperLidRaiser])

    let lids = FaceRenderer.lids.map { t -> (upper: SIMD2<Float>, lower: SIMD2<Float>) in
      let bow = 1 - t * t
      let x = centre.x + side * t * half
      let base = centre.y - person.eyeTilt * t
      let inner = slant * 0.5 * (1 - t) * bow
      return (SIMD2(x, base - upper * bow - inner), SIMD2(x, base + max(lower, -upper) * bow))
    }
    let place = { [pose] (point: SIMD2<Float>) in pose.place(point) }
    let outline = lids.map { place($0.upper) } + lids.reversed().map { place($0.lower) }

    spot(centre, radius: SIMD2(half * 1.4, 0.25), person.skin * 0.7, opacity: 0.3)
    let iris = pose.place(
      centre + SIMD2(face.gaze.x * half * 0.6, face.gaze.y * person.eyeSize.y - 0.005))
    let radius = 0.14 * pose.unit
    let irisColor = person.irisColor
    let whiteOfEye = FaceColor(0.96, 0.95, 0.93, 0)
    canvas.fill(outline, whiteOfEye)
    canvas.clip(to: outline) { canvas in
      canvas.fill(
        FaceCurve.ellipse(centre: iris, radius: SIMD2(repeating: radius)), irisColor,
        isClipped: true)
      canvas.fill(
        FaceCurve.ellipse(centre: iris, radius: SIMD2(repeating: radius * 0.55)),
        FaceColor(0.03, 0.02, 0.02, 0), isClipped: true)
      canvas.fill(
        FaceCurve.ellipse(
          centre: iris - SIMD2(0.4, 0.4) * radius, radius: SIMD2(repeating: radius * 0.28)),
        whiteOfEye, isClipped: true)
    }

    let lash = FaceColor(0.10, 0.06, 0.05, 0).mixed(with: person.skin, 0.1)
    stroke(lids.map(\.upper), from: 0.04, to: 0.055, lash)
    stroke(lids.map(\.lower), from: 0.012, to: 0.02, foldColor, opacity: 0.6 + 0.4 * squint)
    let crease = 0.05 + 0.03 * face[.upperLidRaiser]
    stroke(
      lids.map { $0.upper - SIMD2(0, crease) }, from: 0.012, to: 0.018, foldColor,
      opacity: 0.35 + 0.3 * closed)
    let crow = 0.7 * face[.cheekRaiser, side] + 0.2 * person.age
    for line in 0..<2 {
      let y = centre.y - 0.02 + 0.08 * Float(line)
      stroke(
        [
          SIMD2(centre.x + side * (half + 0.04), y),
          SIMD2(centre.x + side * (half + 0.13), y - 0.03 + 0.06 * Float(line)),
        ],
        from: 0.022, to: 0.012, foldColor, opacity: 0.8 * crow)
    }
  }

  /// Draws a brow.
  ///
  /// - Parameter side: -1 for the left of the image, 1 for the right.
  mutating func drawBrow(_ side: Float) {
    let inner = face[.innerBrowRaiser, side]
    let outer = face[.outerBrowRaiser, side]
    let knit = face[.browLowerer]
    let base = person.eyeHeight - person.browHeight
    let lowered = knit * (1 - 0.75 * face[.innerBrowRaiser])
    let squeeze = 0.05 * face[.noseWrinkler]
    let x = person.eyeDistance
    let points = [
      SIMD2(
        side * (x - 0.19 - 0.05 * knit),
        base + person.browTilt - 0.19 * inner + 0.22 * lowered + squeeze),
      SIMD2(
        side * (x - 0.02),
        base - person.browArch - 0.07 * inner - 0.10 * outer + 0.07 * lowered + squeeze),
      SIMD2(
        side * (x + 0.22),
        base + 0.03 - person.browTilt - 0.17 * outer + 0.11 * inner * (1 - 0.8 * outer)
          - 0.02 * lowered),
    ]
    stroke(
      points, from: person.browThickness * 1.5, to: person.browThickness * 0.6, person.browColor,
      lift: 0.03)
  }

  /// Nine places along an eyelid, from the inner corner to the outer one.
  private static let lids: [Float] = [-1, -0.8, -0.5, -0.25, 0, 0.25, 0.5, 0.8, 1]
}
