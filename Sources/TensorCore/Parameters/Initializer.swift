/// The starting values of a parameter.
public enum Initializer: Sendable, Hashable {
  /// All the same.
  case constant(Float)
  /// Normal with mean zero and the given deviation.
  case normal(deviation: Float)
  /// Uniform between minus and plus the bound.
  case uniform(bound: Float)

  /// He initialization by the number of outputs: normal with deviation `sqrt(2 / fanOut)`.
  ///
  /// Source: He, Zhang, Ren and Sun, "Delving deep into rectifiers", 2015.
  public static func heNormal(fanOut: Int) -> Initializer {
    .normal(deviation: (2 / Float(fanOut)).squareRoot())
  }

  /// Xavier initialization: normal with deviation `sqrt(2 / (fanIn + fanOut))`.
  ///
  /// Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
  /// networks", 2010.
  public static func xavierNormal(fanIn: Int, fanOut: Int) -> Initializer {
    .normal(deviation: (2 / Float(fanIn + fanOut)).squareRoot())
  }

  /// Writes the starting values.
  package func fill(_ values: UnsafeMutableBufferPointer<Float>, using random: inout RandomStream) {
    switch self {
    case .constant(let value): values.update(repeating: value)
    case .normal(let deviation):
      for index in values.indices { values[index] = deviation * random.normal() }
    case .uniform(let bound):
      for index in values.indices { values[index] = random.uniform(-bound, bound) }
    }
  }
}
