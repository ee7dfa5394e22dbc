// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_tone.h"

#include "assist/album_takes.h"
#include "assist/loud.h"
#include "assist/tone_moves.h"
#include "base/pool.h"
#include "base/thread.h"
#include "proc/all.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BANDS = LQ_SPECTRUM_BANDS, MOVES = LQ_TONE_REGIONS, LEAST_SONGS = 3, LEAST_SEC = 5 };

// Our choices: within slack_db nobody hears two songs as different; farther than apart_db in the
// mean is another kind of song.
static const double slack_db = 1, apart_db = 3.5, part = 0.5, least_db = 0.3, least_gain_db = 0.05;

typedef struct {
  bool   known; ///< it sounds for long enough
  double power[BANDS];
  double tone_db[BANDS];
} voice;

typedef struct {
  lq_album_sound*          s;
  const lq_render_options* options;
  voice*                   voices; ///< [n]
  lq_polish_aims           aims;
  lq_device*               eqs;  ///< [n] of a song whose chain gets one
  bool*                    made; ///< [n] it does
} toning;

static lq_status listen(const lq_album_song* const x, voice* const v)
{
  size_t                    n;
  const lq_band_step* const steps  = lq_band_steps_list(x->bands, &n);
  const double              sec    = lq_band_steps_step_sec(x->bands);
  unsigned char* const      loud   = calloc(n + 1, 1);
  double* const             weight = calloc(n + 1, sizeof *weight);
  double                    side[BANDS], n_loud = 0;
  lq_status st = loud && weight ? lq_loud_find(loud, weight, steps, n, sec) : LQ_ERR_MEMORY;
  if (!st) {
    lq_loud_mean(loud, steps, n, v->power, side);
    for (size_t i = 0; i < n; ++i) {
      n_loud += loud[i];
    }
    for (unsigned b = 0; b < BANDS; ++b) {
      v->power[b] += side[b];
    }
    v->known = n_loud * sec >= LEAST_SEC;
    lq_polish_tone(v->power, v->tone_db);
  }
  free(loud);
  free(weight);
  return st;
}

static int by_size(const void* const a, const void* const b)
{
  const double x = *(const double*)a, y = *(const double*)b;
  return (x > y) - (x < y);
}

// The album's own tone: the median of its songs, third octave by third octave.
static lq_status find_album(toning* const t, size_t* const n_known)
{
  const size_t  n      = t->s->n;
  double* const sorted = LQ_POOL_TAKE(t->s->pool, double, n);
  double        low_hz = HUGE_VAL, mean = 0;
  if (!sorted) {
    return LQ_ERR_MEMORY;
  }
  for (size_t k = 0; k < n; ++k) {
    low_hz = fmin(low_hz, t->s->songs[k].rate_hz);
  }
  for (unsigned b = 0; b < BANDS; ++b) {
    *n_known = 0;
    for (size_t k = 0; k < n; ++k) {
      if (t->voices[k].known) {
        sorted[(*n_known)++] = t->voices[k].tone_db[b];
      }
    }
    qsort(sorted, *n_known, sizeof *sorted, by_size);
    const size_t half   = *n_known / 2;
    t->aims.tone_db[b]  = !*n_known      ? 0
                          : *n_known % 2 ? sorted[half]
                                         : 0.5 * (sorted[half - 1] + sorted[half]);
    t->aims.slack_db[b] = slack_db;
    t->aims.known[b]    = b >= 1 && b < BANDS - 1 && lq_spectrum_band_hz(b) * 1.2 < 0.5 * low_hz;
    mean += b >= 5 && b <= 23 ? t->aims.tone_db[b] / 19 : 0; // as lq_polish_tone() lays them
  }
  for (unsigned b = 0; b < BANDS; ++b) {
    t->aims.tone_db[b] -= mean;
  }
  t->aims.by = "the album";
  return LQ_OK;
}

static double distance_db(const toning* const t, const double* const off_db)
{
  double sum = 0, n = 0;
  for (unsigned b = 0; b < BANDS; ++b) {
    sum += t->aims.known[b] ? fabs(off_db[b]) : 0;
    n += t->aims.known[b];
  }
  return n > 0 ? sum / n : 0;
}

// Why a song's tone is not for us to touch, or NULL.
static const char* left_alone(const toning* const t, const size_t k, const size_t n_known)
{
  const lq_album_song* const x = &t->s->songs[k];
  return x->song->kind != LQ_SONG_MIX ? "it is a master: nothing but its level is changed"
         : x->given                   ? "its plan was given, and is kept as it is"
         : n_known < LEAST_SONGS      ? "fewer than three songs have no tone in common"
         : !t->voices[k].known        ? "it sounds for too short a time to judge"
                                      : NULL;
}

// How far a region as a whole stands from the median.
static double region_off_db(const toning* const t, const double* const off_db,
                            const unsigned region)
{
  lq_polish_aims aims = t->aims;
  memset(aims.slack_db, 0, sizeof aims.slack_db);
  return lq_tone_region_off_db(&aims, off_db, region);
}

