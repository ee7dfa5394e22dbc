// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/service.h"

#include <math.h>
#include <stdio.h>

static const double SAME_DB = 0.05; // half of the last digit that is shown

// Where nothing is normalised there may still be a standard to keep.
static lq_service as_it_is(const lq_target* const t, const double integrated_lufs)
{
  const double short_lu = t->loudness_lufs - integrated_lufs;
  return t->tolerance_lu > 0 && fabs(short_lu) > t->tolerance_lu
             ? (lq_service){.kind = LQ_SERVICE_OFF_LEVEL, .short_lu = short_lu}
             : (lq_service){.kind = LQ_SERVICE_LEFT};
}

static lq_service turn_up(const lq_target* const t, const double gain_db,
                          const double true_peak_dbtp)
{
  const double room_db = fmax(0, t->up_to_dbtp - true_peak_dbtp);
  if (gain_db <= room_db) {
    return (lq_service){.kind = LQ_SERVICE_UP, .gain_db = gain_db};
  }
  if (t->turns_up == LQ_UPWARD_LIMITED) {
    return (lq_service){.kind       = LQ_SERVICE_LIMITED,
                        .gain_db    = gain_db,
                        .limited_db = true_peak_dbtp + gain_db - t->up_to_dbtp};
  }
  return (lq_service){.kind = LQ_SERVICE_PEAKS, .gain_db = room_db, .short_lu = gain_db - room_db};
}

lq_service lq_target_service(const lq_target* const target, const double integrated_lufs,
                             const double true_peak_dbtp)
{
  if (!isfinite(integrated_lufs)) {
    return (lq_service){.kind = LQ_SERVICE_LEFT};
  }
  if (!target->normalises) {
    return as_it_is(target, integrated_lufs);
  }
  const double gain_db = target->plays_at_lufs - integrated_lufs;
  if (gain_db < -SAME_DB) {
    return (lq_service){.kind = LQ_SERVICE_DOWN, .gain_db = gain_db};
  }
  if (gain_db <= SAME_DB) {
    return (lq_service){.kind = LQ_SERVICE_LEFT};
  }
  return target->turns_up == LQ_UPWARD_OFF
             ? (lq_service){.kind = LQ_SERVICE_QUIET, .short_lu = gain_db}
             : turn_up(target, gain_db, true_peak_dbtp);
}

const char* lq_service_name(const lq_service_kind kind)
{
  static const char* const names[LQ_SERVICE_N] = {
      [LQ_SERVICE_LEFT] = "left-alone",     [LQ_SERVICE_DOWN] = "turned-down",
      [LQ_SERVICE_UP] = "turned-up",        [LQ_SERVICE_PEAKS] = "stopped-by-peaks",
      [LQ_SERVICE_LIMITED] = "limited",     [LQ_SERVICE_QUIET] = "stays-quieter",
      [LQ_SERVICE_OFF_LEVEL] = "off-level",
  };
  return names[kind];
}

static int put_off_level(lq_text* const out, const lq_target* const t, const lq_service* const s)
{
  return snprintf(
      out->text, sizeof out->text, "%.1f LU %s %g LUFS, which allows %g: refused, or brought to it",
      fabs(s->short_lu), s->short_lu > 0 ? "under" : "over", t->loudness_lufs, t->tolerance_lu);
}

static int put_peaks(lq_text* const out, const lq_target* const t, const lq_service* const s)
{
  return s->gain_db < SAME_DB
             ? snprintf(out->text, sizeof out->text,
                        "left alone (its peaks leave no room up to %g LUFS, %.1f LU away)",
                        t->plays_at_lufs, s->short_lu)
             : snprintf(out->text, sizeof out->text,
                        "turned up by %.1f dB (its peaks stop it there, %.1f LU short of %g LUFS)",
                        s->gain_db, s->short_lu, t->plays_at_lufs);
}

lq_text lq_service_text(const lq_target* const t, const lq_service* const s)
{
  lq_text      out  = {0};
  const size_t size = sizeof out.text;
  switch (s->kind) {
  case LQ_SERVICE_DOWN:
    (void)snprintf(out.text, size, "turned down by %.1f dB", -s->gain_db);
    break;
  case LQ_SERVICE_UP:
    (void)snprintf(out.text, size, "turned up by %.1f dB", s->gain_db);
    break;
  case LQ_SERVICE_PEAKS:
    (void)put_peaks(&out, t, s);
    break;
  case LQ_SERVICE_LIMITED:
    (void)snprintf(out.text, size,
                   "turned up by %.1f dB and limited: its peaks come up to %.1f dB "
                   "over %g dB",
                   s->gain_db, s->limited_db, t->up_to_dbtp);
    break;
  case LQ_SERVICE_QUIET:
    (void)snprintf(out.text, size, "left alone, %.1f LU under %g LUFS: nothing is turned up there",
                   s->short_lu, t->plays_at_lufs);
    break;
  case LQ_SERVICE_OFF_LEVEL:
    (void)put_off_level(&out, t, s);
    break;
  case LQ_SERVICE_LEFT:
  case LQ_SERVICE_N:
    (void)snprintf(out.text, size, "left alone");
    break;
  }
  return out;
}
