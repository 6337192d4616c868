import CTensorKernels

/// The tables of kernel functions of the current path.
///
/// An operation reads its table once, before it spreads work over threads.
enum Kernels {
  static var elementwise: stk_elementwise {
    stk_elementwise_table(KernelPath.current.rawValue).pointee
  }

  static var normalization: stk_normalization {
    stk_normalization_table(KernelPath.current.rawValue).pointee
  }

  static var optimizers: stk_optimizers {
    stk_optimizers_table(KernelPath.current.rawValue).pointee
  }

  static var rows: stk_rows {
    stk_rows_table(KernelPath.current.rawValue).pointee
  }

  static var gemm: stk_gemm { stk_gemm_table(KernelPath.current.rawValue).pointee }

  static var convolution: stk_convolution {
    stk_convolution_table(KernelPath.current.rawValue).pointee
  }

  static var winograd: stk_winograd {
    stk_winograd_table(KernelPath.current.rawValue).pointee
  }
}
