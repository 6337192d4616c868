#ifndef CTENSORKERNELS_H
#define CTENSORKERNELS_H

#include <stddef.h>

#include "elementwise.h"
#include "gemm.h"
#include "convolution.h"
#include "winograd.h"
#include "normalization.h"
#include "rows.h"
#include "optimizers.h"

/// Returns 1 if this processor can run a path: 0 portable, 1 AVX2 with FMA, 2 AVX-512.
int stk_path_available(int path);

/// Asks the system to back memory with huge pages, where it knows of them; a hint and no more.
void stk_prefer_huge_pages(void *memory, size_t bytes);

/// Tells the processor that this thread waits in a loop.
static inline void stk_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("isb");
#endif
}

#endif
