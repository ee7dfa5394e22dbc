// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/settle.h"

#include "assist/drum_glue.h"
#include "assist/notes.h"
#include "assist/rides.h"
#include "assist/widening.h"
#include "base/maths.h"
#include "base/pool.h"
#include "engine/sink.h"

#include <math.h>
#include <string.h>

static bool is_lead(void* const user, const lq_strip* const strip)
{
  const lq_song* const song = user;
  for (size_t i = 0; i < song->n; ++i) {
    if (!strcmp(song->tracks[i].name, strip->name)) {
      return song->tracks[i].lead;
    }
  }
  return false;
}

static lq_status write_faders(const lq_song* const song, const lq_session* const session)
{
  for (size_t i = 0; i < song->n; ++i) {
    if (!song->tracks[i].silent) {
      lq_strip* const strip = lq_session_find(session, song->tracks[i].name);
      LQ_TRY(lq_ride_fader(song, &song->tracks[i], strip));
    }
  }
  return LQ_OK;
}

// Everything but the lead by one amount, in steps of a tenth of a decibel.
static bool correct_lead(lq_song* const song, const lq_session* const session, const double got_db,
                         const double want_db)
{
  enum { MOST_DB = 6 };
  const double off_db = round(10 * (got_db - want_db)) / 10;
  const double by_db  = fmax(-MOST_DB, fmin(MOST_DB, off_db));
  if (!isfinite(off_db) || fabs(off_db) < 0.3) {
    return false;
  }
  for (size_t i = 0; i < song->n; ++i) {
    song->tracks[i].fader_db += song->tracks[i].lead ? 0 : by_db;
  }
  lq_glue_follow(session, by_db);
  return true;
}

// K-weighted power of a strip over the mix.
static double power_of(const lq_heard* const h)
{
  double sum = 0;
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
    const double k = lq_exp(lq_scene_k_db(b) * (LQ_LN10 / 10.0));
    for (size_t i = 0; i < h->n; ++i) {
      sum += k * (double)(h->steps[i].mid[b] + h->steps[i].side[b]);
    }
  }
  return sum;
}

// Returns come back 9 to 14 dB under the mix, together. Source: P. Pestana and J. Reiss,
// "Intelligent Audio Production Strategies Informed by Best Practices", 2014 (9 LU).
static bool correct_returns(const lq_song* const song, const lq_desk* const desk,
                            lq_session* const session)
{
  enum { LEAST_UNDER_DB = 10, MOST_UNDER_DB = 14, MOST_DB = 6 };
  double returns = 0, tracks = 0;
  for (size_t i = 0; i < desk->n; ++i) {
    const lq_heard* const h = &desk->heard[i];
    returns += h->strip->kind == LQ_STRIP_RETURN ? power_of(h) : 0;
    tracks += h->strip->kind == LQ_STRIP_TRACK ? power_of(h) : 0;
  }
  const double under_db = returns > 0 ? lq_power_to_db(tracks / returns) : 0;
  const double want_db  = fmax(LEAST_UNDER_DB, fmin(MOST_UNDER_DB, under_db));
  const double by_db    = round(10 * fmax(-MOST_DB, fmin(MOST_DB, under_db - want_db))) / 10;
  if (!(returns > 0) || by_db == 0) {
    return false;
  }
  for (size_t i = 0; i < session->n_strips; ++i) {
    if (session->strips[i].kind == LQ_STRIP_RETURN) {
      lq_device* const fader = &session->strips[i].controls[LQ_CONTROL_FADER];
      lq_device_set(fader, "level", (float)((double)lq_device_get(fader, "level") + by_db));
      fader->why =
          lq_pool_format(song->pool, "the returns came back %.1f dB under the dry tracks; now %.0f",
                         under_db, want_db);
    }
  }
  return true;
}

