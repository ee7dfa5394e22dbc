// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/reference.h"

#include "assist/notes.h"
#include "assist/widening.h"
#include "base/maths.h"
#include "base/path.h"
#include "base/pool.h"

#include <math.h>
#include <string.h>

// Middles of seven masters of this program (docs/assistant.md): what a record has of each.
static const double usual_spread_db = 2.7, usual_hits_db = 4.3;

static double within(const double x, const double least, const double most)
{
  return fmax(least, fmin(most, x));
}

static void merge_tone(lq_tone_curve* const c, const lq_record_figures* const r,
                       const lq_reference* const refs, const size_t n)
{
  enum { NARROW_DB = 2, FAR_DB = 8 }; // further than that from all records is no aim but a fault
  for (unsigned o = 0; o < LQ_TONE_OCTAVES; ++o) {
    double sum = 0, weight = 0;
    for (size_t i = 0; i < n; ++i) {
      if (r[i].known[o]) {
        sum += (double)refs[i].weight * r[i].octave_db[o];
        weight += (double)refs[i].weight;
      }
    }
    if (weight > 0) {
      c->level_db[o]  = within(sum / weight, c->level_db[o] - FAR_DB, c->level_db[o] + FAR_DB);
      c->strays_db[o] = NARROW_DB;
    }
  }
}

void lq_reference_merge(lq_aims* const aims, const lq_record_figures* const r,
                        const lq_reference* const refs, const size_t n)
{
  enum { NARROWEST_DB = -20, WIDEST_DB = -4 };
  const double near_db = 0.6;
  double       all = 0, stereo = 0, side = 0, low = 0, top = 0, top_all = 0, spread = 0, hits = 0;
  for (size_t i = 0; i < n; ++i) {
    const double w = (double)refs[i].weight;
    all += w;
    low += w * r[i].low_db;
    spread += w * r[i].spread_db;
    hits += w * r[i].hits_db;
    if (r[i].known[LQ_TONE_OCTAVES - 1]) {
      top_all += w;
      top += w * r[i].top_db;
    }
    if (r[i].stereo) {
      stereo += w;
      side += w * r[i].side_db;
    }
  }
  merge_tone(&aims->tone, r, refs, n);
  if (stereo > 0) {
    const double side_db = within(side / stereo, NARROWEST_DB, WIDEST_DB);
    aims->width    = (lq_width_range){.low_db = side_db - near_db, .high_db = side_db + near_db};
    aims->width_by = aims->by;
  }
  aims->has_low    = true;
  aims->low_db     = low / all;
  aims->has_top    = top_all > 0;
  aims->top_db     = top_all > 0 ? top / top_all : 0;
  aims->more_ratio = within(sqrt(usual_spread_db * all / fmax(0.1, spread)), 0.75, 1.25) - 1;
  aims->more_glue  = within(usual_hits_db * all / fmax(0.1, hits), 0.5, 1.5) - 1;
}

static bool asked_to_stop(void* const user)
{
  const lq_render_options* const o = user;
  return o && o->progress && o->progress(o->user, 0);
}

static lq_status say(const lq_song* const song, lq_session* const session,
                     const lq_record_figures* const r)
{
  const lq_aims* const a = &song->aims;
  for (size_t i = 0; i < song->brief->n_references; ++i) {
    const char* const width = r[i].stereo
                                  ? lq_pool_format(song->pool, "sides at %.1f dB", r[i].side_db)
                                  : "no sides, so the width stays what released records have";
    LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes,
                       "reference %s: %s; low end at %.1f dB and top at %.1f dB against the whole; "
                       "loud passages %.1f dB over the usual ones, hits %.1f dB over the music%s",
                       lq_path_name(song->pool, song->brief->references[i].path), width,
                       r[i].low_db, r[i].top_db, r[i].spread_db, r[i].hits_db,
                       r[i].known[LQ_TONE_OCTAVES - 1] ? "" : "; its highest octave is cut off"));
  }
  if (song->strength <= 0) {
    return LQ_OK; // levels alone: nothing goes by it
  }
  return lq_add_note(session->pool, &session->notes, &session->n_notes,
                     "tone, width and dynamics go by %s: compressors work %.0f %%, the drums' glue "
                     "%.0f %% of what is usual; no level is taken from a reference",
                     a->by, 100 * (1 + a->more_ratio), 100 * (1 + a->more_glue));
}

