// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/ducking.h"

#include "assist/song_tempo.h"
#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>
#include <string.h>

typedef struct {
  double low_hz, high_hz;
} range;

static const range kick_range = {40, 125}, lead_range = {1250, 5100};

// Power of a track between two frequencies, as the ear weighs it.
static double power_in(const lq_scene_track* const t, const size_t step, const range r)
{
  double sum = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b);
    sum += hz > 0.95 * r.low_hz && hz < 1.05 * r.high_hz ? (double)t->steps[step].band[b] : 0;
  }
  return sum;
}

// What the track gives there while another one plays.
static double under(const lq_scene* const s, const lq_scene_track* const t,
                    const lq_scene_track* const key, const range r)
{
  double sum = 0;
  for (size_t i = 0; i < s->n_steps; ++i) {
    sum += key->active[i] ? power_in(t, i, r) : 0;
  }
  return sum;
}

// Turn a range of a track by so much wherever the key plays; the scene's sum goes along.
static void duck_scene(const lq_scene* const s, lq_scene_track* const t,
                       const lq_scene_track* const key, const range r, const double by_db)
{
  const float g = (float)lq_exp(by_db * (LQ_LN10 / 10.0));
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b);
    for (size_t i = 0; hz > 0.95 * r.low_hz && hz < 1.05 * r.high_hz && i < s->n_steps; ++i) {
      if (key->active[i]) {
        const float old     = t->steps[i].band[b];
        t->steps[i].band[b] = old * g;
        s->sum[i].band[b] += t->steps[i].band[b] - old;
      }
    }
  }
}

static lq_track* loudest(const lq_song* const song, const char* const role)
{
  lq_track* best = NULL;
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (t->heard && t->heard->n_active && !strcmp(t->role->name, role) &&
        (!best || t->heard->lufs > best->heard->lufs)) {
      best = t;
    }
  }
  return best;
}

// Share of the kick's strokes in which the bass stands over half of it down there. A kick is active
// between its strokes too when they follow each other closely; there it has nothing to cover.
static double covered(const lq_scene* const s, const lq_scene_track* const kick,
                      const lq_scene_track* const bass)
{
  double mean      = 0;
  size_t n_strokes = 0, n = 0;
  for (size_t i = 0; i < s->n_steps; ++i) {
    mean += kick->active[i] ? power_in(kick, i, kick_range) / (double)kick->n_active : 0;
  }
  for (size_t i = 0; i < s->n_steps; ++i) {
    const double stroke = kick->active[i] ? power_in(kick, i, kick_range) : 0;
    const bool   is     = stroke > 0.5 * mean;
    n_strokes += is;
    n += is && power_in(bass, i, kick_range) > 0.5 * stroke;
  }
  return n_strokes ? (double)n / (double)n_strokes : 0;
}

// Level of its strokes, dBFS RMS over 10 ms, before the trim. Strokes that are all alike have no
// second part to be told from; then the peak speaks, which stands about 6 dB over that.
static double stroke_db(const lq_track* const kick)
{
  enum { OVER_RMS_DB = 6 };
  return kick->features->strokes.n_hard ? kick->features->strokes.hard_db
                                        : kick->features->whole.sample_peak_dbfs - OVER_RMS_DB;
}

static lq_status duck_bass(lq_song* const song, const lq_track* const kick, lq_track* const bass)
{
  const double share = covered(&song->scene, kick->heard, bass->heard);
  const double depth = round(10 * song->strength * fmin(3, 1 + 2.5 * share)) / 10;
  if (share < 0.15 || depth < 0.5 || bass->keep) {
    return LQ_OK;
  }
  const double before = lq_scene_masked(&song->scene, kick->heard);
  duck_scene(&song->scene, bass->heard, kick->heard, kick_range, -depth);
  const double after = lq_scene_masked(&song->scene, kick->heard);
  if (after >= before) {
    duck_scene(&song->scene, bass->heard, kick->heard, kick_range, depth);
    return LQ_OK;
  }
  enum { UNDER_STROKE_DB = 8 };
  lq_device d;
  LQ_TRY(lq_device_init(&d, song->pool, &lq_ducker, 0));
  lq_device_set(&d, "depth", (float)depth);
  lq_device_set(&d, "threshold", (float)round(stroke_db(kick) + kick->trim_db - UNDER_STROKE_DB));
  lq_device_set(&d, "attack", 2);
  lq_device_set(&d, "hold", 40);
  lq_device_set(&d, "release", (float)lq_song_beats_ms(song, 1.0 / 6, 60, 90, 130));
  lq_device_set(&d, "high", 130);
  lq_device_set(&d, "key_lpf", 200);
  d.key = kick->name;
  d.why =
      lq_pool_format(song->pool,
                     "covers '%s' in %.0f %% of its strokes below 125 Hz and steps back by %.1f "
                     "dB there; masking of the kick falls from %.3f to %.3f",
                     kick->name, 100 * share, depth, before, after);
  return lq_track_put(song, bass, LQ_STAGE_DUCK, &d);
}

