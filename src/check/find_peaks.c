// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A limiter, clipper or compressor left on the main bus, and overs between the samples.
#include "base/maths.h"
#include "base/pool.h"
#include "check/finder.h"
#include "check/passages.h"
#include "measure/ceiling.h"
#include "measure/flat_top.h"
#include "measure/level_spread.h"
#include "measure/pile.h"

#include <math.h>
#include <stdlib.h>

// Surer than this stops the mastering; surer than the other is told.
static const double sure = 0.8, likely = 0.5;

// Less spread than this is one held sound, whose peaks are all alike: nothing can be said of it.
static const double held_db = 2.0;

// Music with few attacks is even by itself.
static const double least_onsets_hz = 1.0;

typedef struct {
  double      rate_hz;
  lq_ceiling* ceiling;
  lq_flat_top flat;
} peaks;

typedef struct {
  const lq_ceiling_hop* hops;
  size_t                n, n_sec;
  double                sec; // of one
  uint32_t*             count;
} timeline;

static lq_status open(void** const self, const double rate_hz, const unsigned n_channels)
{
  peaks* const p = calloc(1, sizeof *p);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  p->rate_hz = rate_hz;
  lq_flat_top_start(&p->flat, n_channels);
  const lq_status st = lq_ceiling_new(&p->ceiling, rate_hz, n_channels);
  if (st) {
    free(p);
    return st;
  }
  *self = p;
  return LQ_OK;
}

static lq_status process(void* const self, const float* const* const x, const size_t n_frames)
{
  peaks* const p = self;
  lq_flat_top_process(&p->flat, x, n_frames);
  return lq_ceiling_process(p->ceiling, x, n_frames);
}

static void close_peaks(void* const self)
{
  peaks* const p = self;
  if (p) {
    lq_ceiling_free(p->ceiling);
    free(p);
  }
}

static bool lay_out(timeline* const t, const peaks* const p, lq_pool* const pool)
{
  size_t hop_frames;
  t->hops  = lq_ceiling_hops(p->ceiling, &t->n, &hop_frames);
  t->sec   = (double)hop_frames / p->rate_hz;
  t->n_sec = (size_t)((double)t->n * t->sec) + 1;
  t->count = lq_pool_take(pool, t->n_sec, sizeof *t->count);
  return t->count;
}

static lq_passages piled(const timeline* const t, const lq_pile* const pile)
{
  for (size_t i = 0; i < t->n; ++i) {
    t->count[(size_t)((double)i * t->sec)] += lq_pile_has(pile, &t->hops[i]);
  }
  return lq_passages_find(t->count, t->n_sec);
}

static lq_status limited(const lq_finder_context* const c, lq_finds* const finds,
                         const timeline* const t, const lq_pile* const pile)
{
  const double      how_sure = lq_pile_confidence(pile);
  const double      db       = lq_pile_limiting_db(pile);
  const lq_passages where    = piled(t, pile);
  const char* const clock    = lq_passages_text(c->pool, &where);
  return lq_finds_add(
      finds,
      &(lq_finding){
          .id         = "limiter-peaks",
          .severity   = how_sure >= sure ? LQ_SEVERITY_STOP : LQ_SEVERITY_WARNING,
          .start_sec  = where.list[where.worst].start_sec,
          .end_sec    = where.list[where.worst].end_sec,
          .value      = db,
          .limit      = 0,
          .unit       = "dB",
          .confidence = how_sure,
          .message    = clock ? lq_pool_format(c->pool,
                                               "A limiter is on it, by about %.0f dB: %zu peaks end "
                                                  "within %.2f dB of each other, most at %s.",
                                               db, pile->n_peaks, pile->width_db, clock)
                              : NULL,
          .advice     = "Take the limiter off the main bus, turn the faders down instead "
                        "and bounce again: peaks that are gone cannot be brought back."});
}

