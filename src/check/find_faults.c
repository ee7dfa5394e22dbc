// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Clicks and dropouts: what a broken buffer, a bad edit or a failing disk leaves behind.
#include "base/maths.h"
#include "base/pool.h"
#include "check/finder.h"
#include "measure/faults.h"

#include <math.h>
#include <string.h>

enum { MOST_A_SEC = 16, MOST_TOLD = 6 };

/// A place in the mix where something is wrong.
typedef struct {
  double   start_sec, end_sec;
  unsigned channels; ///< bit 0: left, bit 1: right
  double   size;
  bool     zero;
} place;

typedef struct {
  place* list;
  size_t n;
} places;

static lq_status open(void** const self, const double rate_hz, const unsigned n_channels)
{
  return lq_faults_new((lq_faults**)self, rate_hz, n_channels);
}

static lq_status process(void* const self, const float* const* const x, const size_t n_frames)
{
  return lq_faults_process(self, x, n_frames);
}

// Both channels' places as one list in time order; what lies within 10 ms is one place.
static void merge(places* const p)
{
  for (size_t i = 1; i < p->n; ++i) { // two sorted runs: insertion is quick enough
    const place x = p->list[i];
    size_t      k = i;
    for (; k > 0 && p->list[k - 1].start_sec > x.start_sec; --k) {
      p->list[k] = p->list[k - 1];
    }
    p->list[k] = x;
  }
  size_t n = 0;
  for (size_t i = 0; i < p->n; ++i) {
    place* const last = n ? &p->list[n - 1] : NULL;
    if (last && p->list[i].start_sec < last->end_sec + 0.01) {
      last->end_sec = fmax(last->end_sec, p->list[i].end_sec);
      last->channels |= p->list[i].channels;
      last->size = fmax(last->size, p->list[i].size);
    } else {
      p->list[n++] = p->list[i];
    }
  }
  p->n = n;
}

// A fault is rare; what comes many times a second is how the thing sounds.
static void drop_dense(places* const p)
{
  size_t n = 0;
  for (size_t i = 0; i < p->n; ++i) {
    size_t near = 0;
    for (size_t k = i; k < p->n && p->list[k].start_sec < p->list[i].start_sec + 0.5; ++k) {
      ++near;
    }
    for (size_t k = i; k-- > 0 && p->list[k].start_sec > p->list[i].start_sec - 0.5;) {
      ++near;
    }
    p->list[i].size = near > MOST_A_SEC ? -1 : p->list[i].size;
  }
  for (size_t i = 0; i < p->n; ++i) {
    if (p->list[i].size >= 0) {
      p->list[n++] = p->list[i];
    }
  }
  p->n = n;
}

static const char* channel_of(const places* const p)
{
  unsigned all = 0;
  for (size_t i = 0; i < p->n; ++i) {
    all |= p->list[i].channels;
  }
  return all == 1 ? "left" : all == 2 ? "right" : NULL;
}

static const char* times(const places* const p, const lq_finds* const finds)
{
  const char* text = "";
  for (size_t i = 0; text && i < p->n && i < MOST_TOLD; ++i) {
    text = lq_pool_format(finds->pool, "%s%s%s", text, i ? ", " : "",
                          lq_finds_time(finds, p->list[i].start_sec));
  }
  text = text && p->n > MOST_TOLD ? lq_pool_format(finds->pool, "%s ...", text) : text;
  return text ? text : "";
}

static double level(const lq_trace* const t, const double from_sec, const double to_sec)
{
  const double steps_a_sec = t->rate_hz / (double)t->step_frames;
  return lq_trace_power(t, from_sec > 0 ? (size_t)(from_sec * steps_a_sec) : 0,
                        to_sec > 0 ? (size_t)(to_sec * steps_a_sec) + 1 : 0);
}

// Cut off on one side and cut in on the other, in the middle of music.
static bool is_dropout(const lq_gap* const g, const lq_finder_context* const c)
{
  const double rate = c->trace->rate_hz, start = (double)g->start / rate,
               end   = (double)g->end / rate;
  const double least = lq_trace_body(c->trace) / 300; // 25 dB
  // The step that holds the edge is part gap, so the edges themselves are left out.
  const double before = level(c->trace, start - 0.1, start - 0.01);
  const double after  = level(c->trace, end + 0.01, end + 0.1);
  const double value  = fabs((double)g->value);
  const double peak   = lq_db_to_lin(c->measured->sample_peak_dbfs);
  const bool   held   = value > 1e-6;
  return before > least && after > least && end - start < 2.0 &&
         (double)g->before > 0.5 * sqrt(before) && (double)g->after > 0.5 * sqrt(after) &&
         (!held || (value < 0.8 * peak && end - start > 0.002));
}

static lq_status tell_gaps(const lq_finder_context* const c, places* const p, lq_finds* const finds)
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

static lq_status tell_clicks(const places* const p, lq_finds* const finds)
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

static lq_status find_gaps(const lq_faults* const f, const lq_finder_context* const c,
                           places* const p)
{
  size_t              n;
  const lq_gap* const gaps = lq_faults_gaps(f, &n);
  p->list                  = LQ_POOL_TAKE(c->pool, place, n + 1);
  for (size_t i = 0; p->list && i < n; ++i) {
    if (is_dropout(&gaps[i], c)) {
      p->list[p->n++] = (place){.start_sec = (double)gaps[i].start / c->trace->rate_hz,
                                .end_sec   = (double)gaps[i].end / c->trace->rate_hz,
                                .channels  = 1U << gaps[i].channel,
                                .zero      = fabsf(gaps[i].value) <= 1e-6F};
    }
  }
  return p->list ? LQ_OK : LQ_ERR_MEMORY;
}

// The edges of dropouts click as well; they are told already.
static bool at_gap(const places* const gaps, const double sec)
{
  for (size_t i = 0; i < gaps->n; ++i) {
    if (sec > gaps->list[i].start_sec - 0.02 && sec < gaps->list[i].end_sec + 0.02) {
      return true;
    }
  }
  return false;
}

static lq_status find_clicks(const lq_faults* const f, const lq_finder_context* const c,
                             const places* const gaps, places* const p)
{
  size_t                n;
  const lq_click* const clicks = lq_faults_clicks(f, &n);
  p->list                      = LQ_POOL_TAKE(c->pool, place, n + 1);
  for (size_t i = 0; p->list && i < n; ++i) {
    const double sec = (double)clicks[i].frame / c->trace->rate_hz;
    if (!at_gap(gaps, sec)) {
      p->list[p->n++] = (place){.start_sec = sec,
                                .end_sec   = sec,
                                .channels  = 1U << clicks[i].channel,
                                .size      = (double)clicks[i].height};
    }
  }
  return p->list ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  lq_faults* const f    = self;
  places           gaps = {0}, clicks = {0};
  LQ_TRY(lq_faults_finish(f));
  LQ_TRY(find_gaps(f, c, &gaps));
  drop_dense(&gaps); // before, and once more when both channels' places are one
  merge(&gaps);
  drop_dense(&gaps);
  LQ_TRY(find_clicks(f, c, &gaps, &clicks));
  drop_dense(&clicks);
  merge(&clicks);
  drop_dense(&clicks);
  LQ_TRY(gaps.n ? tell_gaps(c, &gaps, finds) : LQ_OK);
  return clicks.n ? tell_clicks(&clicks, finds) : LQ_OK;
}

static void close(void* const self)
{
  lq_faults_free(self);
}

const lq_finder lq_find_faults = {
    .name = "faults", .open = open, .process = process, .finish = finish, .close = close};
