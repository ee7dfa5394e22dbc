// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio/claim.h"

#include "audio/bytes.h"
#include "audio/chunks.h"

#include <string.h>
#include <unistd.h>

typedef struct {
  lq_chunk chunk;
  uint64_t frame_bytes; // of a WAV's format chunk; 0 without one
} found;

static bool find_audio(const int fd, const uint64_t n_bytes, found* const f)
{
  lq_chunks chunks;
  *f = (found){0};
  if (!lq_chunks_begin(&chunks, fd, n_bytes)) {
    return false;
  }
  while (lq_chunks_next(&chunks, &f->chunk)) {
    unsigned char format[16];
    if (!strcmp(f->chunk.id, chunks.audio)) {
      return true;
    }
    if (!strcmp(f->chunk.id, "fmt ") && pread(fd, format, 16, (off_t)f->chunk.at) == 16) {
      f->frame_bytes = chunks.big_endian ? lq_big(format + 12, 2) : lq_little(format + 12, 2);
    }
  }
  return false;
}

bool lq_audio_wav_data(const int fd, const uint64_t n_bytes, lq_audio_chunk* const chunk)
{
  unsigned char head[12];
  if (pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head || memcmp(head + 8, "WAVE", 4) ||
      (memcmp(head, "RIFF", 4) && memcmp(head, "RF64", 4))) {
    return false;
  }
  found f;
  if (!find_audio(fd, n_bytes, &f)) {
    return false;
  }
  const uint64_t there = n_bytes - f.chunk.at;
  const bool     less  = f.chunk.unknown || f.chunk.size > there;
  chunk->at            = f.chunk.at;
  chunk->n_bytes       = less ? there : f.chunk.size;
  chunk->frame_bytes   = f.frame_bytes;
  return true;
}

bool lq_audio_claims_more(const int fd, const uint64_t n_bytes)
{
  unsigned char head[12];
  if (pread(fd, head, sizeof head, 0) != (ssize_t)sizeof head) {
    return false;
  }
  if (!memcmp(head, ".snd", 4)) {
    const uint64_t start = lq_big(head + 4, 4), size = lq_big(head + 8, 4);
    return !lq_chunk_size_unknown(size, 4) && start <= n_bytes && size > n_bytes - start;
  }
  found f;
  return find_audio(fd, n_bytes, &f) && !f.chunk.unknown && f.chunk.size > n_bytes - f.chunk.at;
}
