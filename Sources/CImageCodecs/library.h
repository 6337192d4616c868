// How the codecs find their libraries; not visible to Swift.

#ifndef SIC_LIBRARY_H
#define SIC_LIBRARY_H

#include <stddef.h>

/// A function of a library: where its address goes, and its name.
typedef struct {
  void **address;
  const char *name;
} sic_symbol;

/// Loads the first library of a list (ended by null) that has all symbols; 1 if there is one.
int sic_load(const char *const *names, const sic_symbol *symbols, size_t count);

/// Copies a message, cut to SIC_MESSAGE_LENGTH.
void sic_say(char *message, const char *text);

int sic_png_available(void);
int sic_jpeg_available(void);
int sic_zlib_available(void);

#endif
