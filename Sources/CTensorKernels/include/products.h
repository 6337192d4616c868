#ifndef STK_PRODUCTS_H
#define STK_PRODUCTS_H

#include <stddef.h>

/// The steps that lie side by side in the tiled order of `stk_products`.
#define STK_STEP_GROUP 16

/// The first row of a tile, of `tiles` that rows are dealt out to evenly.
static inline ptrdiff_t stk_first_row(ptrdiff_t tile, ptrdiff_t tiles, ptrdiff_t rows) {
  return rows * tile / tiles;
}

/// A number of steps, brought to whole groups.
static inline ptrdiff_t stk_whole_groups(ptrdiff_t steps) {
  return (steps + STK_STEP_GROUP - 1) / STK_STEP_GROUP * STK_STEP_GROUP;
}

/// Many small products of the same sizes, one after the other:
///
///   c[p * c_part + i * c_row + j] = start + sum over k of
///     a_p(i, k) * b[p * b_part + j / panel * b_panel + k * b_step + j % panel]
///
/// where start is what c held (accumulate), else zero; panel is that of `stk_gemm`, and columns are
/// whole vectors of eight. The left operand begins at a + p * a_part and has one of two orders:
///
/// - With a_step, its rows lie side by side: a_p(i, k) is at i + k * a_step.
/// - Without, it is tiled for the product of `rows` rows: dealt out to the fewest tiles that are no
///   higher than `stk_gemm` says, tile t begins with row f = stk_first_row(t, tiles, rows), at
///   f * stk_whole_groups(length). It holds its steps, whose number is a multiple of eight, in groups
///   of G = STK_STEP_GROUP: with n rows, a_p(f + i, k) is k / G * G * n + G * i + k % G further on.
///   So a tile is read from front to back, and its rows are reached from one address.
typedef struct stk_products {
  const float *a;
  ptrdiff_t a_part, a_step;
  const float *b;
  ptrdiff_t b_part, b_panel, b_step;
  float *c;
  ptrdiff_t c_part, c_row;
  ptrdiff_t parts, rows, columns, length;
  int accumulate;
} stk_products;

#endif
