#ifndef STK_GEMM_H
#define STK_GEMM_H

#include <stddef.h>

#include "products.h"

/// A block of a matrix product whose left operand is reached through offsets:
///
///   c[c_rows[i] + j] = start + sum over s, k of
///     a[a_rows[i] + a_segments[s] + k * a_step]
///     * b[(j / columns) * b_panel + s * b_segment + k * b_step + j % columns]
///
/// where start is what c held (accumulate), else bias[j], else zero. A row of a plain matrix has
/// one segment; a pixel of a convolution has one for every run of adjacent taps; in a weight
/// gradient the segments are the rows of the image.
typedef struct stk_gemm_block {
  const float *a;
  const ptrdiff_t *a_rows;
  const ptrdiff_t *a_segments;
  ptrdiff_t a_step;
  const float *b;
  ptrdiff_t b_panel;
  ptrdiff_t b_segment;
  ptrdiff_t b_step;
  float *c;
  const ptrdiff_t *c_rows;
  const float *bias;
  ptrdiff_t rows;
  ptrdiff_t columns;
  ptrdiff_t segments;
  ptrdiff_t length;
  int accumulate;
} stk_gemm_block;

/// Matrix products in tiles of `rows` x `tile_columns`, which are whole panels of `columns`.
typedef struct stk_gemm {
  ptrdiff_t rows;
  ptrdiff_t columns;
  ptrdiff_t tile_columns;
  /// The steps of one pass over a long sum that suit the nearest caches.
  ptrdiff_t steps;
  /// Computes a block, one column of tiles after the other.
  void (*multiply)(const stk_gemm_block *block);
  /// Computes many small products.
  void (*products)(const stk_products *products);
  /// Copies a matrix into panels `panel` wide, the last filled up with zeros:
  /// target[(j / panel) * target_panel + k * panel + j % panel] = source[k * k_step + j * j_step]
  void (*pack)(const float *source, ptrdiff_t k_step, ptrdiff_t j_step, ptrdiff_t length,
               ptrdiff_t width, float *target, ptrdiff_t panel, ptrdiff_t target_panel);
} stk_gemm;

/// Returns the kernels of a path.
const stk_gemm *stk_gemm_table(int path);

#endif
