// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "judge/sound.h"

#include <sndfile.h>
#include <stdio.h>
#include <stdlib.h>

static void give_up(const char* const path, const char* const why)
{
  fprintf(stderr, "%s: %s\n", path, why);
  exit(3);
}

sound sound_new(const double rate_hz, const size_t n)
{
  sound s = {.rate_hz = rate_hz, .n = n};
  for (int c = 0; c < 2; ++c) {
    s.x[c] = calloc(n ? n : 1, sizeof *s.x[c]);
    if (!s.x[c]) {
      give_up("sound", "no memory");
    }
  }
  return s;
}

void sound_free(sound* const s)
{
  free(s->x[0]);
  free(s->x[1]);
  *s = (sound){0};
}

void sound_gain(sound* const s, const double gain_lin)
{
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < s->n; ++i) {
      s->x[c][i] *= gain_lin;
    }
  }
}

sound sound_read(const char* const path)
{
  SF_INFO        info = {0};
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  if (!file || info.channels < 1 || info.channels > 2) {
    give_up(path, "not a mono or stereo sound file");
  }
  enum { BLOCK = 4096 };
  double    block[2 * BLOCK];
  sound     s    = sound_new(info.samplerate, (size_t)info.frames);
  const int last = info.channels - 1;
  for (size_t at = 0; at < s.n;) {
    const sf_count_t got = sf_readf_double(file, block, BLOCK);
    if (got <= 0) {
      give_up(path, "ends too early");
    }
    for (sf_count_t i = 0; i < got && at < s.n; ++i, ++at) {
      s.x[0][at] = block[i * info.channels];
      s.x[1][at] = block[i * info.channels + last];
    }
  }
  sf_close(file);
  return s;
}

void sound_write(const sound* const s, const char* const path)
{
  SF_INFO info = {
      .samplerate = (int)s->rate_hz, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  if (!file) {
    give_up(path, "cannot be written");
  }
  for (size_t i = 0; i < s->n; ++i) {
    const double frame[2] = {s->x[0][i], s->x[1][i]};
    if (sf_writef_double(file, frame, 1) != 1) {
      give_up(path, "cannot be written");
    }
  }
  sf_close(file);
}
