// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a limiter did: bench_limiter_judge IN OUT CEILING_DB [TONE]. IN is the sound before its
/// drive; the two are aligned and brought to the same loudness first. One line, tab-separated:
///   over, dB over the ceiling by Lacquer's exact meter; the same by judge/peak.h; LUFS;
///   LUFS when turned so that the true peak (judge/peak.h) stands on the ceiling;
///   spectral distance by bins and by bands; PLR; attack, body and level lost; change of the image;
///   frames late; null, dB; distortion of TONE, dB (judge/tones.h), else 0.
#include "judge/distance.h"
#include "judge/hits.h"
#include "judge/peak.h"
#include "judge/tones.h"
#include "lacquer/measure.h"
#include "measure/true_peak_exact.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LATE = 16384, BLOCK = 4096 };

static void need(const int fine)
{
  if (!fine) {
    fprintf(stderr, "no memory\n");
    exit(1);
  }
}

// Loudness and exact true peak, by Lacquer's meters.
static void meter(const sound* const s, double* const lufs, double* const dbtp)
{
  lq_meter*           m    = NULL;
  lq_true_peak_exact* peak = NULL;
  need(!lq_meter_new(&m, s->rate_hz, 2) && !lq_true_peak_exact_new(&peak, 2, lq_simd_best()));
  float              memory[2][BLOCK];
  const float* const x[2] = {memory[0], memory[1]};
  for (size_t at = 0; at < s->n; at += BLOCK) {
    const size_t n = s->n - at < BLOCK ? s->n - at : BLOCK;
    for (size_t i = 0; i < n; ++i) {
      memory[0][i] = (float)s->x[0][at + i];
      memory[1][i] = (float)s->x[1][at + i];
    }
    need(!lq_meter_process(m, x, n));
    lq_true_peak_exact_process(peak, x, n);
  }
  lq_true_peak_exact_finish(peak);
  *lufs = fmax(lq_meter_read(m).integrated_lufs, -300);
  *dbtp = fmax(lq_true_peak_exact_dbtp(peak), -300);
  lq_true_peak_exact_free(peak);
  lq_meter_free(m);
}

static sound moved(const sound* const s, const long lag, const size_t n)
{
  sound m = sound_new(s->rate_hz, n);
  for (size_t i = 0; i < n; ++i) {
    const long at = (long)i + lag;
    if (at >= 0 && (size_t)at < s->n) {
      m.x[0][i] = s->x[0][at];
      m.x[1][i] = s->x[1][at];
    }
  }
  return m;
}

static double null_db(const sound* const a, const sound* const b)
{
  double rest = 0, whole = 1e-30;
  for (int c = 0; c < 2; ++c) {
    for (size_t i = 0; i < a->n; ++i) {
      rest += (a->x[c][i] - b->x[c][i]) * (a->x[c][i] - b->x[c][i]);
      whole += a->x[c][i] * a->x[c][i];
    }
  }
  return 10 * log10(fmax(rest / whole, 1e-20));
}

static double distortion(const char* const name, const sound* const s)
{
  const tones* const t    = tones_find(name);
  const size_t       rate = (size_t)s->rate_hz, at = rate * TONES_AT_MS / 1000;
  return t && at + rate <= s->n ? tones_distortion_db(t, s->x[0] + at, rate) : 0;
}

int main(const int argc, char** const argv)
{
  if (argc < 4) {
    fprintf(stderr, "usage: bench_limiter_judge IN OUT CEILING_DB [TONE]\n");
    return 2;
  }
  const double ceiling_db = atof(argv[3]);
  sound        in = sound_read(argv[1]), late = sound_read(argv[2]);
  if (in.rate_hz != late.rate_hz) {
    fprintf(stderr, "%s: %g Hz, the input has %g\n", argv[2], late.rate_hz, in.rate_hz);
    return 3;
  }
  double in_lufs, in_dbtp, lufs, exact;
  meter(&in, &in_lufs, &in_dbtp);
  meter(&late, &lufs, &exact);
  const double judged = peak_db(&late), twisted = argc > 4 ? distortion(argv[4], &late) : 0;
  const long   lag = hits_lag(&in, &late, MOST_LATE);
  sound        out = moved(&late, lag, in.n);
  sound_free(&late);
  sound_gain(&out, pow(10, (in_lufs - lufs) / 20));
  const distance d = argc > 4 ? (distance){0} : distance_find(&in, &out);
  const hits     h = argc > 4 ? (hits){0} : hits_find(&in, &out);
  printf("%.4f\t%.4f\t%.3f\t%.3f\t%.4f\t%.4f\t%.2f\t%.3f\t%.3f\t%.3f\t%.4f\t%ld\t%.1f\t%.2f\n",
         exact - ceiling_db, judged - ceiling_db, lufs, lufs - (judged - ceiling_db), d.bins_db,
         d.bands_db, judged - lufs, h.attack_db, h.body_db, h.level_db, d.image_db, lag,
         null_db(&in, &out), twisted);
  sound_free(&in);
  sound_free(&out);
  return 0;
}
