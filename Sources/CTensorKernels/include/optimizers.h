#ifndef STK_OPTIMIZERS_H
#define STK_OPTIMIZERS_H

#include <stddef.h>

/// The numbers of one optimizer step. Every element goes, in this order, through
///   g = gradient * gradient_scale, w = w * scale_before, g = g + coupled_decay * w,
///   the rule's own change of w, teacher += teacher_rate * (w - teacher), w = w * scale_after.
typedef struct stk_update {
  float gradient_scale;
  float scale_before;
  float coupled_decay;
  float scale_after;
  /// The step length: the learning rate, divided by Adam's correction of the first moment.
  float step;
  /// SGD: the momentum.
  float momentum;
  /// Adam: one minus the decay of the first moment.
  float first_rate;
  /// Adam: the decay of the second moment, and one minus it.
  float second_decay;
  float second_rate;
  /// Adam: the square root of the correction of the second moment, and what is added to the root.
  float second_root;
  float epsilon;
  /// One minus the decay of the teacher.
  float teacher_rate;
  /// SGD: whether to look ahead along the momentum.
  int nesterov;
  /// Whether the gradient becomes zero.
  int clears_gradient;
} stk_update;

/// Updates of flat buffers. Counts are multiples of eight; buffers do not overlap.
typedef struct stk_optimizers {
  /// m = momentum * m + g; w -= step * (nesterov ? g + momentum * m : m). Without m (null) it is
  /// w -= step * g. The teacher may be null.
  void (*sgd)(const stk_update *update, float *w, float *gradient, float *m, float *teacher,
              ptrdiff_t count);
  /// m += first_rate * (g - m); v = second_decay * v + second_rate * g * g;
  /// w -= step * m / (sqrt(v) / second_root + epsilon). The teacher may be null.
  void (*adam)(const stk_update *update, float *w, float *gradient, float *m, float *v,
               float *teacher, ptrdiff_t count);
  /// target += rate * (source - target)
  void (*average)(float rate, const float *source, float *target, ptrdiff_t count);
  /// Returns the sum of squares, in double precision.
  double (*sum_of_squares)(const float *x, ptrdiff_t count);
} stk_optimizers;

/// Returns the kernels of a path.
const stk_optimizers *stk_optimizers_table(int path);

#endif
