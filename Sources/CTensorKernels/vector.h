#ifndef STK_VECTOR_H
#define STK_VECTOR_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// Vectors wider than the baseline registers never cross a call: every such function is inlined.
#pragma clang diagnostic ignored "-Wpsabi"

/// Four floats, one register of every processor.
typedef float stk_f4 __attribute__((vector_size(16), aligned(4), may_alias));

/// Eight floats; the compiler splits them where registers are narrower. Loads need no alignment.
typedef float stk_f8 __attribute__((vector_size(32), aligned(4), may_alias));

/// Sixteen floats, one register of AVX-512.
typedef float stk_f16 __attribute__((vector_size(64), aligned(4), may_alias));

/// Eight 32-bit integers, such as the result of comparing eight floats.
typedef int32_t stk_i8 __attribute__((vector_size(32), aligned(4), may_alias));

/// The floats of a vector.
#define STK_LANES(vector) ((int)(sizeof(vector) / sizeof(float)))

#define STK_INLINE static inline __attribute__((always_inline))
#define STK_JOIN2(a, b) a##b
#define STK_JOIN(a, b) STK_JOIN2(a, b)
/// The name of a kernel with the suffix of the instruction set that is being compiled.
#define STK_NAME(name) STK_JOIN(stk_##name, STK_SUFFIX)

#endif
