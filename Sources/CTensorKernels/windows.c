#include "CTensorKernels.h"

/// The pixel that a tap of a target pixel reads.
static const float *pixel(const stk_windows *w, ptrdiff_t image, ptrdiff_t row, ptrdiff_t column,
                          ptrdiff_t tap) {
  ptrdiff_t y = row * w->stride + w->tap_rows[tap];
  ptrdiff_t x = column * w->stride + w->tap_columns[tap];
  if (y < 0 || y >= w->height || x < 0 || x >= w->width) return w->zeros;
  return w->source + ((image * w->height + y) * w->width + x) * w->channels;
}

void stk_window_tiles(const stk_windows *w, ptrdiff_t first, ptrdiff_t count, ptrdiff_t tile_rows,
                      const float **pointers) {
  ptrdiff_t area = w->target_height * w->target_width;
  ptrdiff_t image = first / area, row = first % area / w->target_width;
  ptrdiff_t column = first % w->target_width;
  ptrdiff_t tiles = (count + tile_rows - 1) / tile_rows;
  for (ptrdiff_t place = 0; place < tiles * tile_rows; place++) {
    const float **to = pointers + place / tile_rows * w->taps * tile_rows + place % tile_rows;
    for (ptrdiff_t tap = 0; tap < w->taps; tap++) {
      to[tap * tile_rows] = place < count ? pixel(w, image, row, column, tap) : w->zeros;
    }
    if (++column == w->target_width) {
      column = 0;
      if (++row == w->target_height) {
        row = 0;
        image++;
      }
    }
  }
}

void stk_window_rows(const stk_windows *w, ptrdiff_t first, ptrdiff_t count,
                     const float **pointers) {
  ptrdiff_t area = w->target_height * w->target_width;
  ptrdiff_t image = first / area, row = first % area / w->target_width;
  ptrdiff_t column = first % w->target_width;
  for (ptrdiff_t place = 0; place < count; place++) {
    for (ptrdiff_t tap = 0; tap < w->taps; tap++) {
      pointers[tap * count + place] = pixel(w, image, row, column, tap);
    }
    if (++column == w->target_width) {
      column = 0;
      if (++row == w->target_height) {
        row = 0;
        image++;
      }
    }
  }
}

void stk_target_tiles(float *target, ptrdiff_t image_stride, ptrdiff_t row_stride,
                      ptrdiff_t column_stride, ptrdiff_t height, ptrdiff_t width, ptrdiff_t first,
                      ptrdiff_t count, ptrdiff_t tile_rows, float **pointers) {
  ptrdiff_t area = height * width;
  ptrdiff_t image = first / area, row = first % area / width, column = first % width;
  ptrdiff_t places = (count + tile_rows - 1) / tile_rows * tile_rows;
  for (ptrdiff_t place = 0; place < places; place++) {
    pointers[place] =
        place < count ? target + image * image_stride + row * row_stride + column * column_stride
                      : NULL;
    if (++column == width) {
      column = 0;
      if (++row == height) {
        row = 0;
        image++;
      }
    }
  }
}
