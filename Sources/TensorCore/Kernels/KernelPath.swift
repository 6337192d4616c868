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
