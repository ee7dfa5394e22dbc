// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Chunks of RIFF, RF64, BW64, W64, AIFF and CAF files, one after the other. Reads their headers
/// only, with pread(); any bytes are safe.
#ifndef LQ_AUDIO_CHUNKS_H
#define LQ_AUDIO_CHUNKS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct {
  int         fd;
  uint64_t    n_bytes; ///< of the file
  uint64_t    at;      ///< where the next chunk begins
  unsigned    layout, n_seen;
  uint64_t    long_size; ///< of the sound, from RF64's ds64 chunk
  const char* audio;     ///< id of the chunk that holds the sound: "data", "SSND"
  bool        big_endian;
} lq_chunks;

typedef struct {
  char     id[5];    ///< its first four bytes
  uint64_t start;    ///< where the chunk begins
  uint64_t at, size; ///< of what it holds; the size is a claim
  bool     unknown;  ///< the size of the sound was not known when the header was written
} lq_chunk;

/// @return false when it is no such file
bool lq_chunks_begin(lq_chunks* chunks, int fd, uint64_t n_bytes);

/// @return false behind the last one, or behind one that goes past the end of the file
bool lq_chunks_next(lq_chunks* chunks, lq_chunk* chunk);

/// Sizes that stand for "not known when the header was written": all ones, and what sox and others
/// write into a pipe, just under 2 GB.
bool lq_chunk_size_unknown(uint64_t size, unsigned n_bytes_of_size);

#endif