static lq_status push(toning* const t, const size_t k, const double* const gain_db,
                      const double* const off_db, const char* const why)
{
  lq_master* const m  = t->s->songs[k].master;
  lq_device* const eq = &t->eqs[k];
  unsigned         n = 0, band = 0;
  for (unsigned i = 0; i < MOVES; ++i) {
    n += gain_db[i] != 0;
  }
  LQ_TRY(lq_device_init(eq, m->pool, &lq_eq, n));
  eq->why      = lq_pool_copy(m->pool, why);
  eq->band_why = LQ_POOL_TAKE(m->pool, const char*, n);
  if (!eq->why || !eq->band_why) {
    return LQ_ERR_MEMORY;
  }
  for (unsigned i = 0; i < MOVES; ++i) {
    if (gain_db[i] != 0) {
      const double here_db = region_off_db(t, off_db, i);
      lq_tone_set_move(eq, band, i, gain_db[i]);
      eq->band_why[band++] =
          lq_pool_format(m->pool, "%s: %.1f dB %s the album's median", lq_tone_regions[i].name,
                         fabs(here_db), here_db > 0 ? "over" : "under");
    }
  }
  t->made[k] = true;
  return lq_chain_push(&m->chain, m->pool, eq);
}

static lq_status bend(toning* const t, const size_t k, lq_album_song_facts* const f)
{
  const lq_album_song* const x    = &t->s->songs[k];
  lq_pool* const             pool = t->s->pool;
  const double               amount =
      (double)t->s->brief.amounts.of[LQ_AMOUNT_TONE] * (double)t->s->brief.song->strength;
  double       off_db[BANDS], after_db[BANDS], gain_db[MOVES], none[MOVES] = {0};
  bool         left[MOVES];
  unsigned     n = 0;
  lq_tone_work w;
  LQ_TRY(lq_tone_begin(&w, &t->aims, t->voices[k].power, x->rate_hz, x->master->pool));
  const double before = lq_tone_predict(&w, none, off_db);
  if (f->tone_db > apart_db) {
    f->tone_why = lq_pool_format(pool,
                                 "%.1f dB from the album's median in the mean, which is another "
                                 "kind of song (%g dB and more): left as it is",
                                 f->tone_db, apart_db);
    return f->tone_why ? LQ_OK : LQ_ERR_MEMORY;
  }
  lq_tone_find_moves(&w, left, gain_db);
  for (unsigned i = 0; i < MOVES; ++i) {
    const double most_db = fabs(region_off_db(t, off_db, i)); // and no region further than that
    gain_db[i]           = part * fmax(-most_db, fmin(most_db, gain_db[i]));
    gain_db[i]           = round(10 * amount * gain_db[i]) / 10;
    gain_db[i]           = fabs(gain_db[i]) < least_db ? 0 : gain_db[i];
    n += gain_db[i] != 0;
  }
  const bool nearer = n && lq_tone_predict(&w, gain_db, after_db) < before;
  f->tone_after_db  = nearer ? distance_db(t, after_db) : f->tone_db;
  if (f->tone_db - f->tone_after_db < least_gain_db) {
    f->tone_after_db = f->tone_db;
    f->tone_why      = lq_pool_format(
             pool,
             "%.1f dB from the album's median in the mean: near enough, or no wide move brings "
                  "it nearer",
             f->tone_db);
    return f->tone_why ? LQ_OK : LQ_ERR_MEMORY;
  }
  f->tone_why = lq_pool_format(pool,
                               "half of the way to the album's own tone: %.2f dB from its "
                               "median in the mean, %.2f dB after",
                               f->tone_db, f->tone_after_db);
  return f->tone_why ? push(t, k, gain_db, off_db, f->tone_why) : LQ_ERR_MEMORY;
}

static lq_status bend_all(toning* const t, const size_t n_known)
{
  for (size_t k = 0; k < t->s->n; ++k) {
    lq_album_song_facts* const f = &t->s->song_facts[k];
    double                     off_db[BANDS];
    for (unsigned b = 0; b < BANDS; ++b) {
      off_db[b] = t->voices[k].tone_db[b] - t->aims.tone_db[b];
    }
    f->tone_db = f->tone_after_db = t->voices[k].known ? distance_db(t, off_db) : 0;
    f->tone_why                   = left_alone(t, k, n_known);
    if (!f->tone_why && t->s->songs[k].chain_of == k) {
      LQ_TRY(bend(t, k, f));
    }
  }
  for (size_t k = 0; k < t->s->n; ++k) { // who shares a chain shares its end
    lq_album_song* const x = &t->s->songs[k];
    if (x->master && x->chain_of != k) {
      x->master->chain             = t->s->songs[x->chain_of].master->chain;
      t->s->song_facts[k].tone_why = t->s->song_facts[x->chain_of].tone_why;
    }
  }
  return LQ_OK;
}

static lq_status listen_one(void* const user, const size_t k, lq_error* const error)
{
  const toning* const t = user;
  (void)error;
  return listen(&t->s->songs[k], &t->voices[k]);
}

static lq_status render_one(void* const user, const size_t k, lq_error* const error)
{
  const toning* const t    = user;
  const lq_chain      more = {.devices = &t->eqs[k], .n = 1};
  return t->made[k] ? lq_album_rerender(t->s, k, &more, t->options, error) : LQ_OK;
}

lq_status lq_album_even_tone(lq_album_sound* const s, const lq_render_options* const options,
                             lq_error* const error)
{
  const unsigned n_jobs  = options ? options->n_jobs : 0;
  size_t         n_known = 0;
  toning         t       = {.s       = s,
                            .options = options,
                            .voices  = LQ_POOL_TAKE(s->pool, voice, s->n),
                            .eqs     = LQ_POOL_TAKE(s->pool, lq_device, s->n),
                            .made    = LQ_POOL_TAKE(s->pool, bool, s->n)};
  if (!t.voices || !t.eqs || !t.made) {
    return LQ_ERR_MEMORY;
  }
  LQ_TRY(lq_crew_try(n_jobs, s->n, listen_one, &t, error));
  LQ_TRY(find_album(&t, &n_known));
  LQ_TRY(bend_all(&t, n_known));
  return lq_crew_try(n_jobs, s->n, render_one, &t, error);
}
