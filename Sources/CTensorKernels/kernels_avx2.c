// Every kernel, compiled for AVX2 and FMA; only called where the processor has them.
#if defined(__x86_64__)
#include "CTensorKernels.h"
#include "vector.h"

#include <math.h>

#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#define STK_SUFFIX _avx2
#define STK_AVX2 1
#include "bodies/functions.inc"
#include "bodies/elementwise.inc"
#include "bodies/gemm.inc"
#include "bodies/normalization.inc"
#include "bodies/convolution.inc"
#include "bodies/winograd.inc"
#include "bodies/rows.inc"
#include "bodies/optimizers.inc"
#pragma clang attribute pop
#endif