lq_status lq_reference_aims(lq_song* const song, lq_session* const session,
                            const lq_render_options* const options, lq_error* const error)
{
  const lq_brief* const b = song->brief;
  song->aims =
      (lq_aims){.by = "released records", .width_by = "released records", .width = LQ_WIDTH_RANGE};
  LQ_TRY(lq_tone_curve_load(&song->aims.tone, song->pool, error));
  if (!b->n_references) {
    return LQ_OK;
  }
  lq_record_figures* const r = LQ_POOL_TAKE(song->pool, lq_record_figures, b->n_references);
  if (!r) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < b->n_references; ++i) {
    LQ_TRY(lq_record_file(&r[i], b->references[i].path, asked_to_stop, (void*)options, error));
  }
  song->aims.by = b->n_references > 1
                      ? lq_pool_format(song->pool, "the %zu references", b->n_references)
                      : lq_pool_format(song->pool, "the reference '%s'",
                                       lq_path_name(song->pool, b->references[0].path));
  if (!song->aims.by) {
    return LQ_ERR_MEMORY;
  }
  lq_reference_merge(&song->aims, r, b->references, b->n_references);
  return say(song, session, r);
}

// Power without the ear's weighting, of a stretch and of everything.
static void powers_of(const lq_song* const song, const lq_scene_step* const steps,
                      const lq_stretch s, double* const in, double* const all)
{
  *in  = 0;
  *all = 1e-30;
  for (unsigned b = 1; b < LQ_SPECTRUM_BANDS; ++b) {
    double sum = 0;
    for (size_t i = 0; i < song->scene.n_steps; ++i) {
      sum += (double)steps[i].band[b];
    }
    sum /= lq_scene_k_power(b);
    *in += lq_stretch_has(s, b) ? sum : 0;
    *all += sum;
  }
}

static void move_end(lq_song* const song, const lq_stretch s, const double want_db,
                     const double least_share, const char* const what)
{
  enum { MOST_DB = 2, NEAR_DB = 1 };
  double in, all;
  powers_of(song, song->scene.sum, s, &in, &all);
  const double off_db = lq_power_to_db(fmax(1e-12, in / all)) - want_db;
  const double by_db =
      -song->strength *
      within(off_db > 0 ? fmax(0, off_db - NEAR_DB) : fmin(0, off_db + NEAR_DB), -MOST_DB, MOST_DB);
  for (size_t i = 0; i < song->n && fabs(by_db) >= 0.1; ++i) {
    lq_track* const t = &song->tracks[i];
    if (!t->heard || t->lead || t->keep) {
      continue;
    }
    powers_of(song, t->heard->steps, s, &in, &all);
    if (in > least_share * all) {
      t->fader_db += by_db;
      lq_scene_turn(&song->scene, t->heard, by_db, 0, song->scene.n_steps);
      t->fader_why =
          lq_pool_format(song->pool,
                         "%s; %.1f dB %s, because %s stood %.1f dB %s than "
                         "in %s",
                         t->fader_why ? t->fader_why : "", fabs(by_db), by_db > 0 ? "more" : "less",
                         what, fabs(off_db), off_db > 0 ? "higher" : "lower", song->aims.by);
    }
  }
  lq_scene_add_up(&song->scene);
}

void lq_reference_ends(lq_song* const song)
{
  if (song->aims.has_low) {
    move_end(song, lq_low_end, song->aims.low_db, 0.5, "the low end");
  }
  if (song->aims.has_top) {
    move_end(song, lq_top_end, song->aims.top_db, 0.3, "the top");
  }
}
