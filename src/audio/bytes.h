// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A growing run of bytes, and numbers in it: what headers of files are made of. Without memory it
/// stops growing and says so at the end, once.
#ifndef LQ_AUDIO_BYTES_H
#define LQ_AUDIO_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// {0} is an empty one.
typedef struct {
  unsigned char* at;
  size_t         n, room;
  bool           failed; ///< there was no memory: what is there is not all
} lq_bytes;

void lq_bytes_free(lq_bytes* b); ///< empty again

void lq_bytes_put(lq_bytes* b, const void* from, size_t n);
void lq_bytes_text(lq_bytes* b, const char* text); ///< without its zero
void lq_bytes_zeros(lq_bytes* b, size_t n);
void lq_bytes_little(lq_bytes* b, uint64_t value, unsigned n_bytes);
void lq_bytes_big(lq_bytes* b, uint64_t value, unsigned n_bytes);

/// Write over what is there.
void lq_bytes_set_little(lq_bytes* b, size_t at, uint64_t value, unsigned n_bytes);
void lq_bytes_set_big(lq_bytes* b, size_t at, uint64_t value, unsigned n_bytes);

uint64_t lq_little(const unsigned char* from, unsigned n_bytes);
uint64_t lq_big(const unsigned char* from, unsigned n_bytes);

#endif
