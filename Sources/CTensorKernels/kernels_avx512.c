// Matrix products and Winograd's transforms compiled for AVX-512, which spares them half the
// instructions of AVX2; only called where the processor has it. The other kernels are bound by memory
// and keep AVX2's code.
#if defined(__x86_64__)
#include "CTensorKernels.h"
#include "vector.h"

#pragma clang attribute push(__attribute__((target("avx512f,avx512vl,avx2,fma"))), \
                             apply_to = function)
#define STK_SUFFIX _avx512
#define STK_AVX512 1
#include "bodies/gemm.inc"
#include "bodies/winograd.inc"
#pragma clang attribute pop
#endif
