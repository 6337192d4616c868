#ifndef STK_ROWS_H
#define STK_ROWS_H

#include <stddef.h>

/// Kernels on rows of `columns` numbers, such as class scores.
typedef struct stk_rows {
  /// y[r] = softmax of x[r]; with `logs` its logarithm. Safe for any finite scores.
  void (*softmax)(const float *x, ptrdiff_t rows, ptrdiff_t columns, int logs, float *y);
  /// dx[r] = p * (dy[r] - sum(dy[r] * p)) with p = y[r];
  /// with `logs`, dx[r] = dy[r] - exp(y[r]) * sum(dy[r])
  void (*softmax_gradient)(const float *y, const float *dy, ptrdiff_t rows, ptrdiff_t columns,
                           int logs, float *dx);
  /// Of every row the index of its first largest number, and that number; a NaN is never larger, but
  /// makes the number NaN. At least one column.
  void (*peaks)(const float *x, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t *indices,
                float *values);
} stk_rows;

/// Returns the kernels of a path.
const stk_rows *stk_rows_table(int path);

#endif
