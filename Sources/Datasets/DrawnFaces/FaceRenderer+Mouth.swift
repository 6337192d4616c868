/// The mouth.
extension FaceRenderer {
  /// The corner of the mouth on one side, in face coordinates.
  ///
  /// - Parameter side: -1 for the left of the image, 1 for the right.
  /// - Returns: The place of the corner.
  func mouthCorner(_ side: Float) -> SIMD2<Float> {
    let pull = face[.lipCornerPuller, side]
    let depress = face[.lipCornerDepressor, side]
    let stretch = face[.lipStretcher, side]
    let width =
      person.mouthWidth + 0.14 * pull + 0.12 * stretch + 0.02 * depress
      - 0.09 * face[.lipPucker] - 0.05 * face[.lipTightener] - 0.03 * face[.jawDrop]
    let y =
      mouthCentre - person.mouthCurve - 0.21 * pull + 0.18 * depress + 0.05 * stretch
      + 0.06 * face[.jawDrop]
    return SIMD2(side * width, y)
  }

  private var mouthCentre: Float {
    person.mouthHeight + 0.02 * face[.lipCornerPuller] - 0.05 * face[.chinRaiser]
      - 0.03 * face[.noseWrinkler]
  }

  /// Draws lips, teeth, tongue and moustache.
  mutating func drawMouth() {
    let centre = mouthCentre
    let left = mouthCorner(-1)
    let right = mouthCorner(1)
    let upperRaise = face[.upperLipRaiser]
    let lowerDrop = face[.lowerLipDepressor]
    let smile = face[.lipCornerPuller]
    let open = face[.lipsPart]
    let jaw = face[.jawDrop]
    let gap = 0.15 * open + 0.36 * jaw + 0.15 * lowerDrop * open
    let top = centre - 0.3 * gap - 0.07 * upperRaise + 0.04 * smile * (1 - open)
    let bottom = max(
      top, centre + 0.7 * gap + 0.04 * smile - 0.05 * upperRaise * (1 - open))
    // Bared teeth make the opening square, a dropped jaw makes it round.
    let square = min(
      1, max(upperRaise, max(lowerDrop, face[.lipStretcher])) * (0.4 + 0.6 * open))
    let round = min(1 - square, jaw * (1 - smile))
    let press = max(face[.lipTightener], 0.5 * face[.chinRaiser])
    let lip = person.lipThickness * (1 - 0.7 * press) * (1 + 0.35 * face[.lipPucker])

    let line = FaceRenderer.mouth.map { t -> (upper: SIMD2<Float>, lower: SIMD2<Float>) in
      let end = t < 0 ? left : right
      let arc = 1 - t * t
      let flat = 1 - t * t * t * t
      let bow = arc + (flat - arc) * square + (arc.squareRoot() - arc) * round
      return (
        SIMD2(abs(t) * end.x, end.y + (top - end.y) * bow),
        SIMD2(abs(t) * end.x, end.y + (bottom - end.y) * bow)
      )
    }
    let upperLip = line.enumerated().map { index, point in
      let t = FaceRenderer.mouth[index]
      // The dip of Cupid's bow in the middle.
      let shape = (1 - t * t) * (t == 0 ? 0.8 : 1)
      return point.upper - SIMD2(0, lip * (0.25 + 0.75 * shape))
    }
    let lowerLip = line.enumerated().map { index, point in
      let t = FaceRenderer.mouth[index]
      return point.lower + SIMD2(0, lip * (0.2 + 1.0 * (1 - t * t)))
    }

    if person.beard == .moustache || person.beard == .full {
      let y = min(top - lip - 0.03, centre - 0.06)
      stroke(
        [
          SIMD2(left.x * 0.9, y + 0.02), SIMD2(left.x * 0.5, y - 0.01), SIMD2(0, y - 0.01),
          SIMD2(right.x * 0.5, y - 0.01), SIMD2(right.x * 0.9, y + 0.02),
        ],
        from: 0.09, to: 0.09, person.browColor, opacity: 0.9, lift: 0.03)
    }

    spot(
      SIMD2(0, bottom + lip + 0.07), radius: SIMD2(0.2, 0.07), foldColor, opacity: 0.35)
    let place = { [pose] (point: SIMD2<Float>) in pose.place(point, lift: 0.03) }
    canvas.fill(upperLip.map(place) + lowerLip.reversed().map(place), person.lipColor)
    let opening = line.map { place($0.upper) } + line.reversed().map { place($0.lower) }
    if bottom - top > 0.02 {
      let dark = FaceColor(0.16, 0.04, 0.04, 0)
      let teeth = FaceColor(0.95, 0.93, 0.87, 0)
      let tongue = FaceColor(0.72, 0.30, 0.30, 0)
      // The upper teeth show where the upper lip is raised, the lower ones where the lower is.
      let showUpper =
        top + 0.10 * (0.2 + 0.8 * max(smile, max(upperRaise, 0.6 * face[.lipStretcher])))
      let showLower = bottom - 0.07 * max(lowerDrop, 0.7 * face[.lipStretcher])
      let far = max(right.x, -left.x) + 0.1
      let box = { (low: Float, high: Float) in
        [SIMD2(-far, low), SIMD2(far, low), SIMD2(far, high), SIMD2(-far, high)].map(place)
      }
      let above = box(min(left.y, min(right.y, top)) - 0.3, showUpper)
      let below = box(max(showLower, showUpper), bottom + 0.3)
      let tongueShape = FaceCurve.ellipse(
        centre: place(SIMD2(0, bottom)), radius: SIMD2(0.16, 0.4 * (bottom - top)) * pose.unit)
      canvas.clip(to: opening) { canvas in
        canvas.fill(opening, dark)
        canvas.fill(tongueShape, tongue, opacity: jaw, isClipped: true)
        canvas.fill(above, teeth, isClipped: true)
        if lowerDrop > 0.2 || jaw < 0.5 {
          canvas.fill(below, teeth, opacity: max(lowerDrop, 0.3), isClipped: true)
        }
      }
    }
    let lineColor = FaceColor(0.22, 0.08, 0.08, 0)
    let closed = max(0, 1 - gap / 0.08)
    stroke(
      line.map(\.upper), from: 0.05, to: 0.05, lineColor, opacity: 0.3 + 0.65 * closed, lift: 0.03)
    for side: Float in [-1, 1] {
      let corner = side < 0 ? left : right
      let tug = 0.05 * (face[.lipCornerDepressor, side] - face[.lipCornerPuller, side])
      stroke(
        [corner - SIMD2(side * 0.03, 0), corner + SIMD2(side * 0.03, tug)], from: 0.06, to: 0.04,
        lineColor, opacity: 0.7)
    }
  }

  /// Eleven places along the mouth, from the left corner to the right one.
  private static let mouth: [Float] = [-1, -0.9, -0.7, -0.5, -0.25, 0, 0.25, 0.5, 0.7, 0.9, 1]
}
