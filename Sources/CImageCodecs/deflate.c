// zlib streams written through zlib.

#include <pthread.h>

#include "CImageCodecs.h"
#include "library.h"

static int (*compress_all)(
    uint8_t *output, unsigned long *length, const uint8_t *data, unsigned long size, int level);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int available;

static void load(void) {
  static const char *const names[] = {
      "libz.so.1", "libz.so", "/usr/lib/libz.1.dylib", "libz.1.dylib", "libz.dylib", NULL};
  const sic_symbol symbols[] = {{(void **)&compress_all, "compress2"}};
  available = sic_load(names, symbols, sizeof symbols / sizeof *symbols);
}

int sic_zlib_compress(const uint8_t *data, size_t size, uint8_t *output, size_t *length) {
  pthread_once(&once, load);
  if (!available) return SIC_MISSING_LIBRARY;
  unsigned long written = *length;
  if (compress_all(output, &written, data, size, 9) != 0) return SIC_BAD_DATA;
  *length = written;
  return SIC_OK;
}