// Level of the key in the band as the dynamic equaliser hears it: before the fader, a full-scale
// sine at 0 dB.
static double key_level_db(const lq_song* const song, const lq_track* const lead)
{
  double sum = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double hz = lq_spectrum_band_hz(b), k = lq_exp(lq_scene_k_db(b) * (LQ_LN10 / 10.0));
    for (size_t i = 0; hz > 1500 && hz < 4200 && i < song->scene.n_steps; ++i) {
      sum += lead->heard->active[i] ? (double)lead->heard->steps[i].band[b] / k : 0;
    }
  }
  return lq_power_to_db(fmax(1e-12, 2 * sum / (double)lead->heard->n_active)) - lead->fader_db;
}

static lq_status open_hole(lq_song* const song, const lq_track* const lead, lq_track* const t,
                           const double depth, const double share)
{
  enum { UNDER_USUAL_DB = 8 };
  const double before = lq_scene_masked(&song->scene, lead->heard);
  duck_scene(&song->scene, t->heard, lead->heard, lead_range, -depth);
  const double after = lq_scene_masked(&song->scene, lead->heard);
  if (after >= before - 0.0005) {
    duck_scene(&song->scene, t->heard, lead->heard, lead_range, depth);
    return LQ_OK;
  }
  lq_device d;
  LQ_TRY(lq_device_init(&d, song->pool, &lq_dyneq, 1));
  lq_device_set_band(&d, 0, "freq", 2500);
  lq_device_set_band(&d, 0, "q", 0.7F);
  lq_device_set_band(&d, 0, "range", (float)-depth);
  lq_device_set_band(&d, 0, "threshold", (float)round(key_level_db(song, lead) - UNDER_USUAL_DB));
  lq_device_set_band(&d, 0, "ratio", 4);
  lq_device_set_band(&d, 0, "attack", 15);
  lq_device_set_band(&d, 0, "release", 180);
  d.key = lead->name;
  d.why = lq_pool_format(song->pool,
                         "makes %.0f %% of what lies over '%s' between 1.2 and 5 kHz; a hole of "
                         "%.1f dB while it sounds, masking of the lead falls from %.3f to %.3f",
                         100 * share, lead->name, depth, before, after);
  return lq_track_put(song, t, LQ_STAGE_DUCK, &d);
}

static bool is_music(const lq_track* const t)
{
  return t->heard && t->heard->n_active && !t->lead && !t->keep && !t->stages[LQ_STAGE_DUCK] &&
         strcmp(t->role->group, "drums") != 0 && strcmp(t->role->group, "bass") != 0;
}

// Both halves of a pair open the hole, so both must be free to.
static bool may_open(const lq_song* const song, const lq_track* const t)
{
  const lq_track* const other = t->twin != LQ_NO_TRACK ? &song->tracks[t->twin] : NULL;
  return is_music(t) && (!other || !other->heard || is_music(other));
}

// The three that give most up there while the lead sounds.
static lq_status clear_lead(lq_song* const song, const lq_track* const lead)
{
  enum { MOST = 3 };
  const double depth = round(10 * 2 * song->strength) / 10, least = 0.15;
  double       all = 0;
  for (size_t i = 0; i < song->n; ++i) {
    all += song->tracks[i].heard && !song->tracks[i].lead
               ? under(&song->scene, song->tracks[i].heard, lead->heard, lead_range)
               : 0;
  }
  for (unsigned k = 0; k < MOST && depth >= 0.5 && all > 0; ++k) {
    lq_track* best = NULL;
    double    most = least * all;
    for (size_t i = 0; i < song->n; ++i) {
      lq_track* const t = &song->tracks[i];
      const double    p =
          may_open(song, t) ? under(&song->scene, t->heard, lead->heard, lead_range) : 0;
      if (p > most) {
        most = p;
        best = t;
      }
    }
    if (!best) {
      return LQ_OK;
    }
    LQ_TRY(open_hole(song, lead, best, depth, most / all));
    if (!best->stages[LQ_STAGE_DUCK]) {
      return LQ_OK; // it would not help
    }
    if (best->twin != LQ_NO_TRACK && song->tracks[best->twin].heard) {
      lq_track* const other = &song->tracks[best->twin];
      LQ_TRY(lq_track_put(song, other, LQ_STAGE_DUCK, best->stages[LQ_STAGE_DUCK]));
      duck_scene(&song->scene, other->heard, lead->heard, lead_range, -depth);
    }
  }
  return LQ_OK;
}

lq_status lq_duck_tracks(lq_song* const song)
{
  const lq_track* const kick = loudest(song, "kick");
  const lq_track*       lead = NULL;
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    if (kick && t->heard && t->heard->n_active && !strcmp(t->role->group, "bass")) {
      LQ_TRY(duck_bass(song, kick, t));
    }
    if (t->lead && t->heard && t->heard->n_active &&
        (!lead || t->heard->n_active > lead->heard->n_active)) {
      lead = t;
    }
  }
  LQ_TRY(lead ? clear_lead(song, lead) : LQ_OK);
  lq_scene_add_up(&song->scene);
  return LQ_OK;
}
