// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/side_worries.h"

#include "base/pool.h"

#include <math.h>

/// What is looked for in each step, and its limit.
typedef struct {
  lq_worry_kind kind;
  bool          rule;
  bool          least; ///< worse when smaller
  double        limit;
} watch;

// Value, limit.
static const char* const sentences[LQ_WORRY_N] = {
    [LQ_WORRY_SLOPE]  = "it moves sideways at %.0f %% of the speed at which the groove runs; the "
                        "cutter's back facet spoils what is beyond %.0f %%.",
    [LQ_WORRY_SPEED]  = "it moves sideways at %.0f cm/s; records are cut to %.0f cm/s at most.",
    [LQ_WORRY_WIDTH]  = "the groove is only %.0f um wide; a stylus needs %.0f um to stay in it.",
    [LQ_WORRY_CURVE]  = "it bends to a radius of %.1f um; even a fine stylus of %.0f um cannot "
                        "follow.",
    [LQ_WORRY_SHARP]  = "s and cymbals stand %.1f dB over what a round stylus traces there; "
                        "expected at most %.0f dB, which elliptical ones bear.",
    [LQ_WORRY_TREBLE] = "the treble runs at %.1f cm/s for 100 ms; beyond %.0f cm/s a cutter head "
                        "grows hot.",
};

static const double most_sharp_db = 6; // ours

static double value_of(const lq_spiral_point* const p, const lq_worry_kind kind)
{
  switch (kind) {
  case LQ_WORRY_SLOPE:
    return 100.0 * p->slope;
  case LQ_WORRY_CURVE:
    return p->curve_um;
  case LQ_WORRY_SHARP:
    return p->sharp_db;
  case LQ_WORRY_WIDTH:
    return p->width_um;
  case LQ_WORRY_SPEED:
    return p->lateral_cm_s;
  default:
    return p->treble_cm_s;
  }
}

static const char* song_at(const lq_side* const side, const double at_sec)
{
  const char* title = NULL;
  for (size_t i = 0; i < side->n_songs; ++i) {
    title = at_sec >= side->songs[i].start_sec ? side->songs[i].title : title;
  }
  return title;
}

static lq_status add(lq_side* const side, lq_pool* const pool, const lq_worry worry)
{
  if (!worry.text) {
    return LQ_ERR_MEMORY;
  }
  lq_worry* const grown = lq_pool_grow(pool, side->worries, side->n_worries, sizeof *grown);
  if (!grown) {
    return LQ_ERR_MEMORY;
  }
  grown[side->n_worries++] = worry;
  side->worries            = grown;
  return LQ_OK;
}

/// Steps over a limit in one song. Those less than APART_SEC from each other are one place.
typedef struct {
  double start_sec, end_sec, worst, at_sec;
  size_t n_places;
} passage;

static const double apart_sec = 1;

static void meet(passage* const p, const watch* const w, const double value, const double at_sec,
                 const double step_sec)
{
  if (!p->n_places) {
    p->start_sec = at_sec;
  }
  if (!p->n_places || (w->least ? value < p->worst : value > p->worst)) {
    p->worst  = value;
    p->at_sec = at_sec;
  }
  p->n_places += !p->n_places || at_sec - p->end_sec > apart_sec;
  p->end_sec = at_sec + step_sec;
}

static lq_status tell(lq_side* const side, lq_pool* const pool, const watch* const w,
                      const passage* const p)
{
  return p->n_places
             ? add(side, pool,
                   (lq_worry){.kind      = w->kind,
                              .rule      = w->rule,
                              .start_sec = p->start_sec,
                              .end_sec   = p->end_sec,
                              .at_sec    = p->at_sec,
                              .n_places  = p->n_places,
                              .song      = song_at(side, p->at_sec),
                              .text = lq_pool_format(pool, sentences[w->kind], p->worst, w->limit)})
             : LQ_OK;
}

static lq_status look(lq_side* const side, lq_pool* const pool, const watch* const w)
{
  const lq_spiral_cut cut  = {.steps    = side->steps,
                              .n        = side->n_steps,
                              .step_sec = side->step_sec,
                              .level_db = side->scale_db};
  passage             p    = {0};
  const char*         song = song_at(side, 0);
  for (size_t j = 0; j < side->n_steps; ++j) {
    const lq_spiral_point point =
        lq_spiral_at(&side->record->side, &cut, j, (double)side->radius_mm[j]);
    const double value  = value_of(&point, w->kind);
    const double at_sec = (double)j * side->step_sec;
    if (song_at(side, at_sec) != song) {
      LQ_TRY(tell(side, pool, w, &p));
      p    = (passage){0};
      song = song_at(side, at_sec);
    }
    if (w->least ? value < w->limit : value > w->limit) {
      meet(&p, w, value, at_sec, side->step_sec);
    }
  }
  return tell(side, pool, w, &p);
}

