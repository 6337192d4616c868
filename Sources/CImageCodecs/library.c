#include "library.h"

#include <dlfcn.h>
#include <string.h>

#include "CImageCodecs.h"

int sic_load(const char *const *names, const sic_symbol *symbols, size_t count) {
  for (; *names; names++) {
    void *library = dlopen(*names, RTLD_NOW | RTLD_LOCAL);
    if (!library) continue;
    size_t found = 0;
    for (; found < count; found++) {
      *symbols[found].address = dlsym(library, symbols[found].name);
      if (!*symbols[found].address) break;
    }
    if (found == count) return 1;
    dlclose(library);
  }
  return 0;
}

void sic_say(char *message, const char *text) {
  if (!message) return;
  strncpy(message, text ? text : "", SIC_MESSAGE_LENGTH - 1);
  message[SIC_MESSAGE_LENGTH - 1] = 0;
}

int sic_is_available(int library) {
  switch (library) {
    case SIC_PNG: return sic_png_available();
    case SIC_JPEG: return sic_jpeg_available();
    case SIC_ZLIB: return sic_zlib_available();
    default: return 0;
  }
}
