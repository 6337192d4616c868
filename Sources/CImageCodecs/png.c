// PNG through the simplified interface of libpng 1.6, which is the same in every 1.6 release.

#include <pthread.h>
#include <string.h>

#include "CImageCodecs.h"
#include "library.h"

// The public structure of the simplified interface, version 1.
typedef struct {
  void *control;
  uint32_t version;
  uint32_t width;
  uint32_t height;
  uint32_t format;
  uint32_t flags;
  uint32_t colormap_entries;
  uint32_t warning_or_error;
  char message[64];
} sic_png_image;

enum {
  SIC_PNG_IMAGE_VERSION = 1,
  SIC_PNG_FORMAT_RGBA = 3,
  SIC_PNG_FLAG_16BIT_SRGB = 4
};

static int (*begin_read)(sic_png_image *image, const void *memory, size_t size);
static int (*finish_read)(
    sic_png_image *image, const void *background, void *buffer, int32_t row_stride,
    void *colormap);
static void (*image_free)(sic_png_image *image);

static pthread_once_t once = PTHREAD_ONCE_INIT;
static int available;

static void load(void) {
  static const char *const names[] = {
      "libpng16.so.16",
      "libpng16.so",
      "libpng16.16.dylib",
      "libpng16.dylib",
      "/opt/homebrew/lib/libpng16.16.dylib",
      "/opt/homebrew/lib/libpng16.dylib",
      "/usr/local/lib/libpng16.16.dylib",
      "/usr/local/lib/libpng16.dylib",
      NULL};
  const sic_symbol symbols[] = {
      {(void **)&begin_read, "png_image_begin_read_from_memory"},
      {(void **)&finish_read, "png_image_finish_read"},
      {(void **)&image_free, "png_image_free"}};
  available = sic_load(names, symbols, sizeof symbols / sizeof *symbols);
}

int sic_png_available(void) {
  pthread_once(&once, load);
  return available;
}

int sic_png_decode(
    const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint8_t *pixels,
    char *message) {
  sic_say(message, "");
  if (!sic_png_available()) return SIC_MISSING_LIBRARY;
  sic_png_image image;
  memset(&image, 0, sizeof image);
  image.version = SIC_PNG_IMAGE_VERSION;
  if (!begin_read(&image, data, size)) {
    sic_say(message, image.message);
    image_free(&image);
    return SIC_BAD_DATA;
  }
  if (image.width != width || image.height != height) {
    sic_say(message, "the size in the header changed");
    image_free(&image);
    return SIC_BAD_DATA;
  }
  image.format = SIC_PNG_FORMAT_RGBA;
  image.flags |= SIC_PNG_FLAG_16BIT_SRGB;
  if (!finish_read(&image, NULL, pixels, (int32_t)(width * 4), NULL)) {
    sic_say(message, image.message);
    image_free(&image);
    return SIC_BAD_DATA;
  }
  return SIC_OK;
}
