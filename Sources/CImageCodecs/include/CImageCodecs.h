// Decoders that are looked up at run time: libpng, libturbojpeg and zlib.
//
// Nothing of these libraries is needed to build. Every function that needs one returns
// SIC_MISSING_LIBRARY where it cannot be loaded. All functions may be called from any thread.

#ifndef CIMAGECODECS_H
#define CIMAGECODECS_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  SIC_OK = 0,
  SIC_MISSING_LIBRARY = 1,
  SIC_BAD_DATA = 2,
  SIC_NO_MEMORY = 3
};

enum { SIC_PNG = 0, SIC_JPEG = 1, SIC_ZLIB = 2 };

enum { SIC_MESSAGE_LENGTH = 200 };

/// Returns 1 if the library (SIC_PNG, SIC_JPEG, SIC_ZLIB) can be used, else 0.
int sic_is_available(int library);

/// Decodes a PNG file in memory to red, green, blue and alpha of eight bits, not composited.
///
/// `width` and `height` are what the caller read from the header and sized `pixels` for; a file that
/// says otherwise is bad data. Samples of 16 bits are taken as sRGB and rounded to eight bits.
int sic_png_decode(
    const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint8_t *pixels,
    char *message);

/// How a JPEG file stores colour.
enum { SIC_JPEG_COLOR = 0, SIC_JPEG_GRAY = 1, SIC_JPEG_CMYK = 2 };

/// A JPEG file that is being decoded.
typedef struct sic_jpeg sic_jpeg;

/// Reads size and kind of a JPEG file in memory, and gets ready to decode it.
int sic_jpeg_open(
    const uint8_t *data, size_t size, sic_jpeg **stream, int *width, int *height, int *kind,
    char *message);

/// Decodes a JPEG file in memory with the accurate inverse transform and smooth upsampling.
///
/// `width` and `height` are those of the header, or both divided by 2, 4 or 8 and rounded up.
/// Writes 3, 1 or 4 bytes a pixel for the kinds SIC_JPEG_COLOR, SIC_JPEG_GRAY, SIC_JPEG_CMYK.
/// Damage that the library would only warn of is bad data; harmless oddities are not.
int sic_jpeg_decode(
    sic_jpeg *stream, const uint8_t *data, size_t size, int width, int height, int kind,
    uint8_t *pixels, char *message);

/// Frees a stream; null is allowed.
void sic_jpeg_close(sic_jpeg *stream);

/// Compresses bytes to a zlib stream.
///
/// `*length` is the room in `output` before and the bytes written after. A stream that does not fit
/// is SIC_BAD_DATA.
int sic_zlib_compress(const uint8_t *data, size_t size, uint8_t *output, size_t *length);

/// A gzip stream that is being expanded.
typedef struct sic_gzip sic_gzip;

/// Starts to expand gzip data, which must stay in place until sic_gzip_close.
int sic_gzip_open(const uint8_t *data, size_t size, sic_gzip **stream, char *message);

/// Expands until `capacity` bytes are written or the data end; `*written` is less only at the end.
///
/// Several gzip members after one another count as one stream, as for the gzip program.
int sic_gzip_read(
    sic_gzip *stream, uint8_t *output, size_t capacity, size_t *written, char *message);

/// Frees a stream; null is allowed.
void sic_gzip_close(sic_gzip *stream);

#ifdef __cplusplus
}
#endif

#endif
