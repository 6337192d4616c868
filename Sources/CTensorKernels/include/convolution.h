#ifndef STK_CONVOLUTION_H
#define STK_CONVOLUTION_H

#include <stddef.h>

/// Where pixels of an image go when a window of it is laid out with its border of zeros.
typedef struct stk_window {
  /// The image's height and width, and the distance from pixel to pixel in elements.
  ptrdiff_t height, width, pixel;
  /// The window's first row and column (negative inside the border) and its size.
  ptrdiff_t top, left, rows, columns;
  /// How many channels are copied, and the distance from pixel to pixel in the window.
  ptrdiff_t channels, window_pixel;
  /// What pixels of the image pass on the way, one number a channel: batch norm and a leaky
  /// rectifier, act(x * scale + shift). No scale is a plain copy.
  const float *scale, *shift;
  float slope;
} stk_window;

/// Sums over taps in which channels do not mix. Channels are counted in whole vectors of eight:
/// windows and weights are filled up with zeros.
typedef struct stk_depthwise_block {
  /// Pixel p of tap t begins at window + rows[p] + taps[t].
  const float *window;
  const ptrdiff_t *rows;
  ptrdiff_t pixels;
  const ptrdiff_t *taps;
  ptrdiff_t tap_count;
  /// [tap][channel, filled up]
  float *weight;
  /// The distance from tap to tap in weight.
  ptrdiff_t weight_tap;
  /// Pixel p of the result (or of its gradient) begins at result + result_rows[p].
  float *result;
  const ptrdiff_t *result_rows;
  const float *bias;
  ptrdiff_t channels;
} stk_depthwise_block;

/// Kernels of convolutions beside the matrix product.
typedef struct stk_convolution {
  /// Lays out a window of an image; what lies outside the image is zero.
  void (*pad)(const float *image, const stk_window *window, float *target);
  /// result[p][c] = bias[c] + sum over t of window[p, t][c] * weight[t][c]
  void (*depthwise)(const stk_depthwise_block *block);
  /// weight[t][c] += sum over p of window[p, t][c] * result[p][c]
  void (*depthwise_weight)(const stk_depthwise_block *block);
} stk_convolution;

/// Returns the kernels of a path.
const stk_convolution *stk_convolution_table(int path);

#endif
