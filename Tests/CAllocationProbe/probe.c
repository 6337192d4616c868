// The allocation functions of the whole test program pass through here on glibc, whose own stay
// reachable under other names. AddressSanitizer replaces them itself, and calls a hook instead.

#include "CAllocationProbe.h"

#include <errno.h>
#include <stdint.h>

static _Thread_local int is_watching;
static _Thread_local size_t largest;

static void note(size_t size) {
  if (is_watching && size > largest) largest = size;
}

void sap_begin(void) {
  largest = 0;
  is_watching = 1;
}

size_t sap_end(void) {
  is_watching = 0;
  return largest;
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SAP_SANITIZER 1
#endif
#endif

#if defined(SAP_SANITIZER)

int __sanitizer_install_malloc_and_free_hooks(
    void (*on_malloc)(const volatile void *, size_t), void (*on_free)(const volatile void *));

static void on_malloc(const volatile void *place, size_t size) { note(size); }
static void on_free(const volatile void *place) {}

__attribute__((constructor)) static void install(void) {
  __sanitizer_install_malloc_and_free_hooks(on_malloc, on_free);
}

int sap_is_available(void) { return 1; }

#elif defined(__GLIBC__)

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *place, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  note(size);
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  size_t total;
  note(__builtin_mul_overflow(count, size, &total) ? SIZE_MAX : total);
  return __libc_calloc(count, size);
}

void *realloc(void *place, size_t size) {
  note(size);
  return __libc_realloc(place, size);
}

void *memalign(size_t alignment, size_t size) {
  note(size);
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **place, size_t alignment, size_t size) {
  void *made = memalign(alignment, size);
  if (!made) return ENOMEM;
  *place = made;
  return 0;
}

int sap_is_available(void) { return 1; }

#else

int sap_is_available(void) { return 0; }

#endif
