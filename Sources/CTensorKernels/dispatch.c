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
/// A family that is compiled for AVX-512 too.
#define STK_WIDE_TABLE(family)                                   \
  extern const stk_##family stk_##family##_baseline;             \
  extern const stk_##family stk_##family##_avx2;                 \
  extern const stk_##family stk_##family##_avx512;               \
  const stk_##family *stk_##family##_table(int path) {           \
    if (path == 2) return &stk_##family##_avx512;                \
    return path == 1 ? &stk_##family##_avx2 : &stk_##family##_baseline; \
  }
#else
#define STK_TABLE(family)                              \
  extern const stk_##family stk_##family##_baseline;   \
  const stk_##family *stk_##family##_table(int path) { \
    (void)path;                                        \
    return &stk_##family##_baseline;                   \
  }
#define STK_WIDE_TABLE(family) STK_TABLE(family)
#endif

STK_TABLE(elementwise)
STK_TABLE(normalization)
STK_TABLE(optimizers)
STK_TABLE(rows)
STK_TABLE(convolution)
STK_WIDE_TABLE(gemm)
STK_WIDE_TABLE(winograd)
