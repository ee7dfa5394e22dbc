// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Mains hum: all the way through, or in the pauses, where the bass does not hide it.
#include "base/maths.h"
#include "check/finder.h"
#include "measure/hum.h"

#include <math.h>
#include <stdlib.h>

enum { CHUNK = 512, MOST_SECONDS = 7200 };

// A master brings everything up by 10 dB and more; what lies this far under the music stays there.
static const double note_lu = -65, warning_lu = -50, floor_dbfs = -85, quiet_db = -25;

typedef struct {
  lq_hum   hum;
  unsigned n_channels;
  size_t   n_frames;
  size_t   n;                 ///< seconds that were looked at
  double   end[MOST_SECONDS]; ///< of each, frames
} listener;

static lq_status open(void** const self, const double rate_hz, const unsigned n_channels)
{
  listener* const l = calloc(1, sizeof *l);
  if (!l) {
    return LQ_ERR_MEMORY;
  }
  lq_hum_start(&l->hum, rate_hz);
  l->n_channels = n_channels;
  *self         = l;
  return LQ_OK;
}

static lq_status process(void* const self, const float* const* const x, const size_t n_frames)
{
  listener* const l = self;
  for (size_t i = 0; i < n_frames && l->n < MOST_SECONDS; i += CHUNK) {
    const size_t n = n_frames - i < CHUNK ? n_frames - i : CHUNK;
    LQ_TRY(lq_hum_process(&l->hum, x[0] + i, x[l->n_channels - 1] + i, n));
    l->n_frames += n;
    while (l->n < l->hum.n_seconds && l->n < MOST_SECONDS) {
      l->end[l->n++] = (double)l->n_frames;
    }
  }
  return LQ_OK;
}

/// The stronger of both mains.
typedef struct {
  double hz, dbfs;
  bool   through; ///< all the way; else in the pauses
} finding;

// In all seconds but one in which hardly anything plays, two at least; the weakest but one counts.
static double in_pauses(const listener* const l, const unsigned which, const lq_trace* const t,
                        const double body)
{
  size_t n = 0, n_hum = 0;
  double least[2] = {(double)INFINITY, (double)INFINITY};
  for (size_t i = 0; i < l->n; ++i) {
    const size_t to = (size_t)(l->end[i] / (double)t->step_frames);
    if (to < 110 || lq_trace_power(t, to - 110, to) > body * lq_db_to_lin(2 * quiet_db)) {
      continue;
    }
    const double p = (double)l->hum.power[which][i];
    ++n;
    n_hum += p > 0;
    if (p > 0 && p < least[0]) {
      least[1] = least[0];
      least[0] = p;
    } else if (p > 0 && p < least[1]) {
      least[1] = p;
    }
  }
  return n_hum >= 2 && n_hum + 1 >= n ? lq_power_to_db(2.0 * least[1]) : -(double)INFINITY;
}

static finding strongest(const listener* const l, const lq_finder_context* const c)
{
  const lq_features* const f    = c->features;
  const double             all  = fmax(f->hum_50_dbfs, f->hum_60_dbfs);
  const double             body = lq_trace_body(c->trace);
  if (isfinite(all)) {
    return (finding){f->hum_50_dbfs >= all ? 50 : 60, all, true};
  }
  const double fifty = in_pauses(l, 0, c->trace, body), sixty = in_pauses(l, 1, c->trace, body);
  return (finding){fifty >= sixty ? 50 : 60, fmax(fifty, sixty), false};
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  const finding h     = strongest(self, c);
  const double  under = h.dbfs - c->measured->integrated_lufs;
  if (!isfinite(h.dbfs) || !isfinite(under) || h.dbfs < floor_dbfs || under < note_lu) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "hum",
                    .severity   = under > warning_lu ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                    .value      = h.dbfs,
                    .limit      = c->measured->integrated_lufs + note_lu,
                    .unit       = "dBFS",
                    .confidence = h.through ? 0.8 : 0.6,
                    .advice     = "Find the track with a ground loop: notch it, or gate it where "
                                  "it does not play."},
      "It hums at %.0f Hz, %.0f dBFS, %s: %.0f dB under the music, and in every pause of the "
      "master.%s",
      h.hz, h.dbfs, h.through ? "all the way through" : "where the music pauses", -under,
      lq_stems_blame(c->stems, finds->pool, h.hz - 5, h.hz + 5, 0, 0));
}

static void close(void* const self)
{
  listener* const l = self;
  lq_hum_free(&l->hum);
  free(l);
}

const lq_finder lq_find_hum = {
    .name = "hum", .open = open, .process = process, .finish = finish, .close = close};
