// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/desk.h"

#include <stdlib.h>

typedef struct {
  const lq_session* session;
  lq_tap_point      point;
  double            rate_hz;
  lq_band_steps**   bands;      // [n_strips]
  unsigned*         n_channels; // [n_strips]
} listener;

static lq_status hear(void* const user, const lq_strip* const strip, const lq_tap_point point,
                      const float* const* const x, const unsigned n_channels, const size_t n_frames,
                      lq_error* const error)
{
  listener* const l = user;
  const size_t    i = (size_t)(strip - l->session->strips);
  (void)error;
  if (point != l->point || strip->kind == LQ_STRIP_BUS) {
    return LQ_OK;
  }
  if (!l->bands[i]) {
    LQ_TRY(lq_band_steps_new(&l->bands[i], l->rate_hz, n_channels));
    l->n_channels[i] = n_channels;
  }
  return lq_band_steps_process(l->bands[i], x, n_frames);
}

// Two steps of the meter make one here: half the memory, and they overlap anyway.
static lq_status keep(lq_desk* const desk, lq_heard* const h, const lq_band_steps* const bands,
                      const unsigned n_channels)
{
  size_t                    n;
  const lq_band_step* const from  = lq_band_steps_list(bands, &n);
  const float               scale = n_channels == 2 ? 2.0F : 1.0F; // sum, not mean, of the channels
  desk->step_sec                  = 2 * lq_band_steps_step_sec(bands);
  h->n                            = (n + 1) / 2;
  h->steps                        = calloc(h->n + 1, sizeof *h->steps);
  if (!h->steps) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    const bool  single = i + 1 == n && n % 2;
    const float share  = scale * (single ? 1.0F : 0.5F);
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      h->steps[i / 2].mid[b] += share * from[i].mid[b];
      h->steps[i / 2].side[b] += share * from[i].side[b];
    }
  }
  desk->n_steps = h->n > desk->n_steps ? h->n : desk->n_steps;
  return LQ_OK;
}

lq_status lq_desk_hear(lq_desk* const desk, const lq_session* const session,
                       const lq_tap_point point, const lq_sink sink,
                       const lq_render_options* const options, lq_error* const error)
{
  lq_desk           d = {.n = session->n_strips};
  uint64_t          n_frames;
  lq_render_options o = options ? *options : (lq_render_options){0};
  LQ_TRY(lq_session_measure(session, &d.rate_hz, &n_frames, error));
  listener l   = {.session    = session,
                  .point      = point,
                  .rate_hz    = d.rate_hz,
                  .bands      = calloc(d.n, sizeof *l.bands),
                  .n_channels = calloc(d.n, sizeof *l.n_channels)};
  d.heard      = calloc(d.n, sizeof *d.heard);
  o.tap        = (lq_tap){.hear = hear, .user = &l};
  lq_status st = l.bands && l.n_channels && d.heard ? LQ_OK : LQ_ERR_MEMORY;
  st           = st ? st : lq_render_session(session, sink, &o, NULL, error);
  for (size_t i = 0; !st && i < d.n; ++i) {
    d.heard[i].strip = &session->strips[i];
    st               = l.bands[i] ? lq_band_steps_finish(l.bands[i]) : LQ_OK;
    st               = !st && l.bands[i] ? keep(&d, &d.heard[i], l.bands[i], l.n_channels[i]) : st;
  }
  for (size_t i = 0; l.bands && i < d.n; ++i) {
    lq_band_steps_free(l.bands[i]);
  }
  free(l.bands);
  free(l.n_channels);
  if (st) {
    lq_desk_free(&d);
    return st;
  }
  *desk = d;
  return LQ_OK;
}

void lq_desk_free(lq_desk* const desk)
{
  for (size_t i = 0; desk->heard && i < desk->n; ++i) {
    free(desk->heard[i].steps);
  }
  free(desk->heard);
  *desk = (lq_desk){0};
}
