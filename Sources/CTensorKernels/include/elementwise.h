#ifndef STK_ELEMENTWISE_H
#define STK_ELEMENTWISE_H

#include <stddef.h>

/// Functions of two numbers.
typedef enum stk_binary {
  STK_ADD_OP,
  STK_SUBTRACT_OP,
  STK_MULTIPLY_OP,
  STK_DIVIDE_OP,
  STK_MAXIMUM_OP,
  STK_BINARY_COUNT
} stk_binary;

/// Functions of one number.
typedef enum stk_unary {
  STK_EXP_OP,
  STK_LOG_OP,
  STK_SQRT_OP,
  STK_ABS_OP,
  STK_SIGMOID_OP,
  STK_TANH_OP,
  STK_LEAKY_OP,
  STK_GELU_OP,
  STK_SILU_OP,
  STK_SOFTPLUS_OP,
  STK_UNARY_COUNT
} stk_unary;

/// Kernels that treat every element alone. Counts are in elements; outputs may be the inputs.
typedef struct stk_elementwise {
  /// y[i] = a[i] + b[i]
  void (*add)(const float *a, const float *b, float *y, ptrdiff_t count);
  /// y[i] = x[i] * factor + summand
  void (*scale)(const float *x, float factor, float summand, float *y, ptrdiff_t count);
  /// y[i] = op(a[i * a_step], b[i * b_step]) for each stk_binary; steps are 0 or 1.
  void (*binary[STK_BINARY_COUNT])(const float *a, ptrdiff_t a_step, const float *b,
                                   ptrdiff_t b_step, float *y, ptrdiff_t count);
  /// y[i] = op(x[i]) for each stk_unary; the slope is that of the leaky rectifier.
  void (*unary[STK_UNARY_COUNT])(const float *x, float slope, float *y, ptrdiff_t count);
  /// dx[i] = dy[i] * op'(x[i]) for each stk_unary.
  void (*unary_gradient[STK_UNARY_COUNT])(const float *x, const float *dy, float slope, float *dx,
                                          ptrdiff_t count);
} stk_elementwise;

/// Returns the kernels of a path.
const stk_elementwise *stk_elementwise_table(int path);

#endif
