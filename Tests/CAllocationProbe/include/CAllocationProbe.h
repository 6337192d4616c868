// Watches how much memory the calling thread asks for at once.

#ifndef CALLOCATIONPROBE_H
#define CALLOCATIONPROBE_H

#include <stddef.h>

/// Returns 1 where requests can be watched (glibc, or AddressSanitizer anywhere), else 0.
int sap_is_available(void);

/// Starts to watch the calling thread.
void sap_begin(void);

/// Stops, and returns the largest number of bytes that the thread asked for in one request.
size_t sap_end(void);

#endif
