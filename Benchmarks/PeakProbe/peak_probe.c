#include "PeakProbe.h"

// Independent chains enough to cover the latency of two fused multiply-adds a cycle; the empty
// statement keeps the compiler from doing less than is written.
#define CHAINS 12

#define DEFINE_PROBE(NAME, TARGET, LANES)                                                      \
  TARGET static double NAME(long rounds) {                                                     \
    typedef float vector __attribute__((vector_size(4 * LANES)));                              \
    vector sums[CHAINS], factor = {0}, term = {0};                                             \
    for (int i = 0; i < CHAINS; i++) sums[i] = (vector){1, 2, 3, 4} + (float)i;                \
    factor += 0.999f;                                                                          \
    term += 0.001f;                                                                            \
    for (long r = 0; r < rounds; r++) {                                                        \
      _Pragma("clang fp contract(fast)") _Pragma("clang loop unroll(full)")                    \
      for (int i = 0; i < CHAINS; i++) {                                                       \
        sums[i] = sums[i] * factor + term;                                                     \
        __asm__ volatile("" : "+v"(sums[i]));                                                  \
      }                                                                                        \
    }                                                                                          \
    vector all = sums[0];                                                                      \
    for (int i = 1; i < CHAINS; i++) all += sums[i];                                           \
    volatile float sink = all[0];                                                              \
    (void)sink;                                                                                \
    return 2.0 * LANES * CHAINS * (double)rounds;                                              \
  }

#if defined(__x86_64__)
DEFINE_PROBE(probe_avx2, __attribute__((target("avx2,fma"))), 8)
DEFINE_PROBE(probe_avx512, __attribute__((target("avx512f,avx512vl"))), 16)

double peak_probe(long rounds) {
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl")) {
    return probe_avx512(rounds);
  }
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return probe_avx2(rounds);
  return 0;
}
#else
double peak_probe(long rounds) {
  (void)rounds;
  return 0;
}
#endif
