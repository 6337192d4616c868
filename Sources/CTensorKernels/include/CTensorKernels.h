#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include "elementwise.h"
#include "gemm.h"
#include "convolution.h"
#include "winograd.h"
#include "normalization.h"
#include "rows.h"
#include "optimizers.h"

/// Returns 1 if this processor can run a path: 0 portable, 1 AVX2 with FMA.
int stk_path_available(int path);

#endif
