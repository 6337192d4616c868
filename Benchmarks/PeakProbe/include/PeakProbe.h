#ifndef PEAK_PROBE_H
#define PEAK_PROBE_H

/// Multiplies and adds in the widest registers, and nothing else: the largest number of
/// single-precision operations that a core can do. Returns the number of operations that were done;
/// zero where no probe is written for the processor.
double peak_probe(long rounds);

#endif
