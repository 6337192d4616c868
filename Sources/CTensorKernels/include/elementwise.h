#ifndef STK_ELEMENTWISE_H
#define STK_ELEMENTWISE_H

#include <stddef.h>

/// Kernels that treat every element alone. Counts are in elements; outputs may be the inputs.
typedef struct stk_elementwise {
  /// y[i] = a[i] + b[i]
  void (*add)(const float *a, const float *b, float *y, ptrdiff_t count);
} stk_elementwise;

/// Returns the kernels of a path.
const stk_elementwise *stk_elementwise_table(int path);

#endif
