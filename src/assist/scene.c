// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/scene.h"

#include "base/maths.h"
#include "dsp/kweight.h"
#include "measure/activity.h"
#include "measure/loudness.h"
#include "session/roles.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BANDS = LQ_SPECTRUM_BANDS };

// |b0 + b1 z + b2 z^2|^2 at z = e^-jw.
static double quad_power(const double b0, const double b1, const double b2, const double w)
{
  const double re = b0 + b1 * lq_cos(w) + b2 * lq_cos(2 * w);
  const double im = b1 * lq_sin(w) + b2 * lq_sin(2 * w);
  return re * re + im * im;
}

double lq_scene_k_db(const unsigned band)
{
  const double          rate_hz = 48000; // the filter of the standard itself
  const lq_kweight_coef c       = lq_kweight_design(rate_hz);
  const double          w       = 2 * LQ_PI * lq_spectrum_band_hz(band) / rate_hz;
  const double          up      = quad_power(c.b0, c.b1, c.b2, w) * quad_power(1, -2, 1, w);
  const double          down    = quad_power(1, c.a1, c.a2, w) * quad_power(1, c.c1, c.c2, w);
  return lq_power_to_db(up / down);
}

double lq_scene_k_power(const unsigned band)
{
  return lq_exp(lq_scene_k_db(band) * (LQ_LN10 / 10.0));
}

double lq_scene_power(const lq_scene_track* const t, const size_t step)
{
  double sum = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    sum += (double)t->steps[step].band[b];
  }
  return sum;
}

static lq_status find_activity(const lq_scene* const s, lq_scene_track* const t)
{
  lq_activity  a     = {0};
  float* const power = malloc((s->n_steps + 1) * sizeof *power);
  if (!power) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < s->n_steps; ++i) {
    power[i] = (float)lq_scene_power(t, i);
  }
  const lq_status st = lq_activity_find(&a, power, s->n_steps, LQ_ACTIVITY_GATE);
  free(power);
  LQ_TRY(st);
  memcpy(t->active, a.active, s->n_steps * sizeof *t->active);
  t->n_active = a.n_active;
  t->lufs     = a.lufs;
  lq_activity_free(&a);
  return LQ_OK;
}

static lq_status fill(const lq_scene* const s, lq_scene_track* const t, const lq_heard* const h)
{
  float weight[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    weight[b] = (float)lq_scene_k_power(b);
  }
  t->steps  = calloc(s->n_steps + 1, sizeof *t->steps);
  t->active = calloc(s->n_steps + 1, sizeof *t->active);
  if (!t->steps || !t->active) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < h->n; ++i) {
    for (unsigned b = 0; b < BANDS; ++b) {
      t->steps[i].band[b] = weight[b] * (h->steps[i].mid[b] + h->steps[i].side[b]);
    }
  }
  return find_activity(s, t);
}

// Microphones on one thing, and halves of a pair.
static bool same_part(const lq_strip* const a, const lq_strip* const b)
{
  static const char* const miked[] = {"kick", "snare", "hihat", "cymbal", "overhead", "room"};
  bool                     drum    = false, to_the_number;
  for (size_t i = 0; i < sizeof miked / sizeof *miked; ++i) {
    drum = drum || !strcmp(a->role, miked[i]);
  }
  if (strcmp(a->role, b->role) != 0) {
    return false;
  }
  return drum || lq_name_pair(a->name, b->name, &to_the_number) || lq_name_is_amplifier(a->name) ||
         lq_name_is_amplifier(b->name);
}

static void find_parts(const lq_scene* const s)
{
  for (size_t i = 0; i < s->n; ++i) {
    size_t k = 0;
    while (k < i && !same_part(s->tracks[i].strip, s->tracks[k].strip)) {
      ++k;
    }
    s->tracks[i].part = k < i ? s->tracks[k].part : i;
  }
}

