#ifndef STK_PRODUCTS_H
#define STK_PRODUCTS_H

#include <stddef.h>

/// Kernels of matrix products and convolutions.
///
/// All products share one form. A tile is `tile_rows` rows of the result by `tile_columns` columns.
/// Where a row's left operand lies is told by pointers, one for each tap of a convolution's window;
/// a plain matrix product has one tap. So images need neither be packed nor unrolled: a pointer
/// shows a pixel's channels, or a row of zeros outside the image.
typedef struct stk_products {
  ptrdiff_t tile_rows;
  ptrdiff_t tile_columns;

  /// For each tile, y[r][j] = bias[j] + sum over taps t and depth c of
  /// a[t][r][a_offset + c] * b[t * depth + c][j], for j < columns.
  /// `a` is `[tiles][taps][tile_rows]`, `y` is `[tiles][tile_rows]` with NULL for rows to skip,
  /// `b` is one panel `[taps * depth][tile_columns]`. If `accumulate`, y is added to instead.
  void (*panel)(const float *const *a, ptrdiff_t a_offset, ptrdiff_t tiles, ptrdiff_t taps,
                ptrdiff_t depth, const float *b, float *const *y, ptrdiff_t y_offset,
                ptrdiff_t columns, const float *bias, int accumulate);

  /// y[i][j] += sum over p of x[p][x_offset + i] * u[p][u_offset + j] for i < rows, j < columns.
  void (*outer)(const float *const *x, ptrdiff_t x_offset, const float *const *u,
                ptrdiff_t u_offset, ptrdiff_t count, float *y, ptrdiff_t y_stride, ptrdiff_t rows,
                ptrdiff_t columns);

  /// Packs b[k][n] = source[k * k_stride + n * n_stride] into panels of tile_columns columns, each
  /// `[depth][tile_columns]` and `panel_stride` apart, padded with zeros.
  void (*pack_columns)(const float *source, ptrdiff_t k_stride, ptrdiff_t n_stride, ptrdiff_t depth,
                       ptrdiff_t columns, float *panels, ptrdiff_t panel_stride);

  /// y[r * columns + c] = x[c * rows + r]
  void (*transpose)(const float *x, ptrdiff_t rows, ptrdiff_t columns, ptrdiff_t x_stride,
                    float *y, ptrdiff_t y_stride);

  /// y[i] += sum over parts s of x[s * stride + i], the parts in order.
  void (*sum_parts)(const float *x, ptrdiff_t parts, ptrdiff_t stride, ptrdiff_t count, float *y);
} stk_products;

/// Returns the kernels of a path.
const stk_products *stk_products_table(int path);

/// The places of a convolution's windows: which pixel of the source a tap of a target pixel reads.
typedef struct stk_windows {
  /// Source: images `[images][height][width][channels]`.
  const float *source;
  ptrdiff_t height, width, channels;
  /// Target pixels are counted by image, row, column.
  ptrdiff_t target_height, target_width;
  /// The source row of target row h and tap row t is h * stride + first_row[t]; columns alike.
  ptrdiff_t stride;
  ptrdiff_t taps;
  const ptrdiff_t *tap_rows;
  const ptrdiff_t *tap_columns;
  /// At least `channels` zeros, shown outside the image.
  const float *zeros;
} stk_windows;

/// Writes `[tiles][taps][tile_rows]` pointers for target pixels first ..< first + count; rows past
/// the end show zeros.
void stk_window_tiles(const stk_windows *windows, ptrdiff_t first, ptrdiff_t count,
                      ptrdiff_t tile_rows, const float **pointers);

/// Writes `[taps][count]` pointers for target pixels first ..< first + count.
void stk_window_rows(const stk_windows *windows, ptrdiff_t first, ptrdiff_t count,
                     const float **pointers);

/// Writes `[tiles][tile_rows]` pointers to target pixels first ..< first + count, NULL past the end;
/// strides are in floats.
void stk_target_tiles(float *target, ptrdiff_t image_stride, ptrdiff_t row_stride,
                      ptrdiff_t column_stride, ptrdiff_t height, ptrdiff_t width, ptrdiff_t first,
                      ptrdiff_t count, ptrdiff_t tile_rows, float **pointers);

#endif