// Microphones on one kit are no strangers: what they share lies in the middle, and the mix comes
// out narrower than powers say. Places and widths are moved once more by what is missing.
static bool correct_width(const lq_song* const song, const lq_session* const session,
                          const lq_desk* const desk)
{
  const double    near_db = 0.4;
  const lq_heard* h       = &desk->heard[desk->n - 1]; // main
  double          mid = 1e-20, side = 1e-20;
  for (size_t i = 0; i < h->n; ++i) {
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      mid += (double)h->steps[i].mid[b];
      side += (double)h->steps[i].side[b];
    }
  }
  const lq_width_range range  = song->aims.width;
  const double         now_db = lq_power_to_db(side / mid);
  const double         off_db = now_db > range.high_db  ? now_db - range.high_db
                                : now_db < range.low_db ? now_db - range.low_db
                                                        : 0;
  if (fabs(off_db) < near_db || !lq_song_may(song, LQ_STEP_PAN) || song->strength <= 0) {
    return false;
  }
  lq_widen_all(song, session, fmax(0.5, fmin(1.8, lq_db_to_lin(-off_db))));
  return true;
}

typedef struct {
  double         lar_db;
  lq_measurement m;
  bool           changed;
} listen;

static lq_status hear(lq_song* const song, lq_session* const session,
                      const lq_balance* const balance, const bool may_change, listen* const l,
                      const lq_render_options* const options, lq_error* const error)
{
  double    rate_hz;
  uint64_t  n_frames;
  lq_meter* meter = NULL;
  lq_desk   desk  = {0};
  lq_scene  scene = {0};
  LQ_TRY(lq_session_measure(session, &rate_hz, &n_frames, error));
  LQ_TRY(lq_meter_new(&meter, rate_hz, 2));
  lq_status st = lq_desk_hear(&desk, session, LQ_TAP_POST, lq_sink_meter(meter), options, error);
  st           = st ? st : lq_scene_make(&scene, &desk, is_lead, song);
  if (!st) {
    *l = (listen){.lar_db = lq_scene_lar_db(&scene, 0, scene.n_steps), .m = lq_meter_read(meter)};
    if (may_change) {
      const bool lead =
          balance->n_leads && correct_lead(song, session, l->lar_db, balance->want_db);
      const bool back = correct_returns(song, &desk, session);
      const bool wide = correct_width(song, session, &desk);
      l->changed      = lead || back || wide;
    }
  }
  lq_scene_free(&scene);
  lq_desk_free(&desk);
  lq_meter_free(meter);
  return st;
}

// Faders are the last thing that a track's level meets but for the glue of the drums, so one
// measurement settles it.
static lq_status set_headroom(lq_song* const song, lq_session* const session,
                              const double peak_dbtp, const lq_measurement* const m,
                              lq_error* const error)
{
  if (!isfinite(m->true_peak_dbtp)) {
    return lq_fail(error, LQ_ERR_FORMAT, (lq_at){0},
                   "the mix is silent: no track holds anything that can be heard.");
  }
  const double by_db = floor(10 * (peak_dbtp - m->true_peak_dbtp)) / 10;
  for (size_t i = 0; i < song->n; ++i) {
    song->tracks[i].fader_db += by_db;
  }
  lq_glue_follow(session, by_db);
  LQ_TRY(write_faders(song, session));
  return lq_add_note(session->pool, &session->notes, &session->n_notes,
                     "all faders moved by %.1f dB, so that the mix peaks at %.1f dBTP", by_db,
                     m->true_peak_dbtp + by_db);
}

lq_status lq_settle(lq_song* const song, lq_session* const session, const lq_balance* const balance,
                    const double peak_dbtp, const lq_render_options* const options,
                    lq_error* const error)
{
  // A reference may be far from what the first places gave: a pan cannot be scaled beyond the side.
  const unsigned n_listens = song->brief->n_references ? 4 : 2;
  listen         l         = {.changed = true};
  LQ_TRY(lq_session_check(session, error));
  for (unsigned i = 0; i < n_listens && l.changed; ++i) {
    l.changed = false;
    LQ_TRY(write_faders(song, session));
    LQ_TRY(hear(song, session, balance, i + 1 < n_listens, &l, options, error));
  }
  if (balance->n_leads) {
    LQ_TRY(
        lq_add_note(session->pool, &session->notes, &session->n_notes,
                    "lead: %s%s; it stood %.1f dB against everything else by the roles alone, and "
                    "stands at %.1f dB now; aimed at %.1f dB",
                    balance->lead_name, balance->n_leads > 1 ? " and others" : "",
                    balance->lar_before_db, l.lar_db, balance->want_db));
  } else {
    LQ_TRY(lq_add_note(session->pool, &session->notes, &session->n_notes,
                       "no lead was found: the balance follows the roles alone"));
  }
  return set_headroom(song, session, peak_dbtp, &l.m, error);
}
