// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/chunks.h"

#include "audio/bytes.h"

#include <string.h>
#include <unistd.h>

// One kind of chunk list. Sources: Microsoft/IBM RIFF 1991, EBU Tech 3306 (RF64), ITU-R BS.2088
// (BW64), Sony W64, Apple AIFF-C 1991, Apple Core Audio Format 1.0.
typedef struct {
  const char* magic;
  const char* audio;         ///< id of the audio chunk
  uint64_t    first;         ///< offset of the first chunk
  unsigned    id_size;       ///< [bytes]; only the first four are compared
  unsigned    size_size;     ///< [bytes]
  unsigned    align;         ///< chunks start on multiples of this [bytes]
  bool        big_endian;    ///< sizes
  bool        counts_header; ///< the size includes id and size
} layout;

static const layout layouts[] = {
    {"RIFF", "data", 12, 4, 4, 2, false, false}, {"RIFX", "data", 12, 4, 4, 2, true, false},
    {"RF64", "data", 12, 4, 4, 2, false, false}, {"BW64", "data", 12, 4, 4, 2, false, false},
    {"FORM", "SSND", 12, 4, 4, 2, true, false},  {"caff", "data", 8, 4, 8, 1, true, false},
    {"riff", "data", 40, 16, 8, 8, false, true},
};

static uint64_t number(const unsigned char* const p, const unsigned n, const bool big_endian)
{
  return big_endian ? lq_big(p, n) : lq_little(p, n);
}

bool lq_chunk_size_unknown(const uint64_t size, const unsigned n_bytes_of_size)
{
  const uint64_t two_gb = 0x80000000U;
  return n_bytes_of_size == 4 ? size == 0xFFFFFFFFU || (size >= two_gb - 8192 && size < two_gb)
                              : size >> 63U;
}

bool lq_chunks_begin(lq_chunks* const chunks, const int fd, const uint64_t n_bytes)
{
  unsigned char magic[4];
  if (pread(fd, magic, sizeof magic, 0) != (ssize_t)sizeof magic) {
    return false;
  }
  for (unsigned i = 0; i < sizeof layouts / sizeof *layouts; ++i) {
    if (!memcmp(magic, layouts[i].magic, 4)) {
      *chunks = (lq_chunks){.fd         = fd,
                            .n_bytes    = n_bytes,
                            .at         = layouts[i].first,
                            .layout     = i,
                            .audio      = layouts[i].audio,
                            .big_endian = layouts[i].big_endian};
      return true;
    }
  }
  return false;
}

bool lq_chunks_next(lq_chunks* const chunks, lq_chunk* const chunk)
{
  enum { MAX_CHUNKS = 4096 }; // an album's worth of markers; then stop looking
  const layout* const l           = &layouts[chunks->layout];
  const unsigned      header_size = l->id_size + l->size_size;
  const uint64_t      at          = chunks->at;
  unsigned char       head[24]    = {0};
  if (chunks->n_seen++ >= MAX_CHUNKS || at >= chunks->n_bytes ||
      pread(chunks->fd, head, header_size, (off_t)at) != (ssize_t)header_size) {
    return false;
  }
  const uint64_t size      = number(head + l->id_size, l->size_size, l->big_endian);
  const uint64_t own       = l->counts_header ? header_size : 0;
  const bool     is_audio  = !memcmp(head, l->audio, 4);
  const bool     long_form = is_audio && size == 0xFFFFFFFFU && chunks->long_size;
  *chunk =
      (lq_chunk){.start   = at,
                 .at      = at + header_size,
                 .size    = long_form    ? chunks->long_size
                            : size < own ? 0
                                         : size - own,
                 .unknown = is_audio && !long_form && lq_chunk_size_unknown(size, l->size_size)};
  memcpy(chunk->id, head, 4);
  unsigned char long_sizes[16];
  if (!memcmp(head, "ds64", 4) && pread(chunks->fd, long_sizes, 16, (off_t)chunk->at) == 16) {
    chunks->long_size = lq_little(long_sizes + 8, 8);
  }
  const bool ends = size < own || chunk->unknown || chunk->size > chunks->n_bytes - chunk->at;
  chunks->at =
      ends ? chunks->n_bytes : (chunk->at + chunk->size + l->align - 1) / l->align * l->align;
  return true;
}
