import CTensorKernels
import Foundation

/// Which compilation of the kernels runs: one for every x86-64 or ARM machine, one per extension.
///
/// Chosen once from what the processor offers; the environment variable `SEMISUPERVISED_KERNELS`
/// set to the name of a path, such as `baseline`, forces it where the processor can run it. Results
/// are the same bits on one path. AVX-512 gives those of AVX2; the baseline may differ from them in
/// the last bits.
public enum KernelPath: Int32, Sendable, CaseIterable {
  /// Portable vector code.
  case baseline = 0
  /// AVX2 and FMA on x86-64.
  case avx2 = 1
  /// AVX2 with AVX-512 for products and Winograd's transforms, which give the same bits as AVX2's.
  case avx512 = 2

  /// The paths that this processor can run.
  public static let available: [KernelPath] = allCases.filter {
    stk_path_available($0.rawValue) != 0
  }

  private static let chosen: KernelPath =
    available.first { "\($0)" == ProcessInfo.processInfo.environment["SEMISUPERVISED_KERNELS"] }
    ?? available.last ?? .baseline

  /// Replaces the choice within a task, for tests that compare paths.
  @TaskLocal package static var override: KernelPath?

  /// The path that operations started now take.
  public static var current: KernelPath { override ?? chosen }
}

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
