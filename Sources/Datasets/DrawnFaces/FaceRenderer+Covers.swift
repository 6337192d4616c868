/// What lies over a face: hair, glasses and things in the way.
extension FaceRenderer {
  /// Draws the hair in front of the head.
  mutating func drawFrontHair() {
    guard person.hair != .bald else { return }
    let width = person.headWidth
    let line = person.hairline
    let top: [SIMD2<Float>] = [
      SIMD2(-width * 1.06, -0.12), SIMD2(-width * 1.08, -0.5), SIMD2(-width * 0.75, -0.98),
      SIMD2(0, -1.2), SIMD2(width * 0.75, -0.98), SIMD2(width * 1.08, -0.5),
      SIMD2(width * 1.06, -0.12),
    ]
    let temple = SIMD2(width * 0.93, -0.4)
    let hairline: [SIMD2<Float>]
    switch person.hair {
    case .bald, .short:
      hairline = [
        temple, SIMD2(width * 0.7, line), SIMD2(0, line - 0.1), SIMD2(-width * 0.7, line),
        SIMD2(-temple.x, temple.y),
      ]
    case .parted, .long:
      let side = person.partingSide
      let parting = [
        SIMD2(width * 0.8, line + 0.05 * side + 0.1), SIMD2(width * 0.3 * side, line - 0.22),
        SIMD2(-width * 0.8, line - 0.05 * side + 0.1),
      ]
      hairline = [temple] + parting + [SIMD2(-temple.x, temple.y)]
    case .fringe:
      let low = min(line + 0.15, person.eyeHeight - person.browHeight - 0.1)
      hairline = [
        SIMD2(width * 0.9, -0.3), SIMD2(width * 0.6, low + 0.04), SIMD2(0, low - 0.03),
        SIMD2(-width * 0.6, low + 0.04), SIMD2(-width * 0.9, -0.3),
      ]
    }
    let outline =
      FaceCurve.smooth(top.map { pose.place($0, depth: 0) }, pieces: 4)
      + FaceCurve.smooth(hairline.map { pose.place($0, depth: 0.2) }, pieces: 4)
    canvas.fill(outline, person.hairColor)
    stroke(
      [SIMD2(-width * 0.5, -0.95), SIMD2(0, -1.05), SIMD2(width * 0.45, -0.92)], from: 0.05,
      to: 0.02, person.hairColor.mixed(with: FaceColor(1, 1, 1, 0), 0.3), opacity: 0.5)
  }

  /// Draws a pair of glasses.
  mutating func drawGlasses() {
    let y = person.eyeHeight + 0.02
    for side: Float in [-1, 1] {
      let centre = SIMD2(side * person.eyeDistance, y)
      var ring = FaceCurve.ellipse(centre: centre, radius: SIMD2(0.27, 0.21))
      ring.append(ring[0])
      let placed = ring.map { pose.place($0, lift: 0.1) }
      canvas.fill(
        FaceCurve.outline(of: placed, from: 0.016 * pose.unit, to: 0.016 * pose.unit),
        person.glassesColor)
      stroke(
        [
          SIMD2(side * (person.eyeDistance + 0.26), y - 0.05),
          SIMD2(side * person.headWidth * 0.98, y - 0.05),
        ],
        from: 0.035, to: 0.035, person.glassesColor)
    }
    stroke(
      [SIMD2(-0.1, y - 0.03), SIMD2(0.1, y - 0.03)], from: 0.035, to: 0.035, person.glassesColor,
      lift: 0.1)
  }

  /// Draws what is in the way.
  mutating func drawOcclusion() {
    let centre = scene.occluderCentre
    let size = scene.occluderSize
    let along = scene.occluderAxis
    let across = SIMD2(-along.y, along.x)
    switch scene.occlusion {
    case .none:
      break
    case .bar:
      let corners: [SIMD2<Float>] = [SIMD2(-1, -1), SIMD2(1, -1), SIMD2(1, 1), SIMD2(-1, 1)]
      canvas.fill(
        corners.map { corner in
          pose.place(
            centre + along * (corner.x * size.x) + across * (corner.y * size.y), depth: 0.6)
        },
        scene.occluderColor)
    case .hand:
      // Four fingers from the side, which end at the centre.
      let out: Float = centre.x < 0 ? -1 : 1
      for finger in 0..<4 {
        let y = centre.y + 0.16 * Float(finger)
        stroke(
          [
            SIMD2(centre.x + 0.05 * out * Float(abs(2 * finger - 3)), y),
            SIMD2(centre.x + out * 0.7, y + 0.05), SIMD2(centre.x + out * 1.8, y + 0.4),
          ],
          from: 0.13, to: 0.2, person.skin * (0.94 - 0.07 * Float(finger & 1)), lift: 0.1)
      }
    case .sunglasses:
      for side: Float in [-1, 1] {
        canvas.fill(
          FaceCurve.ellipse(
            centre: SIMD2(side * person.eyeDistance, person.eyeHeight + 0.02),
            radius: SIMD2(0.28, 0.22)
          ).map { pose.place($0, lift: 0.1) },
          person.glassesColor * 0.5)
      }
      stroke(
        [
          SIMD2(-person.headWidth, person.eyeHeight - 0.05), SIMD2(0, person.eyeHeight - 0.05),
          SIMD2(person.headWidth, person.eyeHeight - 0.05),
        ],
        from: 0.05, to: 0.05, person.glassesColor * 0.5, lift: 0.05)
    case .mask:
      let width = person.headWidth
      fillSmooth(
        [
          SIMD2(0, 0.12), SIMD2(width * 0.8, 0.22), SIMD2(width * 0.8, 0.6), SIMD2(0.3, 1.02),
          SIMD2(-0.3, 1.02), SIMD2(-width * 0.8, 0.6), SIMD2(-width * 0.8, 0.22),
        ],
        scene.occluderColor, lift: 0.05)
    }
  }
}
