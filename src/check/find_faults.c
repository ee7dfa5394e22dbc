// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks and dropouts: what a broken buffer, a bad edit or a failing disk leaves behind.
#include "base/maths.h"
#include "base/pool.h"
#include "check/finder.h"
#include "measure/fault_places.h"

#include <math.h>
#include <string.h>

enum { MOST_TOLD = 6 };

static lq_status open(void** const self, const double rate_hz, const unsigned n_channels)
{
  return lq_faults_new((lq_faults**)self, rate_hz, n_channels);
}

static lq_status process(void* const self, const float* const* const x, const size_t n_frames)
{
  return lq_faults_process(self, x, n_frames);
}

static const char* channel_of(const lq_fault_places* const p)
{
  unsigned all = 0;
  for (size_t i = 0; i < p->n; ++i) {
    all |= p->list[i].channels;
  }
  return all == 1 ? "left" : all == 2 ? "right" : NULL;
}

static const char* times(const lq_fault_places* const p, const lq_finds* const finds)
{
  const char* text = "";
  for (size_t i = 0; text && i < p->n && i < MOST_TOLD; ++i) {
    text = lq_pool_format(finds->pool, "%s%s%s", text, i ? ", " : "",
                          lq_finds_time(finds, p->list[i].start_sec));
  }
  text = text && p->n > MOST_TOLD ? lq_pool_format(finds->pool, "%s ...", text) : text;
  return text ? text : "";
}

static lq_status tell_gaps(const lq_finder_context* const c, lq_fault_places* const p,
                           lq_finds* const finds)
{
  double longest = 0;
  bool   zero    = true;
  for (size_t i = 0; i < p->n; ++i) {
    longest = fmax(longest, p->list[i].end_sec - p->list[i].start_sec);
    zero &= p->list[i].zero;
  }
  (void)c;
  const bool sure = p->n <= 20 && longest < 0.5; // longer or more may be chopped on purpose
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "dropout",
                    .severity   = sure ? LQ_SEVERITY_STOP : LQ_SEVERITY_WARNING,
                    .start_sec  = p->list[0].start_sec,
                    .end_sec    = p->list[p->n - 1].end_sec,
                    .channel    = channel_of(p),
                    .value      = (double)p->n,
                    .limit      = 0,
                    .unit       = "dropouts",
                    .confidence = sure ? 0.95 : 0.5,
                    .advice     = "Bounce the mix again, with a larger buffer or offline, and "
                                  "listen to these places."},
      "The sound %s %zu time%s inside the music, %.0f ms at the longest, at %s: a master cannot "
      "put back what is missing.",
      zero ? "drops out to nothing" : "sticks", p->n, p->n == 1 ? "" : "s", 1000 * longest,
      times(p, finds));
}

static lq_status tell_clicks(const lq_fault_places* const p, lq_finds* const finds)
{
  double loudest = 0;
  for (size_t i = 0; i < p->n; ++i) {
    loudest = fmax(loudest, p->list[i].size);
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "click",
                    .severity   = LQ_SEVERITY_WARNING,
                    .start_sec  = p->list[0].start_sec,
                    .end_sec    = p->list[p->n - 1].end_sec,
                    .channel    = channel_of(p),
                    .value      = (double)p->n,
                    .limit      = 0,
                    .unit       = "clicks",
                    .confidence = p->n <= 20 ? 0.8 : 0.5,
                    .advice     = "Look for edits without a fade, or a clock that lost its "
                                  "reference, and bounce again."},
      "There %s %zu click%s, up to %.0f dBFS high, at %s: mastering makes them louder.",
      p->n == 1 ? "is" : "are", p->n, p->n == 1 ? "" : "s", lq_lin_to_db(loudest), times(p, finds));
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  lq_faults* const f    = self;
  lq_fault_places  gaps = {0}, clicks = {0};
  LQ_TRY(lq_faults_finish(f));
  LQ_TRY(lq_fault_places_find(f, c->trace, lq_db_to_lin(c->measured->sample_peak_dbfs), c->pool,
                              &gaps, &clicks));
  LQ_TRY(gaps.n ? tell_gaps(c, &gaps, finds) : LQ_OK);
  return clicks.n ? tell_clicks(&clicks, finds) : LQ_OK;
}

static void close(void* const self)
{
  lq_faults_free(self);
}

const lq_finder lq_find_faults = {
    .name = "faults", .open = open, .process = process, .finish = finish, .close = close};
