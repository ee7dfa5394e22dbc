// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/headroom.h"

#include "assist/notes.h"
#include "engine/sink.h"

#include <math.h>

// Faders are the last thing that a track's level meets, and what comes after them is linear, so one
// measurement settles it.
static void move_faders(const lq_session* const session, const double by_db)
{
  for (size_t i = 0; i < session->n_strips; ++i) {
    lq_strip* const strip = &session->strips[i];
    if (strip->kind == LQ_STRIP_TRACK && !strip->mute) {
      lq_device* const fader = &strip->controls[LQ_CONTROL_FADER];
      const double     level = (double)lq_device_get(fader, "level") + by_db;
      lq_device_set(fader, "level", (float)(round(10 * level) / 10));
    }
  }
}

lq_status lq_headroom_set(lq_session* const session, const double peak_dbtp,
                          const lq_render_options* const options, lq_error* const error)
{
  double         rate_hz;
  uint64_t       n_frames;
  lq_meter*      meter = NULL;
  lq_measurement m     = {0};
  LQ_TRY(lq_session_measure(session, &rate_hz, &n_frames, error));
  LQ_TRY(lq_meter_new(&meter, rate_hz, 2));
  lq_render_result result;
  const lq_status  st = lq_render_session(session, lq_sink_meter(meter), options, &result, error);
  if (!st) {
    m = lq_meter_read(meter);
  }
  lq_meter_free(meter);
  LQ_TRY(st);
  if (!isfinite(m.true_peak_dbtp)) {
    return lq_fail(error, LQ_ERR_FORMAT, (lq_at){0},
                   "the mix is silent: no track holds anything that can be heard.");
  }
  const double by_db = floor(10 * (peak_dbtp - m.true_peak_dbtp)) / 10;
  move_faders(session, by_db);
  return lq_add_note(session->pool, &session->notes, &session->n_notes,
                     "all faders moved by %.1f dB, so that the mix peaks at %.1f dBTP", by_db,
                     m.true_peak_dbtp + by_db);
}
