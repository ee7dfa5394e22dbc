// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// How it starts and how it ends: cut in, cut off in the middle of the music, or a tail cut short.
#include "base/maths.h"
#include "check/finder.h"

#include <math.h>
#include <stdlib.h>

enum { HEAD_MS = 50 };

typedef struct {
  size_t n_head, seen;
  float  first, peak;
} head;

static lq_status open(void** const self, const double rate_hz, const unsigned n_channels)
{
  (void)n_channels;
  head* const h = calloc(1, sizeof *h);
  if (!h) {
    return LQ_ERR_MEMORY;
  }
  h->n_head = (size_t)(rate_hz * HEAD_MS / 1000);
  *self     = h;
  return LQ_OK;
}

static lq_status process(void* const self, const float* const* const x, const size_t n_frames)
{
  head* const h = self;
  for (size_t i = 0; i < n_frames && h->seen < h->n_head; ++i, ++h->seen) {
    const float a = fabsf(x[0][i]);
    h->first      = h->seen ? h->first : a;
    h->peak       = a > h->peak ? a : h->peak;
  }
  return LQ_OK;
}

static lq_status find_start(const head* const h, const double body, lq_finds* const finds)
{
  // A wave that starts at a sixth of its height was running before the file began.
  if (!(h->first > 0.15F * h->peak && (double)h->first > 0.2 * sqrt(body))) {
    return LQ_OK;
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "cut-start",
                    .severity   = LQ_SEVERITY_WARNING,
                    .end_sec    = 0.05,
                    .value      = lq_lin_to_db((double)h->first),
                    .limit      = (double)NAN,
                    .unit       = "dBFS",
                    .confidence = 0.6,
                    .advice     = "Start the bounce half a second earlier."},
      "The first sample already stands at %.0f dBFS: the beginning is cut off, and it will click.",
      lq_lin_to_db((double)h->first));
}

typedef struct {
  size_t end;      ///< step behind the last sound
  double last_db;  ///< level of its last 50 ms against the body
  size_t n_loud;   ///< of its last ten 50 ms, within 15 dB of the body
  double slope_db; ///< how it went over the last second, dB a second
} ending;

// The step behind which nothing comes within 50 dB of the body: sound that stops at once stops
// here, whatever silence or noise follows.
static ending listen(const lq_trace* const t, const double body)
{
  ending e = {.end = t->n};
  while (e.end && lq_step_power(&t->steps[e.end - 1]) < 1e-5 * body) {
    --e.end;
  }
  const size_t last = e.end > 1 && e.end < t->n ? e.end - 1 : e.end; // it may be part silence
  e.last_db         = lq_power_to_db(lq_trace_power(t, last > 5 ? last - 5 : 0, last) / body);
  for (unsigned k = 0; k < 10 && last >= (k + 1) * 5; ++k) {
    e.n_loud += lq_trace_power(t, last - (k + 1) * 5, last - k * 5) > body / 30;
  }
  double s = 0, si = 0, sii = 0, sd = 0, sid = 0;
  for (unsigned k = 0; k < 10 && last >= (k + 1) * 10; ++k) { // tenths of a second, backwards
    const double p = lq_trace_power(t, last - (k + 1) * 10, last - k * 10);
    const double x = -0.1 * k, d = lq_power_to_db(fmax(p, 1e-12));
    s += 1;
    si += x;
    sii += x * x;
    sd += d;
    sid += x * d;
  }
  const double det = s * sii - si * si;
  e.slope_db       = det > 0 ? (s * sid - si * sd) / det : 0;
  return e;
}

static lq_status find_end(const lq_trace* const t, const double body, lq_finds* const finds)
{
  const ending e   = listen(t, body);
  const double sec = lq_trace_sec(t, e.end);
  if (e.last_db < -40 || sec < 1) {
    return LQ_OK;
  }
  if (e.last_db > -10 && e.slope_db > -12 && e.n_loud >= 7) {
    return lq_finds_say(
        finds,
        &(lq_finding){.id         = "cut-end",
                      .severity   = LQ_SEVERITY_STOP,
                      .start_sec  = fmax(0, sec - 0.05),
                      .end_sec    = sec,
                      .value      = e.last_db,
                      .limit      = -10,
                      .unit       = "dB against the music",
                      .confidence = 0.8,
                      .advice     = "Bounce to the end of the last sound, or set a fade there."},
        "It stops in mid-song at %s: the last 50 ms are as loud as the music (%.0f dB) and nothing "
        "was dying away.",
        lq_finds_time(finds, sec), e.last_db);
  }
  const double missing = e.slope_db < -1 ? (e.last_db + 60) / -e.slope_db : 0;
  if (e.last_db < -20 && (e.slope_db > -1.5 || (missing > 0 && missing < 0.12))) {
    return LQ_OK; // a floor of hum or noise, or gone in a moment anyway
  }
  return lq_finds_say(
      finds,
      &(lq_finding){.id         = "cut-tail",
                    .severity   = LQ_SEVERITY_WARNING,
                    .start_sec  = fmax(0, sec - 0.05),
                    .end_sec    = sec,
                    .value      = e.last_db,
                    .limit      = -40,
                    .unit       = "dB against the music",
                    .confidence = 0.7,
                    .advice     = "Bounce a few seconds more, until the reverb is gone, or "
                                  "finish the fade."},
      "The tail is cut off at %s, %.0f dB under the music and falling %.0f dB a second.",
      lq_finds_time(finds, sec), -e.last_db, fmax(0, -e.slope_db));
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  const double body = lq_trace_body(c->trace);
  if (!isfinite(c->measured->integrated_lufs) || !(body > 0)) {
    return LQ_OK;
  }
  LQ_TRY(find_start(self, body, finds));
  return find_end(c->trace, body, finds);
}

static void close(void* const self)
{
  free(self);
}

const lq_finder lq_find_ends = {
    .name = "ends", .open = open, .process = process, .finish = finish, .close = close};
