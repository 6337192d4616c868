/// The map from a face's own coordinates to pixels.
///
/// A face has its origin between the ears; x points right, y down, and the head's half-height is
/// about 1. Turning and nodding move a point by its depth, so a nose moves more than an ear.
struct FacePose {
  /// The length of one unit of the face, in pixels.
  let unit: Float
  private let centre: SIMD2<Float>
  private let rotation: SIMD2<Float>
  private let yaw: SIMD2<Float>
  private let pitch: SIMD2<Float>

  /// Creates the map of a scene.
  init(_ scene: FaceScene, size: Int) {
    unit = scene.scale * Float(size)
    centre = (scene.offset + SIMD2(0.5, 0.51)) * Float(size)
    let half = scene.halfRotation
    rotation = SIMD2(1 - half * half, 2 * half) / (1 + half * half)
    yaw = SIMD2((1 - scene.yaw * scene.yaw).squareRoot(), scene.yaw)
    pitch = SIMD2((1 - scene.pitch * scene.pitch).squareRoot(), scene.pitch)
  }

  /// Maps a point of the given depth.
  func place(_ point: SIMD2<Float>, depth: Float) -> SIMD2<Float> {
    let x = point.x * yaw.x + depth * yaw.y
    let y = point.y * pitch.x + depth * pitch.y
    let turned = SIMD2(x * rotation.x - y * rotation.y, x * rotation.y + y * rotation.x)
    return centre + turned * unit
  }

  /// Maps a point on the front of the face, which is an ellipsoid.
  ///
  /// - Parameters:
  ///   - point: The point.
  ///   - lift: How far the point stands out from the face.
  /// - Returns: The place in pixels.
  func place(_ point: SIMD2<Float>, lift: Float = 0) -> SIMD2<Float> {
    let square = max(0, 1 - 1.4 * point.x * point.x - 0.5 * point.y * point.y)
    return place(point, depth: 0.5 * square.squareRoot() + lift)
  }
}
