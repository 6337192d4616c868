#ifndef STK_PRODUCTS_H
#define STK_PRODUCTS_H

#include <stddef.h>

/// Many small products of the same sizes, one after the other:
///
///   c[p * c_part + i * c_row + j] = start + sum over k of
///     a[p * a_part + i * a_row + k * a_step]
///     * b[p * b_part + j / panel * b_panel + k * b_step + j % panel]
///
/// where start is what c held (accumulate), else zero; panel is that of `stk_gemm`, and columns are
/// whole vectors of eight.
typedef struct stk_products {
  const float *a;
  ptrdiff_t a_part, a_row, a_step;
  const float *b;
  ptrdiff_t b_part, b_panel, b_step;
  float *c;
  ptrdiff_t c_part, c_row;
  ptrdiff_t parts, rows, columns, length;
  int accumulate;
} stk_products;

#endif
