// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/claim.h"

#include <string.h>
#include <unistd.h>

// One kind of chunk list. Sources: Microsoft/IBM RIFF 1991, EBU Tech 3306 (RF64), Sony W64, Apple
// AIFF-C 1991, Apple Core Audio Format 1.0.
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
    {"RF64", "data", 12, 4, 4, 2, false, false}, {"FORM", "SSND", 12, 4, 4, 2, true, false},
    {"caff", "data", 8, 4, 8, 1, true, false},   {"riff", "data", 40, 16, 8, 8, false, true},
};

static uint64_t number(const unsigned char* const p, const unsigned n, const bool big_endian)
{
  uint64_t v = 0;
  for (unsigned i = 0; i < n; ++i) {
    v = v << 8U | p[big_endian ? i : n - 1 - i];
  }
  return v;
}

// Sizes that stand for "not known when the header was written": all ones, and what sox and others
// write into a pipe, just under 2 GB.
static bool unknown(const uint64_t size, const unsigned size_size)
{
  const uint64_t two_gb = 0x80000000U;
  return size_size == 4 ? size == 0xFFFFFFFFU || (size >= two_gb - 8192 && size < two_gb)
                        : size >> 63U;
}

typedef struct {
  uint64_t at, size;    // of what the chunk holds; the size is a claim
  uint64_t frame_bytes; // of a WAV's format chunk; 0 without one
  bool     unknown;     // nothing is claimed
} found;

static bool find_audio(const int fd, const uint64_t n_bytes, const layout* const l, found* const f)
{
  enum { MAX_CHUNKS = 4096 }; // an album's worth of markers; then stop looking
  const unsigned header_size = l->id_size + l->size_size;
  uint64_t       at = l->first, long_size = 0;
  *f = (found){0};
  for (int i = 0; i < MAX_CHUNKS; ++i) {
    unsigned char head[24 + 16];
    if (at >= n_bytes || pread(fd, head, header_size, (off_t)at) != (ssize_t)header_size) {
      return false;
    }
    uint64_t size = number(head + l->id_size, l->size_size, l->big_endian);
    if (!memcmp(head, l->audio, 4)) {
      const bool     long_form = size == 0xFFFFFFFFU && long_size; // RF64 keeps it in ds64
      const uint64_t own       = l->counts_header ? header_size : 0;
      f->at                    = at + header_size;
      f->unknown               = !long_form && unknown(size, l->size_size);
      f->size                  = long_form ? long_size : size < own ? 0 : size - own;
      return true;
    }
    if (!memcmp(head, "ds64", 4) && pread(fd, head + 8, 16, (off_t)(at + 8)) == 16) {
      long_size = number(head + 16, 8, false);
    }
    if (!memcmp(head, "fmt ", 4) && pread(fd, head + 8, 16, (off_t)(at + 8)) == 16) {
      f->frame_bytes = number(head + 20, 2, l->big_endian);
    }
    const uint64_t step = l->counts_header ? size : size + header_size;
    if (step < header_size || step > n_bytes - at) {
      return false;
    }
    at = (at + step + l->align - 1) / l->align * l->align;
  }
  return false;
}

static bool audio_ends_behind(const int fd, const uint64_t n_bytes, const layout* const l)
{
  found f;
  return find_audio(fd, n_bytes, l, &f) && !f.unknown && f.size > n_bytes - f.at;
}

bool lq_audio_wav_data(const int fd, const uint64_t n_bytes, lq_audio_chunk* const chunk)
{
  unsigned char head[12];
  if (pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head || memcmp(head + 8, "WAVE", 4) ||
      (memcmp(head, "RIFF", 4) && memcmp(head, "RF64", 4))) {
    return false;
  }
  found f;
  if (!find_audio(fd, n_bytes, &layouts[0], &f)) {
    return false;
  }
  const uint64_t there = n_bytes - f.at;
  *chunk               = (lq_audio_chunk){.at          = f.at,
                                          .n_bytes     = f.unknown || f.size > there ? there : f.size,
                                          .frame_bytes = f.frame_bytes};
  return true;
}

bool lq_audio_claims_more(const int fd, const uint64_t n_bytes)
{
  unsigned char head[12];
  if (pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head) {
    return false;
  }
  if (!memcmp(head, ".snd", 4)) {
    const uint64_t start = number(head + 4, 4, true), size = number(head + 8, 4, true);
    return !unknown(size, 4) && start <= n_bytes && size > n_bytes - start;
  }
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; ++i) {
    if (!memcmp(head, layouts[i].magic, 4)) {
      return audio_ends_behind(fd, n_bytes, &layouts[i]);
    }
  }
  return false;
}
