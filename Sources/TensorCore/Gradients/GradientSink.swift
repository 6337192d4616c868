/// Where in a flat buffer the gradient of one parameter is added up.
struct GradientSink: Sendable {
  let buffer: FlatBuffer
  let offset: Int
}
