// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/check.h"

#include "base/pool.h"

#include <math.h>

enum { MOST_FINDINGS = 16 };

typedef struct {
  lq_pool*    pool;
  lq_finding* list;
  size_t      n;
} finds;

static void add(finds* const f, const lq_finding finding)
{
  if (f->n < MOST_FINDINGS) {
    f->list[f->n++] = finding;
  }
}

static void check_level(finds* const f, const lq_measurement* const m)
{
  if (m->true_peak_dbtp > -LQ_CHECK_HEADROOM_DB) {
    add(f,
        (lq_finding){
            .id       = "headroom",
            .severity = LQ_SEVERITY_STOP,
            .value    = m->true_peak_dbtp,
            .limit    = -LQ_CHECK_HEADROOM_DB,
            .unit     = "dBTP",
            .message  = lq_pool_format(f->pool,
                                       "It peaks at %.1f dBTP; mastering needs %.0f dB of "
                                        "headroom.",
                                       m->true_peak_dbtp, LQ_CHECK_HEADROOM_DB),
            .advice   = "Turn every fader down by the same amount and bounce again; take a limiter "
                        "off the main bus if there is one."});
  }
  if (m->integrated_lufs < -40) {
    add(f, (lq_finding){.id       = "quiet",
                        .severity = LQ_SEVERITY_WARNING,
                        .value    = m->integrated_lufs,
                        .limit    = -40,
                        .unit     = "LUFS",
                        .message  = lq_pool_format(f->pool, "It is very quiet, %.1f LUFS.",
                                                   m->integrated_lufs),
                        .advice   = "Noise comes up with the music: bounce it louder."});
  }
}

static void check_stereo(finds* const f, const lq_features* const x)
{
  if (x->n_channels == 1 || x->dual_mono) {
    add(f, (lq_finding){.id       = "mono",
                        .severity = LQ_SEVERITY_NOTE,
                        .unit     = "",
                        .message  = "It is mono: left and right are the same.",
                        .advice   = "Fine if it is meant; pan something if it is not."});
  } else if (x->correlation < -0.1) {
    add(f, (lq_finding){.id       = "phase",
                        .severity = LQ_SEVERITY_WARNING,
                        .value    = x->correlation,
                        .limit    = 0,
                        .unit     = "",
                        .message  = lq_pool_format(f->pool,
                                                   "Left and right cancel each other (correlation "
                                                    "%.2f): on one loudspeaker half of it is gone.",
                                                   x->correlation),
                        .advice   = "Look for a track with one side's polarity turned round."});
  }
  if (fabs(x->dc_lin) > 0.002) {
    add(f, (lq_finding){.id       = "dc",
                        .severity = LQ_SEVERITY_WARNING,
                        .value    = x->dc_lin,
                        .limit    = 0.002,
                        .unit     = "of full scale",
                        .message = lq_pool_format(f->pool, "It stands off the middle line by %.3f.",
                                                  x->dc_lin),
                        .advice  = "Put a high-pass at 20 Hz on the track that does it."});
  }
}

static void check_format(finds* const f, const lq_measured_file* const mix)
{
  if (mix->bits == 0) {
    add(f, (lq_finding){.id       = "lossy",
                        .severity = LQ_SEVERITY_WARNING,
                        .unit     = "bits",
                        .message  = "It was stored by a lossy codec.",
                        .advice   = "Bounce the mix again as 24-bit WAV."});
  } else if (mix->bits < 24) {
    add(f, (lq_finding){.id       = "bits",
                        .severity = LQ_SEVERITY_NOTE,
                        .value    = (double)mix->bits,
                        .limit    = 24,
                        .unit     = "bits",
                        .message  = lq_pool_format(f->pool, "It has %u bits.", mix->bits),
                        .advice   = "Bounce the mix with 24."});
  }
  if (mix->m.n_nonfinite) {
    add(f, (lq_finding){.id       = "nonfinite",
                        .severity = LQ_SEVERITY_WARNING,
                        .value    = (double)mix->m.n_nonfinite,
                        .limit    = 0,
                        .unit     = "samples",
                        .message  = lq_pool_format(f->pool,
                                                   "%llu samples were no numbers and were silenced.",
                                                   (unsigned long long)mix->m.n_nonfinite),
                        .advice   = "A plug-in broke: bounce again without it."});
  }
}

lq_status lq_check_mix(lq_findings* const findings, lq_pool* const pool,
                       const lq_measured_file* const mix, const lq_features* const features)
{
  finds f = {.pool = pool, .list = LQ_POOL_TAKE(pool, lq_finding, MOST_FINDINGS)};
  if (!f.list) {
    return LQ_ERR_MEMORY;
  }
  if (!isfinite(mix->m.integrated_lufs)) {
    add(&f, (lq_finding){.id       = "silent",
                         .severity = LQ_SEVERITY_STOP,
                         .unit     = "LUFS",
                         .message  = "There is nothing to hear in it, or less than 0.4 seconds.",
                         .advice   = "Bounce the mix again and listen to the file."});
  } else {
    check_level(&f, &mix->m);
  }
  check_stereo(&f, features);
  check_format(&f, mix);
  *findings = (lq_findings){.findings = f.list, .n = f.n};
  return LQ_OK;
}
