#ifndef STK_WINOGRAD_H
#define STK_WINOGRAD_H

#include <stddef.h>

#include "products.h"

/// Where one tile of 4 x 4 target pixels lies.
typedef struct stk_winograd_tile {
  /// The distance from the window's beginning to the tile's first source pixel, of 6 x 6.
  ptrdiff_t source;
  /// The distance to the tile's first target pixel.
  ptrdiff_t target;
  /// How many of the tile's rows and columns exist.
  ptrdiff_t height, width;
} stk_winograd_tile;

/// Transforms of F(4x4, 3x3): Y = A' [(G g G') * (B' d B)] A, where ' transposes and * multiplies
/// element by element. Channels are multiples of eight. A transformed tile has 36 parts, which lie
/// `part` apart; where nothing else is said, the tiles' channels of a part follow one another.
typedef struct stk_winograd {
  /// B' d B of every tile of a window, whose rows are `pitch` and pixels `pixel` apart. A part's tiles
  /// are in the tiled order of `stk_products` with tiles of at most `rows` rows: with one row, the
  /// channels of each, brought to whole groups, follow one another.
  void (*source)(const float *window, ptrdiff_t pitch, ptrdiff_t pixel,
                 const stk_winograd_tile *tiles, ptrdiff_t count, ptrdiff_t channels,
                 ptrdiff_t rows, float *parts, ptrdiff_t part);
  /// A' m A + bias of every tile, written to images whose rows are `pitch` apart.
  void (*target)(const float *parts, ptrdiff_t part, const stk_winograd_tile *tiles, ptrdiff_t count,
                 ptrdiff_t channels, const float *bias, float *images, ptrdiff_t pitch);
  /// A y A' of every tile of the target's gradient.
  void (*target_gradient)(const float *images, ptrdiff_t pitch, const stk_winograd_tile *tiles,
                          ptrdiff_t count, ptrdiff_t channels, float *parts, ptrdiff_t part);
  /// G g G' of `count` rows of filters, packed: part p of filter (k, j) is at
  /// parts[p * part + j / panel * length * panel + k * panel + j % panel].
  /// Tap t of filter (k, j) is weight[t * tap + k * k_step + j * j_step].
  void (*filter)(const float *weight, ptrdiff_t tap, ptrdiff_t k_step, ptrdiff_t j_step,
                 ptrdiff_t count, ptrdiff_t columns, ptrdiff_t panel, ptrdiff_t length,
                 float *parts, ptrdiff_t part);
  /// G' u G of filters [36][count] to [9][count].
  void (*filter_gradient)(const float *parts, ptrdiff_t count, float *weight);
} stk_winograd;

/// Returns the kernels of a path.
const stk_winograd *stk_winograd_table(int path);

#endif