lq_status lq_scene_make(lq_scene* const scene, const lq_desk* const                           desk,
                        bool (*const is_lead)(void* user, const lq_strip* strip), void* const user)
{
  lq_scene s   = {.n_steps = desk->n_steps, .step_sec = desk->step_sec, .stride = 1};
  s.tracks     = calloc(desk->n, sizeof *s.tracks);
  s.sum        = calloc(s.n_steps + 1, sizeof *s.sum);
  lq_status st = s.tracks && s.sum ? LQ_OK : LQ_ERR_MEMORY;
  for (size_t i = 0; !st && i < desk->n; ++i) {
    const lq_heard* const h = &desk->heard[i];
    if (h->n && h->strip->kind == LQ_STRIP_TRACK && !h->strip->mute) {
      lq_scene_track* const t = &s.tracks[s.n++];
      *t = (lq_scene_track){.strip = h->strip, .lead = is_lead(user, h->strip)};
      st = fill(&s, t, h);
    }
  }
  if (st) {
    lq_scene_free(&s);
    return st;
  }
  find_parts(&s);
  lq_scene_add_up(&s);
  *scene = s;
  return LQ_OK;
}

void lq_scene_add_up(const lq_scene* const s)
{
  memset(s->sum, 0, s->n_steps * sizeof *s->sum);
  for (size_t k = 0; k < s->n; ++k) {
    for (size_t i = 0; i < s->n_steps; ++i) {
      for (unsigned b = 0; b < BANDS; ++b) {
        s->sum[i].band[b] += s->tracks[k].steps[i].band[b];
      }
    }
  }
}

void lq_scene_free(lq_scene* const s)
{
  for (size_t i = 0; i < s->n; ++i) {
    free(s->tracks[i].steps);
    free(s->tracks[i].active);
  }
  free(s->tracks);
  free(s->sum);
  *s = (lq_scene){0};
}

lq_scene_track* lq_scene_find(const lq_scene* const s, const lq_strip* const strip)
{
  for (size_t i = 0; i < s->n; ++i) {
    if (s->tracks[i].strip == strip) {
      return &s->tracks[i];
    }
  }
  return NULL;
}

// The sum goes along; what rounding leaves in it goes with the next lq_scene_add_up().
static void gain_step(const lq_scene* const s, lq_scene_track* const t, const size_t i,
                      const float* const g)
{
  for (unsigned b = 0; b < BANDS; ++b) {
    const float old     = t->steps[i].band[b];
    t->steps[i].band[b] = old * g[b];
    s->sum[i].band[b] += t->steps[i].band[b] - old;
  }
}

void lq_scene_turn(const lq_scene* const s, lq_scene_track* const t, const double by_db,
                   const size_t from, const size_t to)
{
  float g[BANDS];
  for (unsigned b = 0; b < BANDS; ++b) {
    g[b] = (float)lq_exp(by_db * (LQ_LN10 / 10.0));
  }
  for (size_t i = from; i < to && i < s->n_steps; ++i) {
    gain_step(s, t, i, g);
  }
  t->lufs += from == 0 && to >= s->n_steps ? by_db : 0;
}

void lq_scene_shape(const lq_scene* const s, lq_scene_track* const t, const double* const by_db)
{
  float  g[BANDS];
  double power = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    g[b] = (float)lq_exp(by_db[b] * (LQ_LN10 / 10.0));
  }
  for (size_t i = 0; i < s->n_steps; ++i) {
    gain_step(s, t, i, g);
    power += t->active[i] ? lq_scene_power(t, i) : 0;
  }
  t->lufs = t->n_active ? lq_loudness_lufs(power / (double)t->n_active) : t->lufs;
}

double lq_scene_lar_db(const lq_scene* const s, const size_t from, const size_t to)
{
  double lead = 0, rest = 0;
  for (size_t i = from; i < to && i < s->n_steps; ++i) {
    double own = 0, others = 0;
    bool   sings = false;
    for (size_t k = 0; k < s->n; ++k) {
      const lq_scene_track* const t = &s->tracks[k];
      const double                p = lq_scene_power(t, i);
      own += t->lead ? p : 0;
      others += t->lead ? 0 : p;
      sings |= t->lead && t->active[i];
    }
    lead += sings ? own : 0;
    rest += sings ? others : 0;
  }
  return lead > 0 && rest > 0 ? lq_power_to_db(lead / rest) : (double)NAN;
}

// What all but one part give in a step. The difference of sums may fall under 0 by rounding.
static void rest_of(const lq_scene* const s, const lq_scene_track* const t, const size_t i,
                    double* const rest)
{
  double part[BANDS] = {0};
  for (size_t k = t->part; k < s->n; ++k) {
    if (s->tracks[k].part == t->part) {
      for (unsigned b = 0; b < BANDS; ++b) {
        part[b] += (double)s->tracks[k].steps[i].band[b];
      }
    }
  }
  for (unsigned b = 0; b < BANDS; ++b) {
    rest[b] = fmax(0, (double)s->sum[i].band[b] - part[b]);
  }
}

