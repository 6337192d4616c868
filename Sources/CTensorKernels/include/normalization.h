#ifndef STK_NORMALIZATION_H
#define STK_NORMALIZATION_H

#include <stddef.h>

/// Kernels of batch norm with a leaky rectifier behind it, on `rows` rows of `channels` channels.
///
/// The rectifier is act(z) = z > 0 ? z : slope * z; a slope of 1 is none.
typedef struct stk_normalization {
  /// sum[c] = sum of x[r,c];  deviation[c] = sum of (x[r,c] - sum[c] / rows)^2
  void (*moments)(const float *x, ptrdiff_t rows, ptrdiff_t channels, float *sum,
                  float *deviation);
  /// y[r,c] = act(x[r,c] * scale[c] + shift[c])
  void (*apply)(const float *x, ptrdiff_t rows, ptrdiff_t channels, const float *scale,
                const float *shift, float slope, float *y);
  /// With g[r,c] = dy[r,c] * act'(x[r,c] * scale[c] + shift[c]):
  /// sum[c] = sum of g[r,c];  product[c] = sum of g[r,c] * (x[r,c] - mean[c])
  void (*gradient_sums)(const float *x, const float *dy, ptrdiff_t rows, ptrdiff_t channels,
                        const float *scale, const float *shift, float slope, const float *mean,
                        float *sum, float *product);
  /// With g as above:
  /// dx[r,c] = scale[c] * g[r,c] + along[c] * x[r,c] + constant[c] + present[r,c]
  /// where present may be absent, and dx may be dy.
  void (*gradient_apply)(const float *x, const float *dy, ptrdiff_t rows, ptrdiff_t channels,
                         const float *scale, const float *shift, float slope, const float *along,
                         const float *constant, const float *present, float *dx);
} stk_normalization;

/// Returns the kernels of a path.
const stk_normalization *stk_normalization_table(int path);

#endif
