// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/takes.h"

#include "base/thread.h"
#include "engine/bounce.h"

#include <stdlib.h>

typedef struct {
  const lq_takes*          takes;
  const lq_render_options* options;
} converting;

void lq_takes_free(lq_takes* const t)
{
  for (size_t i = 0; t->takes && i < t->n; ++i) {
    lq_take_free(t->takes[i]);
  }
  free(t->takes);
  lq_envelope_free(&t->envelope);
  *t = (lq_takes){0};
}

const lq_take* lq_takes_at(const lq_takes* const t, const double rate_hz)
{
  for (size_t i = 0; rate_hz > 0 && i < t->n; ++i) {
    if (lq_take_rate_hz(t->takes[i]) == rate_hz) {
      return t->takes[i];
    }
  }
  return rate_hz > 0 ? NULL : t->takes[0];
}

// The source through the common chain, measured on the way.
static lq_status render(lq_takes* const t, const lq_bounce* const bounce, const char* const folder,
                        const lq_render_options* const options, lq_error* const error)
{
  lq_bounce_result  r;
  lq_envelope_sink* sink = NULL;
  LQ_TRY(lq_bounce_measure(bounce, &r, error));
  LQ_TRY(lq_take_new(&t->takes[0], folder, bounce->path, r.rate_hz, r.n_channels, error));
  t->n = 1;
  LQ_TRY(lq_envelope_sink_new(&sink, r.rate_hz, r.n_channels, options->simd,
                              lq_take_sink(t->takes[0])));
  lq_status st = lq_bounce_run(bounce, lq_envelope_sink_of(sink), options, &r, error);
  st           = st ? st : lq_take_end(t->takes[0], error);
  if (st) {
    lq_envelope_sink_free(sink);
    return st;
  }
  t->n_nonfinite = r.n_nonfinite;
  return lq_envelope_sink_end(sink, &t->envelope, &t->before);
}

static lq_status convert(void* const user, const size_t i, lq_error* const error)
{
  const converting* const c   = user;
  lq_take* const          to  = c->takes->takes[i + 1];
  const lq_bounce         job = {.take = c->takes->takes[0], .out_rate_hz = lq_take_rate_hz(to)};
  LQ_TRY(lq_bounce_run(&job, lq_take_sink(to), c->options, NULL, error));
  return lq_take_end(to, error);
}

lq_status lq_takes_make(lq_takes* const takes, const char* const source,
                        const lq_chain* const chain, const double* const rates_hz,
                        const size_t n_rates, const char* const folder,
                        const lq_render_options* const options, lq_error* const error)
{
  const lq_render_options defaults = {0};
  const lq_bounce         bounce   = {.path = source, .chain = chain, .stereo = true};
  lq_takes                t        = {.takes = calloc(n_rates + 1, sizeof *t.takes)};
  const lq_render_options o        = options ? *options : defaults;
  lq_status               st = t.takes ? render(&t, &bounce, folder, &o, error) : LQ_ERR_MEMORY;
  for (size_t i = 0; i < n_rates && !st; ++i) {
    if (!lq_takes_at(&t, rates_hz[i])) {
      st = lq_take_new(&t.takes[t.n], folder, source, rates_hz[i], t.before.n_channels, error);
      t.n += !st;
    }
  }
  converting c = {.takes = &t, .options = &o};
  st           = st ? st : lq_crew_try(o.n_jobs, t.n - 1, convert, &c, error);
  if (st) {
    lq_takes_free(&t);
    return st;
  }
  *takes = t;
  return LQ_OK;
}