double lq_scene_heard(const lq_scene* const s, const lq_scene_track* const t)
{
  enum { STRONGEST = 3 };
  const double least = 0.0630957344480193; // -12 dB
  size_t       n = 0, n_all = 0;
  for (size_t i = 0; i < s->n_steps; i += s->stride) {
    if (!t->active[i]) {
      continue;
    }
    ++n_all;
    double   rest[BANDS], own = 0, others = 0;
    uint32_t taken = 0;
    rest_of(s, t, i, rest);
    for (unsigned k = 0; k < STRONGEST; ++k) {
      unsigned best = BANDS;
      for (unsigned b = 0; b < BANDS; ++b) {
        const bool more = best == BANDS || t->steps[i].band[b] > t->steps[i].band[best];
        best            = !(taken >> b & 1U) && more ? b : best;
      }
      taken |= 1U << best;
      own += (double)s->sum[i].band[best] - rest[best];
      others += rest[best];
    }
    n += own > least * others;
  }
  return n_all ? (double)n / (double)n_all : 1;
}

void lq_scene_own_bands(const lq_scene* const s, const lq_scene_track* const t,
                        unsigned bands[LQ_SCENE_OWN_BANDS])
{
  double   level[BANDS] = {0};
  uint32_t taken        = 0;
  for (size_t i = 0; i < s->n_steps; ++i) {
    for (unsigned b = 0; t->active[i] && b < BANDS; ++b) {
      level[b] += (double)t->steps[i].band[b];
    }
  }
  for (unsigned k = 0; k < LQ_SCENE_OWN_BANDS; ++k) {
    unsigned best = BANDS;
    for (unsigned b = 0; b < BANDS; ++b) {
      best = !(taken >> b & 1U) && (best == BANDS || level[b] > level[best]) ? b : best;
    }
    taken |= 1U << best;
    bands[k] = best;
  }
}

// Threshold of masking by third octaves: recursive on both sides, like the spreading itself.
static void spread(const double* const rest, double* const threshold)
{
  const double up = 0.1, down = 0.00316227766016838, under = 0.251188643150958; // -10 -25 -6 dB
  double       reach = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    reach        = fmax(rest[b], reach * up);
    threshold[b] = under * reach;
  }
  reach = 0;
  for (unsigned b = BANDS; b-- > 0;) {
    reach        = fmax(rest[b], reach * down);
    threshold[b] = fmax(threshold[b], under * reach);
  }
}

double lq_scene_masked(const lq_scene* const s, const lq_scene_track* const t)
{
  enum { WHOLE_DB = 20 };
  const double rest_between = 0.01; // a band that pauses by 20 dB has nothing to be covered
  unsigned     own[LQ_SCENE_OWN_BANDS];
  double       mean[BANDS] = {0}, sum = 0;
  size_t       n_all = 0;
  lq_scene_own_bands(s, t, own);
  for (size_t i = 0; i < s->n_steps; ++i) {
    for (unsigned b = 0; t->active[i] && b < BANDS; ++b) {
      mean[b] += (double)t->steps[i].band[b] / (double)t->n_active;
    }
  }
  for (size_t i = 0; i < s->n_steps; i += s->stride) {
    double rest[BANDS], threshold[BANDS], masked = 0, all = 0;
    if (!t->active[i]) {
      continue;
    }
    ++n_all;
    rest_of(s, t, i, rest);
    spread(rest, threshold);
    for (unsigned k = 0; k < LQ_SCENE_OWN_BANDS; ++k) {
      const double p = (double)t->steps[i].band[own[k]];
      if (p > rest_between * mean[own[k]]) {
        const double over_db = threshold[own[k]] > p ? lq_power_to_db(threshold[own[k]] / p) : 0;
        masked += fmin(WHOLE_DB, over_db) / WHOLE_DB;
        all += 1;
      }
    }
    sum += all > 0 ? masked / all : 0;
  }
  return n_all ? sum / (double)n_all : 0;
}

double lq_scene_masking(const lq_scene* const s)
{
  double sum = 0;
  size_t n   = 0;
  for (size_t k = 0; k < s->n; ++k) {
    sum += s->tracks[k].n_active ? lq_scene_masked(s, &s->tracks[k]) : 0;
    n += s->tracks[k].n_active > 0;
  }
  return n ? sum / (double)n : 0;
}
