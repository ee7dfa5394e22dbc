// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What libebur128 needs for the same work: `meter_peer FILE [poll]`, read with libsndfile. With
/// `poll`, momentary and short-term are asked ten times a second, as their maxima need; without,
/// once at the end, which is less than the same work.
#include <ebur128.h>
#include <math.h>
#include <sndfile.h>
#include <stdio.h>

enum { BLOCK = 4096 };

int main(const int n_args, char** const args)
{
  SF_INFO        info = {0};
  SNDFILE* const file = n_args >= 2 ? sf_open(args[1], SFM_READ, &info) : NULL;
  static float   x[BLOCK * 8];
  if (!file || info.channels > 8) {
    fprintf(stderr, "usage: meter_peer FILE [poll] (up to 8 channels)\n");
    return 2;
  }
  const unsigned n_channels = (unsigned)info.channels;
  ebur128_state* s =
      ebur128_init(n_channels, (unsigned long)info.samplerate,
                   EBUR128_MODE_I | EBUR128_MODE_LRA | EBUR128_MODE_S | EBUR128_MODE_TRUE_PEAK);
  double     i_lufs = 0, range = 0, peak = 0, most_m = -INFINITY, most_s = -INFINITY;
  sf_count_t n = 0, hop = info.samplerate / 10; // M and S ten times a second
  hop = hop < BLOCK * 8 / info.channels ? hop : BLOCK * 8 / info.channels;
  while ((n = sf_readf_float(file, x, hop)) > 0) {
    double now;
    ebur128_add_frames_float(s, x, (size_t)n);
    if (n_args < 3) {
      continue;
    }
    ebur128_loudness_momentary(s, &now);
    most_m = fmax(most_m, now);
    ebur128_loudness_shortterm(s, &now);
    most_s = fmax(most_s, now);
  }
  if (n_args < 3) {
    ebur128_loudness_momentary(s, &most_m);
    ebur128_loudness_shortterm(s, &most_s);
  }
  ebur128_loudness_global(s, &i_lufs);
  ebur128_loudness_range(s, &range);
  for (unsigned c = 0; c < n_channels; ++c) {
    double p = 0;
    ebur128_true_peak(s, c, &p);
    peak = fmax(peak, p);
  }
  printf("I %.2f  LRA %.2f  M %.2f  S %.2f  TP %.2f\n", i_lufs, range, most_m, most_s,
         20 * log10(peak));
  ebur128_destroy(&s);
  sf_close(file);
  return 0;
}