static lq_status clipped(const lq_finder_context* const c, lq_finds* const finds,
                         const timeline* const t, const lq_pile* const pile,
                         const lq_flat_sum* const flat, const double rate_hz)
{
  const double             how_sure = lq_flat_confidence(flat);
  const lq_passages        where    = piled(t, pile);
  const lq_passages        rough    = {.list = {{.start_sec = (double)flat->first / rate_hz,
                                                 .end_sec   = (double)flat->last / rate_hz}},
                                       .n    = 1};
  const lq_passages* const p        = where.n ? &where : &rough;
  const char* const        clock    = lq_passages_text(c->pool, p);
  return lq_finds_add(
      finds,
      &(lq_finding){
          .id         = "limiter-clipped",
          .severity   = how_sure >= sure ? LQ_SEVERITY_STOP : LQ_SEVERITY_WARNING,
          .start_sec  = p->list[p->worst].start_sec,
          .end_sec    = p->list[p->worst].end_sec,
          .channel    = flat->channels == 1 && c->features->n_channels > 1 ? "left"
                        : flat->channels == 2                              ? "right"
                                                                           : NULL,
          .value      = (double)flat->n_runs,
          .limit      = 0,
          .unit       = "flat tops",
          .confidence = how_sure,
          .message    = clock ? lq_pool_format(c->pool,
                                               "It is clipped: %llu tops are cut flat at %.1f dBFS, "
                                                  "up to %u samples long, most at %s.",
                                               (unsigned long long)flat->n_runs,
                                               lq_lin_to_db((double)flat->top), flat->longest, clock)
                              : NULL,
          .advice     = "Turn the faders down until nothing clips, take a clipper off the "
                        "main bus, and bounce again: turning the file down does not "
                        "mend it."});
}

static lq_status overs(const lq_finder_context* const c, lq_finds* const finds,
                       const timeline* const t)
{
  size_t n    = 0;
  float  most = 0;
  for (size_t i = 0; i < t->n_sec; ++i) {
    t->count[i] = 0;
  }
  for (size_t i = 0; i < t->n; ++i) {
    if (t->hops[i].peak > 1 && fabsf(t->hops[i].sample) <= 1) {
      ++t->count[(size_t)((double)i * t->sec)];
      most = fmaxf(most, t->hops[i].peak);
      ++n;
    }
  }
  if (!n) {
    return LQ_OK;
  }
  const lq_passages where = lq_passages_find(t->count, t->n_sec);
  const char* const clock = lq_passages_text(c->pool, &where);
  return lq_finds_add(
      finds, &(lq_finding){.id        = "overs",
                           .severity  = LQ_SEVERITY_WARNING,
                           .start_sec = where.list[where.worst].start_sec,
                           .end_sec   = where.list[where.worst].end_sec,
                           .value     = lq_lin_to_db((double)most),
                           .limit     = 0,
                           .unit      = "dBTP",
                           .message   = clock ? lq_pool_format(
                                                    c->pool,
                                                    "Between the samples it goes over full scale, up "
                                                      "to %+.1f dB, most at %s.",
                                                    lq_lin_to_db((double)most), clock)
                                              : NULL,
                           .advice    = "Turn every fader down by the same amount."});
}

static lq_status compressed(const lq_finder_context* const c, lq_finds* const finds,
                            const double spread_db)
{
  const double how_sure = lq_level_spread_confidence(spread_db);
  const bool   attacks  = c->features->onsets_hz >= least_onsets_hz;
  if (spread_db < held_db || how_sure < (attacks ? likely : sure)) {
    return LQ_OK;
  }
  return lq_finds_add(
      finds, &(lq_finding){
                 .id         = "bus-compression",
                 .severity   = attacks && how_sure >= sure ? LQ_SEVERITY_WARNING : LQ_SEVERITY_NOTE,
                 .value      = spread_db,
                 .limit      = 4.3,
                 .unit       = "dB",
                 .confidence = how_sure,
                 .message    = lq_pool_format(c->pool,
                                              "Its loudest moments stand only %.1f dB over the "
                                                 "rest, as if a compressor held the whole mix.",
                                              spread_db),
                 .advice     = "If one sits on the main bus, send a mix without it as well: the "
                               "mastering can add it, not take it off."});
}

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  peaks* const p = self;
  timeline     t;
  lq_pile      pile;
  LQ_TRY(lq_ceiling_finish(p->ceiling));
  if (!lay_out(&t, p, c->pool)) {
    return LQ_ERR_MEMORY;
  }
  double spread_db;
  LQ_TRY(lq_pile_find(&pile, t.hops, t.n));
  LQ_TRY(lq_level_spread(&spread_db, t.hops, t.n));
  const lq_flat_sum flat = lq_flat_top_read(&p->flat);
  if (lq_flat_confidence(&flat) >= likely) {
    LQ_TRY(clipped(c, finds, &t, &pile, &flat, p->rate_hz));
  } else if (lq_pile_confidence(&pile) >= likely && !(spread_db < held_db)) {
    LQ_TRY(limited(c, finds, &t, &pile));
  }
  LQ_TRY(compressed(c, finds, spread_db));
  return overs(c, finds, &t);
}

const lq_finder lq_find_peaks = {
    .name = "peaks", .open = open, .process = process, .finish = finish, .close = close_peaks};
