// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "check/stems.h"

#include "base/pool.h"
#include "engine/sink.h"
#include "measure/band_steps.h"
#include "model/apart.h"
#include "session/roles.h"

#include <stdbool.h>
#include <string.h>

// What a render tells of every track at once, each from a thread of its own.
typedef struct {
  lq_apart        apart;
  lq_band_steps** bands; // [n]
} ears;

static lq_status hear(void* const user, const lq_strip* const strip, const lq_tap_point point,
                      const float* const* const x, const unsigned n_channels, const size_t n_frames,
                      lq_error* const error)
{
  const ears* const e    = user;
  const int         part = e->apart.part[strip - e->apart.session.strips];
  (void)n_channels;
  (void)error;
  return part == LQ_NO_PART || point != LQ_TAP_POST
             ? LQ_OK
             : lq_band_steps_process(e->bands[part], x, n_frames);
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

static lq_status render(lq_stems* const s, ears* const e, lq_pool* const pool,
                        const lq_render_options* const options, const double rate_hz,
                        lq_error* const error)
{
  lq_render_options o = options ? *options : (lq_render_options){0};
  lq_render_result  result;
  lq_status         st = LQ_OK;
  o.tap                = (lq_tap){.hear = hear, .user = e};
  for (size_t i = 0; i < s->n && !st; ++i) {
    st = lq_band_steps_new(&e->bands[i], rate_hz, 2);
  }
  st = st ? st : lq_render_session(&e->apart.session, lq_sink_none(), &o, &result, error);
  for (size_t i = 0; i < s->n && !st; ++i) {
    st = lq_band_steps_finish(e->bands[i]);
    st = st ? st : keep(s, &s->stems[i], pool, e->bands[i]);
  }
  if (!st) {
    s->duration_sec = (double)result.n_frames / rate_hz;
  }
  for (size_t i = 0; i < s->n; ++i) {
    lq_band_steps_free(e->bands[i]);
  }
  return st;
}

// The tracks that sound, each a part with all that comes back of its sends.
static lq_status list_tracks(lq_stems* const s, lq_pool* const pool, const lq_session* const all,
                             const lq_roles* const roles, lq_part* const parts)
{
  s->stems = LQ_POOL_TAKE(pool, lq_stem, all->n_strips);
  for (size_t i = 0; s->stems && i < all->n_strips; ++i) {
    const lq_strip* const strip = &all->strips[i];
    if (strip->kind == LQ_STRIP_TRACK && !strip->mute) {
      const lq_role* const role = lq_role_find(roles, strip->role);
      parts[s->n]               = (lq_part){.strip = strip};
      s->stems[s->n++] =
          (lq_stem){.name = strip->name, .role = strip->role, .lead = role && role->lead};
    }
  }
  return s->stems ? LQ_OK : LQ_ERR_MEMORY;
}

static void find_leads(lq_stems* const s, const lq_roles* const roles)
{
  bool led = false;
  for (size_t i = 0; i < s->n; ++i) {
    s->stems[i].total = lq_stem_power(s, &s->stems[i], 0, 30000, 0, 0);
    led |= s->stems[i].lead && s->stems[i].total > 0;
  }
  for (size_t i = 0; !led && i < s->n; ++i) { // then what carries the melody leads
    const lq_role* const role = lq_role_find(roles, s->stems[i].role);
    s->stems[i].lead          = role && role->solo;
  }
}

lq_status lq_stems_render(lq_stems* const stems, lq_pool* const pool,
                          const lq_session* const session, const lq_render_options* const options,
                          lq_error* const error)
{
  double         rate_hz;
  uint64_t       n_frames;
  lq_roles       roles;
  lq_session     all   = *session;
  lq_stems       s     = {.session = session};
  ears           e     = {0};
  lq_part* const parts = LQ_POOL_TAKE(pool, lq_part, session->n_strips);
  all.strips           = LQ_POOL_TAKE(pool, lq_strip, session->n_strips);
  e.bands              = LQ_POOL_TAKE(pool, lq_band_steps*, session->n_strips);
  if (!parts || !all.strips || !e.bands) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_roles_load(&roles, pool, error));
  LQ_TRY(lq_session_measure(session, &rate_hz, &n_frames, error));
  memcpy(all.strips, session->strips, session->n_strips * sizeof *all.strips);
  for (size_t i = 0; i < session->n_strips; ++i) {
    all.strips[i].solo = false;
  }
  LQ_TRY(list_tracks(&s, pool, &all, &roles, parts));
  LQ_TRY(lq_apart_new(&e.apart, pool, &all, parts, s.n, true));
  LQ_TRY(render(&s, &e, pool, options, rate_hz, error));
  find_leads(&s, &roles);
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
