// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check/stems.h"

#include "base/pool.h"
#include "measure/band_steps.h"
#include "session/roles.h"

#include <stdbool.h>
#include <string.h>

static lq_status listen(void* const user, const float* const* const x, const size_t n_frames,
                        lq_error* const error)
{
  (void)error;
  return lq_band_steps_process(user, x, n_frames);
}

// Two steps of the meter make one here: half the memory, and they overlap anyway.
static lq_status keep(lq_stems* const s, lq_stem* const stem, lq_pool* const pool,
                      const lq_band_steps* const bands)
{
  size_t                    n;
  const lq_band_step* const steps = lq_band_steps_list(bands, &n);
  s->step_sec                     = 2 * lq_band_steps_step_sec(bands);
  stem->n                         = (n + 1) / 2;
  stem->power                     = lq_pool_take(pool, stem->n + 1, sizeof *stem->power);
  if (!stem->power) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < n; ++i) {
    const float share = i + 1 < n || n % 2 == 0 ? 0.5F : 1.0F;
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      stem->power[i / 2][b] += share * (steps[i].mid[b] + steps[i].side[b]);
    }
  }
  s->n_steps = stem->n > s->n_steps ? stem->n : s->n_steps;
  return LQ_OK;
}

static lq_status render(lq_stems* const s, lq_stem* const stem, lq_pool* const pool,
                        const lq_session* const alone, const double rate_hz,
                        const lq_render_options* const options, lq_error* const error)
{
  lq_band_steps*   bands = NULL;
  lq_render_result result;
  LQ_TRY(lq_band_steps_new(&bands, rate_hz, 2));
  const lq_sink sink = {.write = listen, .user = bands};
  lq_status     st   = lq_render_session(alone, sink, options, &result, error);
  st                 = st ? st : lq_band_steps_finish(bands);
  st                 = st ? st : keep(s, stem, pool, bands);
  if (!st) {
    const double sec = (double)result.n_frames / rate_hz;
    s->duration_sec  = sec > s->duration_sec ? sec : s->duration_sec;
  }
  lq_band_steps_free(bands);
  return st;
}

lq_status lq_stems_render(lq_stems* const stems, lq_pool* const pool,
                          const lq_session* const session, const lq_render_options* const options,
                          lq_error* const error)
{
  double     rate_hz;
  uint64_t   n_frames;
  lq_roles   roles;
  lq_session alone = *session;
  lq_stems   s     = {.session = session};
  LQ_TRY(lq_roles_load(&roles, pool, error));
  LQ_TRY(lq_session_measure(session, &rate_hz, &n_frames, error));
  alone.strips = LQ_POOL_TAKE(pool, lq_strip, session->n_strips);
  s.stems      = LQ_POOL_TAKE(pool, lq_stem, session->n_strips);
  if (!alone.strips || !s.stems) {
    return LQ_ERR_MEMORY;
  }
  memcpy(alone.strips, session->strips, session->n_strips * sizeof *alone.strips);
  for (size_t i = 0; i < session->n_strips; ++i) {
    alone.strips[i].solo = false;
  }
  for (size_t i = 0; i < session->n_strips; ++i) {
    const lq_strip* const strip = &session->strips[i];
    if (strip->kind != LQ_STRIP_TRACK || strip->mute) {
      continue;
    }
    const lq_role* const role = lq_role_find(&roles, strip->role);
    lq_stem* const       stem = &s.stems[s.n++];
    *stem = (lq_stem){.name = strip->name, .role = strip->role, .lead = role && role->lead};
    alone.strips[i].solo = true;
    LQ_TRY(render(&s, stem, pool, &alone, rate_hz, options, error));
    alone.strips[i].solo = false;
  }
  bool led = false;
  for (size_t i = 0; i < s.n; ++i) {
    s.stems[i].total = lq_stem_power(&s, &s.stems[i], 0, 30000, 0, 0);
    led |= s.stems[i].lead && s.stems[i].total > 0;
  }
  for (size_t i = 0; !led && i < s.n; ++i) { // then what carries the melody leads
    const lq_role* const role = lq_role_find(&roles, s.stems[i].role);
    s.stems[i].lead           = role && role->solo;
  }
  *stems = s;
  return LQ_OK;
}

double lq_stem_power(const lq_stems* const s, const lq_stem* const stem, const double from_hz,
                     const double to_hz, const double from_sec, const double to_sec)
{
  const size_t from = from_sec > 0 ? (size_t)(from_sec / s->step_sec) : 0;
  const size_t to   = to_sec > 0 ? (size_t)(to_sec / s->step_sec) + 1 : s->n_steps;
  double       sum  = 0;
  for (size_t i = from; i < to && i < stem->n; ++i) {
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      const double hz = lq_spectrum_band_hz(b);
      sum += hz >= 0.97 * from_hz && hz <= 1.03 * to_hz ? (double)stem->power[i][b] : 0.0;
    }
  }
  return to > from ? sum / (double)(to - from) : 0.0;
}

const lq_stem* lq_stems_most(const lq_stems* const s, const double from_hz, const double to_hz,
                             const double from_sec, const double to_sec, double* const share)
{
  const lq_stem* most = NULL;
  double         best = 0, all = 0;
  for (size_t i = 0; i < s->n; ++i) {
    const double p = lq_stem_power(s, &s->stems[i], from_hz, to_hz, from_sec, to_sec);
    all += p;
    if (p > best) {
      best = p;
      most = &s->stems[i];
    }
  }
  *share = all > 0 ? best / all : 0;
  return most;
}

const char* lq_stems_blame(const lq_stems* const s, lq_pool* const pool, const double from_hz,
                           const double to_hz, const double from_sec, const double to_sec)
{
  double               share = 0;
  const lq_stem* const most = s ? lq_stems_most(s, from_hz, to_hz, from_sec, to_sec, &share) : NULL;
  const char* const    text =
      most ? lq_pool_format(pool, " Most of it comes from '%s' (%.0f %%).", most->name, 100 * share)
              : "";
  return text ? text : "";
}
