// gzip through zlib, whose stream structure is the same in every 1.x release.

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

#include "CImageCodecs.h"
#include "library.h"

typedef struct {
  const uint8_t *next_in;
  unsigned int available_in;
  unsigned long total_in;
  uint8_t *next_out;
  unsigned int available_out;
  unsigned long total_out;
  const char *message;
  void *state;
  void *(*allocate)(void *, unsigned int, unsigned int);
  void (*release)(void *, void *);
  void *opaque;
  int data_type;
  unsigned long adler;
  unsigned long reserved;
} sic_zlib_stream;

enum {
  SIC_Z_NO_FLUSH = 0,
  SIC_Z_OK = 0,
  SIC_Z_STREAM_END = 1,
  SIC_Z_MEMORY_ERROR = -4,
  SIC_Z_BUFFER_ERROR = -5,
  SIC_Z_GZIP_WINDOW = 15 + 16
};

static int (*inflate_init)(
    sic_zlib_stream *stream, int window_bits, const char *version, int stream_size);
static int (*inflate_step)(sic_zlib_stream *stream, int flush);
static int (*inflate_reset)(sic_zlib_stream *stream);
static int (*inflate_end)(sic_zlib_stream *stream);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int available;

static void load(void) {
  static const char *const names[] = {
      "libz.so.1", "libz.so", "/usr/lib/libz.1.dylib", "libz.1.dylib", "libz.dylib", NULL};
  const sic_symbol symbols[] = {
      {(void **)&inflate_init, "inflateInit2_"},
      {(void **)&inflate_step, "inflate"},
      {(void **)&inflate_reset, "inflateReset"},
      {(void **)&inflate_end, "inflateEnd"}};
  available = sic_load(names, symbols, sizeof symbols / sizeof *symbols);
}

int sic_zlib_available(void) {
  pthread_once(&once, load);
  return available;
}

struct sic_gzip {
  sic_zlib_stream stream;
  size_t left;
  int ended;
};

int sic_gzip_open(const uint8_t *data, size_t size, sic_gzip **stream, char *message) {
  sic_say(message, "");
  *stream = NULL;
  if (!sic_zlib_available()) return SIC_MISSING_LIBRARY;
  sic_gzip *made = calloc(1, sizeof *made);
  if (!made) return SIC_NO_MEMORY;
  made->stream.next_in = data;
  made->left = size;
  int result = inflate_init(&made->stream, SIC_Z_GZIP_WINDOW, "1", (int)sizeof made->stream);
  if (result != SIC_Z_OK) {
    sic_say(message, "zlib refused to start");
    free(made);
    return result == SIC_Z_MEMORY_ERROR ? SIC_NO_MEMORY : SIC_BAD_DATA;
  }
  *stream = made;
  return SIC_OK;
}

int sic_gzip_read(
    sic_gzip *stream, uint8_t *output, size_t capacity, size_t *written, char *message) {
  sic_say(message, "");
  *written = 0;
  sic_zlib_stream *z = &stream->stream;
  while (*written < capacity && !stream->ended) {
    if (z->available_in == 0 && stream->left > 0) {
      z->available_in = stream->left < INT_MAX ? (unsigned int)stream->left : INT_MAX;
      stream->left -= z->available_in;
    }
    size_t room = capacity - *written;
    unsigned int piece = room < INT_MAX ? (unsigned int)room : INT_MAX;
    z->next_out = output + *written;
    z->available_out = piece;
    int result = inflate_step(z, SIC_Z_NO_FLUSH);
    *written += piece - z->available_out;
    if (result == SIC_Z_STREAM_END) {
      if (z->available_in == 0 && stream->left == 0) {
        stream->ended = 1;
      } else if (inflate_reset(z) != SIC_Z_OK) {
        sic_say(message, "zlib refused to go on");
        return SIC_BAD_DATA;
      }
    } else if (result == SIC_Z_BUFFER_ERROR && z->available_in == 0 && stream->left == 0) {
      sic_say(message, "the compressed data end too early");
      return SIC_BAD_DATA;
    } else if (result == SIC_Z_MEMORY_ERROR) {
      return SIC_NO_MEMORY;
    } else if (result != SIC_Z_OK) {
      sic_say(message, z->message ? z->message : "the compressed data are damaged");
      return SIC_BAD_DATA;
    }
  }
  return SIC_OK;
}

void sic_gzip_close(sic_gzip *stream) {
  if (!stream) return;
  inflate_end(&stream->stream);
  free(stream);
}
