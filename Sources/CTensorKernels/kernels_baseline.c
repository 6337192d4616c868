// Every kernel, compiled for the processors that the whole program supports.
#include "CTensorKernels.h"
#include "vector.h"

#include <math.h>

#define STK_SUFFIX _baseline
#include "bodies/functions.inc"
#include "bodies/elementwise.inc"
#include "bodies/gemm.inc"
#include "bodies/normalization.inc"
#include "bodies/convolution.inc"
#include "bodies/winograd.inc"
#include "bodies/rows.inc"
#include "bodies/optimizers.inc"
