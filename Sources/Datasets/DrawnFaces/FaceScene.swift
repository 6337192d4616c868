import TensorCore

/// Everything about an image that is neither the person nor the expression: pose, background,
/// light, camera and what is in the way.
///
/// A scene is drawn without knowing the class, so that nothing of it can give the class away.
struct FaceScene {
  /// Something in front of the face.
  enum Occlusion {
    case none, bar, hand, sunglasses, mask
  }

  /// A tangent of half the angle of in-plane rotation.
  let halfRotation: Float
  /// The sine of the turn to the side.
  let yaw: Float
  /// The sine of the nod.
  let pitch: Float
  /// The head's half-height, in image heights.
  let scale: Float
  /// The offset of the head, in image heights.
  let offset: SIMD2<Float>

  let backgroundTop: FaceColor
  let backgroundBottom: FaceColor
  let patches: [(centre: SIMD2<Float>, radius: SIMD2<Float>, color: FaceColor)]
  let clothes: FaceColor

  /// The slope of the light across the image and down it.
  let light: SIMD2<Float>
  /// The brightness of each channel.
  let gain: FaceColor
  let contrast: Float
  /// The variance of the blur in pixels of an image of 32 x 32.
  let blur: Float
  /// The standard deviation of the noise.
  let noise: Float

  let occlusion: Occlusion
  /// Where the thing in the way is, in head half-heights.
  let occluderCentre: SIMD2<Float>
  /// Its half-size.
  let occluderSize: SIMD2<Float>
  /// The direction of its long side.
  let occluderAxis: SIMD2<Float>
  let occluderColor: FaceColor

  /// Draws a scene.
  init(using random: inout RandomStream) {
    halfRotation = (random.uniform(-1, 1) + random.uniform(-1, 1)) * 0.03
    yaw = random.uniform(-0.18, 0.18)
    pitch = random.uniform(-0.07, 0.07)
    scale = random.uniform(0.53, 0.58)
    offset = SIMD2(random.uniform(-0.025, 0.025), random.uniform(-0.025, 0.025))

    backgroundTop = FaceColor.muted(0.35, 0.8, using: &random)
    backgroundBottom = backgroundTop.mixed(
      with: FaceColor.muted(0.3, 0.85, using: &random), random.uniform(0, 0.6))
    patches = (0..<random.integer(below: 3)).map { _ in
      let centre = SIMD2(random.uniform(), random.uniform())
      let radius = SIMD2(random.uniform(0.1, 0.5), random.uniform(0.1, 0.5))
      return (centre, radius, FaceColor.muted(0.3, 0.85, using: &random))
    }
    clothes = FaceColor.muted(0.1, 0.9, using: &random)

    light = SIMD2(random.uniform(-0.25, 0.25), random.uniform(-0.15, 0.15))
    let cast = FaceColor.random(-0.04, 0.04, using: &random)
    gain = cast + random.uniform(0.9, 1.1)
    contrast = random.uniform(0.85, 1.1)
    blur = random.bernoulli(0.6) ? 0 : random.uniform(0.1, 0.4)
    noise = random.uniform(0.005, 0.03)

    let chance = random.uniform()
    occlusion =
      chance < 0.04
      ? .bar : chance < 0.08 ? .hand : chance < 0.10 ? .sunglasses : chance < 0.115 ? .mask : .none
    occluderCentre = SIMD2(random.uniform(-0.8, 0.8), random.uniform(-0.9, 1))
    occluderSize = SIMD2(random.uniform(0.5, 1.4), random.uniform(0.12, 0.28))
    let half = random.uniform(-1, 1)
    occluderAxis = SIMD2(1 - half * half, 2 * half) / (1 + half * half)
    occluderColor = FaceColor.random(0, 1, using: &random)
  }
}
