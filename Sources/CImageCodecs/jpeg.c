// JPEG through the TurboJPEG interface of libjpeg-turbo, version 2 or 3.

#include <pthread.h>
#include <string.h>

#include "CImageCodecs.h"
#include "library.h"

enum {
  SIC_TJ_RGB = 0,
  SIC_TJ_GRAY = 6,
  SIC_TJ_CMYK = 11,
  SIC_TJ_SPACE_GRAY = 2,
  SIC_TJ_SPACE_CMYK = 3,
  SIC_TJ_SPACE_YCCK = 4,
  SIC_TJ_ERROR_WARNING = 0,
  SIC_TJ_ACCURATE_DCT = 4096,
  SIC_TJ_LIMIT_SCANS = 32768
};

static void *(*init_decompress)(void);
static int (*decompress_header)(
    void *handle, const unsigned char *data, unsigned long size, int *width, int *height,
    int *subsampling, int *colorspace);
static int (*decompress)(
    void *handle, const unsigned char *data, unsigned long size, unsigned char *pixels, int width,
    int pitch, int height, int format, int flags);
static int (*destroy)(void *handle);
static char *(*error_text)(void *handle);
static int (*error_code)(void *handle);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int available;

static void load(void) {
  static const char *const names[] = {
      "libturbojpeg.so.0",
      "libturbojpeg.so",
      "libturbojpeg.0.dylib",
      "libturbojpeg.dylib",
      "/opt/homebrew/lib/libturbojpeg.dylib",
      "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib",
      "/usr/local/lib/libturbojpeg.dylib",
      "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib",
      NULL};
  const sic_symbol symbols[] = {
      {(void **)&init_decompress, "tjInitDecompress"},
      {(void **)&decompress_header, "tjDecompressHeader3"},
      {(void **)&decompress, "tjDecompress2"},
      {(void **)&destroy, "tjDestroy"},
      {(void **)&error_text, "tjGetErrorStr2"},
      {(void **)&error_code, "tjGetErrorCode"}};
  available = sic_load(names, symbols, sizeof symbols / sizeof *symbols);
}

int sic_jpeg_available(void) {
  pthread_once(&once, load);
  return available;
}

int sic_jpeg_open(
    const uint8_t *data, size_t size, sic_jpeg **stream, int *width, int *height, int *kind,
    char *message) {
  sic_say(message, "");
  *stream = NULL;
  if (!sic_jpeg_available()) return SIC_MISSING_LIBRARY;
  void *handle = init_decompress();
  if (!handle) return SIC_NO_MEMORY;
  int subsampling = 0;
  int space = 0;
  if (decompress_header(handle, data, size, width, height, &subsampling, &space) != 0) {
    sic_say(message, error_text(handle));
    destroy(handle);
    return SIC_BAD_DATA;
  }
  if (space == SIC_TJ_SPACE_GRAY) {
    *kind = SIC_JPEG_GRAY;
  } else if (space == SIC_TJ_SPACE_CMYK || space == SIC_TJ_SPACE_YCCK) {
    *kind = SIC_JPEG_CMYK;
  } else {
    *kind = SIC_JPEG_COLOR;
  }
  *stream = handle;
  return SIC_OK;
}

// Warnings after which every pixel is still the one that was encoded.
static int is_harmless(const char *warning) {
  static const char *const parts[] = {
      "extraneous bytes before marker", "Invalid SOS parameters", "unknown JFIF revision",
      "Unknown Adobe color transform"};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
    if (strstr(warning, parts[i])) return 1;
  }
  return 0;
}

int sic_jpeg_decode(
    sic_jpeg *stream, const uint8_t *data, size_t size, int width, int height, int kind,
    uint8_t *pixels, char *message) {
  sic_say(message, "");
  int format = SIC_TJ_RGB;
  int channels = 3;
  if (kind == SIC_JPEG_GRAY) {
    format = SIC_TJ_GRAY;
    channels = 1;
  } else if (kind == SIC_JPEG_CMYK) {
    format = SIC_TJ_CMYK;
    channels = 4;
  }
  int result = decompress(
      stream, data, size, pixels, width, width * channels, height, format,
      SIC_TJ_ACCURATE_DCT | SIC_TJ_LIMIT_SCANS);
  if (result != 0) {
    const char *text = error_text(stream);
    if (error_code(stream) != SIC_TJ_ERROR_WARNING || !is_harmless(text)) {
      sic_say(message, text);
      return SIC_BAD_DATA;
    }
  }
  return SIC_OK;
}

void sic_jpeg_close(sic_jpeg *stream) {
  if (stream) destroy(stream);
}
