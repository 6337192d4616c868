#if defined(__linux__)
#define _DEFAULT_SOURCE
#include <sys/mman.h>
#endif

#include "CTensorKernels.h"

void stk_prefer_huge_pages(void *memory, size_t bytes) {
#if defined(__linux__) && defined(MADV_HUGEPAGE)
  (void)madvise(memory, bytes, MADV_HUGEPAGE);
#else
  (void)memory;
  (void)bytes;
#endif
}

int stk_path_available(int path) {
  if (path == 0) return 1;
#if defined(__x86_64__)
  if (path == 1) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  }
  if (path == 2) {
    return stk_path_available(1) && __builtin_cpu_supports("avx512f") &&
           __builtin_cpu_supports("avx512vl");
  }
#endif
  return 0;
}

#if defined(__x86_64__)
#define STK_TABLE(family)                                        \
  extern const stk_##family stk_##family##_baseline;             \
  extern const stk_##family stk_##family##_avx2;                 \
  const stk_##family *stk_##family##_table(int path) {           \
    return path >= 1 ? &stk_##family##_avx2 : &stk_##family##_baseline; \
  }
#else
#define STK_TABLE(family)                              \
  extern const stk_##family stk_##family##_baseline;   \
  const stk_##family *stk_##family##_table(int path) { \
    (void)path;                                        \
    return &stk_##family##_baseline;                   \
  }
#endif

STK_TABLE(elementwise)
STK_TABLE(normalization)
STK_TABLE(optimizers)
STK_TABLE(rows)
STK_TABLE(convolution)
STK_TABLE(winograd)

#if defined(__x86_64__)
extern const stk_gemm stk_gemm_baseline, stk_gemm_avx2, stk_gemm_avx512;

const stk_gemm *stk_gemm_table(int path) {
  if (path == 0) return &stk_gemm_baseline;
  return path == 1 ? &stk_gemm_avx2 : &stk_gemm_avx512;
}
#else
STK_TABLE(gemm)
#endif
