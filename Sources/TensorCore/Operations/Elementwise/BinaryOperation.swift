import CTensorKernels

/// The functions of two numbers that have kernels.
enum BinaryOperation: Sendable {
  case add
  case subtract
  case multiply
  case divide
  case maximum

  typealias Kernel =
    @convention(c) (
      UnsafePointer<Float>?, Int, UnsafePointer<Float>?, Int, UnsafeMutablePointer<Float>?, Int
    ) -> Void

  /// The function of the current kernel path.
  var kernel: Kernel? {
    let table = Kernels.elementwise.binary
    return switch self {
    case .add: table.0
    case .subtract: table.1
    case .multiply: table.2
    case .divide: table.3
    case .maximum: table.4
    }
  }
}
