// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/album_place.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

// Within the song that asks for it: nobody else's samples change.
static const double slope_sec = 0.04, dip_slope_sec = 0.02;

typedef struct {
  lq_point* points;
  size_t    n, room;
} curve;

static void put(curve* const c, const double time_sec, const double db)
{
  const double at = round(1000 * time_sec) / 1000; // a plan's milliseconds
  if (c->n < c->room && (!c->n || at > c->points[c->n - 1].time_sec)) {
    c->points[c->n++] = (lq_point){
        .time_sec = at, .value = (float)(floor(100 * db + 1e-6) / 100), .shape = LQ_SHAPE_CURVE};
  }
}

static void put_song(curve* const c, const lq_album_voice* const v, const double from_sec,
                     const double to_sec)
{
  const double base_db = -v->codec_db;
  if (base_db < 0) {
    put(c, from_sec, 0);
    put(c, from_sec + slope_sec, base_db);
  }
  for (size_t i = 0; i < v->dips.n; ++i) {
    const lq_dip* const d     = &v->dips.at[i];
    const double        first = base_db < 0 ? from_sec + slope_sec : from_sec;
    const double        last  = base_db < 0 ? to_sec - slope_sec : to_sec;
    const double        start = fmax(first + 0.001, from_sec + d->start_sec - dip_slope_sec);
    const double        end   = fmin(last - 0.001, from_sec + d->end_sec + dip_slope_sec);
    put(c, start, base_db);
    put(c, fmin(start + dip_slope_sec, end), base_db - d->db);
    put(c, fmax(end - dip_slope_sec, start + dip_slope_sec + 0.001), base_db - d->db);
    put(c, end, base_db);
  }
  if (base_db < 0) {
    put(c, to_sec - slope_sec, base_db);
    put(c, to_sec, 0);
  }
}

static lq_status fader(const lq_album_place* const p, const size_t n_points,
                       lq_device* const device, lq_pool* const pool)
{
  curve c = {.points = LQ_POOL_TAKE(pool, lq_point, n_points), .room = n_points};
  LQ_TRY(lq_device_init(device, pool, &lq_fader, 0));
  device->curves = LQ_POOL_TAKE(pool, lq_curve, lq_proc_n_values(&lq_fader, 0));
  if (!c.points || !device->curves) {
    return LQ_ERR_MEMORY;
  }
  for (size_t k = 0; k < p->s->n; ++k) {
    put_song(&c, &p->voices[k], (double)p->cuts[k] / p->rate_hz,
             (double)p->cuts[k + 1] / p->rate_hz);
  }
  device->curves[LQ_FADER_LEVEL] = (lq_curve){.points = c.points, .n = c.n};
  return LQ_OK;
}

lq_status lq_album_chain(const lq_album_place* const p, lq_chain* const chain, lq_pool* const pool)
{
  lq_device device;
  size_t    n_points = 0;
  LQ_TRY(lq_drive_limiter(&device, pool, 0, p->ceiling_db));
  LQ_TRY(lq_chain_push(chain, pool, &device));
  for (size_t k = 0; k < p->s->n; ++k) {
    n_points += 4 * p->voices[k].dips.n + (p->voices[k].codec_db > 0 ? 4 : 0);
  }
  if (!n_points) {
    return LQ_OK;
  }
  LQ_TRY(fader(p, n_points, &device, pool));
  return lq_chain_push(chain, pool, &device);
}
