// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests of discs: discs in a few lines, images that count.
#ifndef LQ_TESTS_DISC_TOOLS_H
#define LQ_TESTS_DISC_TOOLS_H

#include "audio_tools.h"

#include "disc/disc.h"

enum { DISC_MAX_INDEX = 4 };

/// A disc with the room that it points into.
typedef struct {
  lq_disc       disc;
  lq_disc_track tracks[LQ_DISC_MOST_TRACKS + 1];
  uint32_t      index[LQ_DISC_MOST_TRACKS + 1][DISC_MAX_INDEX];
} tool_disc;

/// One track more; marks that are 0 behind the first are none.
static inline lq_disc_track* tool_track(tool_disc* const d, const uint32_t pause,
                                        const uint32_t start, const uint32_t second)
{
  const unsigned       i = d->disc.n_tracks++;
  lq_disc_track* const t = &d->tracks[i];
  d->disc.tracks         = d->tracks;
  d->index[i][0]         = start;
  d->index[i][1]         = second;
  *t = (lq_disc_track){.pause = pause, .index = d->index[i], .n_index = second ? 2 : 1};
  return t;
}

/// 150 sectors of silence, then stereo sample i is left i mod 65536, right i div 65536.
static inline void tool_image(const char* const path, const uint32_t n_sectors)
{
  unsigned char sector[LQ_SECTOR_BYTES] = {0};
  FILE* const   f                       = fopen(path, "wb");
  uint32_t      n                       = 0;
  for (uint32_t s = 0; f && s < n_sectors; ++s) {
    for (unsigned i = 0; s >= LQ_DISC_PAUSE && i < LQ_SECTOR_FRAMES; ++i, ++n) {
      unsigned char* const p = sector + (size_t)4 * i;
      p[0]                   = (unsigned char)(n & 0xFFU);
      p[1]                   = (unsigned char)(n >> 8U & 0xFFU);
      p[2]                   = (unsigned char)(n >> 16U & 0xFFU);
      p[3]                   = (unsigned char)(n >> 24U);
    }
    CHECK(fwrite(sector, 1, sizeof sector, f) == sizeof sector);
  }
  CHECK(f && !fclose(f));
}

#endif