static lq_status worry_places(lq_side* const side, lq_pool* const pool)
{
  const lq_disc_side* const d     = &side->record->side;
  const watch               all[] = {{LQ_WORRY_SLOPE, true, false, 100.0},
                                     {LQ_WORRY_SPEED, true, false, d->most_cm_s},
                                     {LQ_WORRY_WIDTH, true, true, d->least_width_um},
                                     {LQ_WORRY_CURVE, false, true, d->stylus_um[1]},
                                     {LQ_WORRY_SHARP, false, false, most_sharp_db},
                                     {LQ_WORRY_TREBLE, false, false, d->treble_cm_s}};
  for (size_t i = 0; i < sizeof all / sizeof *all; ++i) {
    LQ_TRY(look(side, pool, &all[i]));
  }
  return LQ_OK;
}

static lq_status worry_length(lq_side* const side, lq_pool* const pool)
{
  const lq_vinyl_record* const r       = side->record;
  const double                 minutes = (double)side->n_steps * side->step_sec / 60.0;
  const double                 over_mm = -side->spiral.free_mm;
  lq_worry                     w       = {.kind = LQ_WORRY_LENGTH, .rule = true};
  if (over_mm > 0.0) {
    w.text =
        isfinite(side->fit_db)
            ? lq_pool_format(pool, "it needs %.1f mm more than a side has; it fits %.1f dB softer.",
                             over_mm, side->level_db - side->fit_db)
            : lq_pool_format(pool, "it needs %.1f mm more than a side has, at any level.", over_mm);
    LQ_TRY(add(side, pool, w));
  }
  w.rule = false;
  if (minutes > r->most_min) {
    w.text = lq_pool_format(pool, "it is %.1f minutes long; plants take %.1f at most for %s.",
                            minutes, r->most_min, r->name);
    return add(side, pool, w);
  }
  if (minutes > r->recommended_min) {
    w.text = lq_pool_format(
        pool, "it is %.1f minutes long; beyond %.1f every minute costs about a decibel of level.",
        minutes, r->recommended_min);
    return add(side, pool, w);
  }
  return LQ_OK;
}

/// Something about all of a side, if it is so.
static lq_status worry_if(lq_side* const side, lq_pool* const pool, const bool is,
                          const lq_worry_kind kind, const double value, const char* const format)
{
  return is ? add(side, pool, (lq_worry){.kind = kind, .text = lq_pool_format(pool, format, value)})
            : LQ_OK;
}

static lq_status worry_whole(lq_side* const side, const lq_vinyl* const vinyl, lq_pool* const pool)
{
  const double plr_lu = side->peak_dbtp - side->m.integrated_lufs;
  LQ_TRY(worry_if(side, pool, side->peak_dbtp > fmax(0.0, vinyl->ceiling_dbtp), LQ_WORRY_PEAK,
                  side->peak_dbtp, "its true peak stands at %.2f dBTP; expected 0 at most."));
  LQ_TRY(worry_if(side, pool, side->low.apart > 0.01, LQ_WORRY_PHASE, 100.0 * side->low.apart,
                  "below 300 Hz left and right are out of phase for %.0f %% of the time."));
  LQ_TRY(worry_if(side, pool, side->rumble_db > -25.0, LQ_WORRY_ENDS, side->rumble_db,
                  "what lies below 25 Hz stands at %.0f dB of the whole; it widens the groove and "
                  "is not heard."));
  LQ_TRY(worry_if(side, pool, side->whistle_db > -25.0, LQ_WORRY_ENDS, side->whistle_db,
                  "what lies above 18 kHz stands at %.0f dB of the whole; it heats the cutter "
                  "head."));
  LQ_TRY(worry_if(side, pool, side->dc_dbfs > -60.0, LQ_WORRY_OFFSET, side->dc_dbfs,
                  "its mean is off zero by %.0f dBFS."));
  LQ_TRY(worry_if(side, pool, side->tail_sec > 10.0, LQ_WORRY_HEAD, side->tail_sec,
                  "it ends with %.0f s of silence, which take room."));
  LQ_TRY(worry_if(side, pool, side->head_sec > 5.0, LQ_WORRY_HEAD, side->head_sec,
                  "it begins with %.0f s of silence."));
  return worry_if(side, pool, isfinite(plr_lu) && plr_lu < 8.0, LQ_WORRY_LIMITED, plr_lu,
                  "its peaks stand only %.1f LU over its loudness: it was limited, and a record "
                  "gains nothing by that; expected the master before the limiter.");
}

lq_status lq_side_worry(lq_side* const side, const lq_vinyl* const vinyl, lq_pool* const pool)
{
  side->worries   = NULL;
  side->n_worries = 0;
  LQ_TRY(worry_length(side, pool));
  LQ_TRY(worry_whole(side, vinyl, pool));
  return worry_places(side, pool);
}
