// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/vinyl.h"

#include "base/maths.h"
#include "base/pool.h"
#include "deliver/side_groove.h"
#include "deliver/side_hearing.h"
#include "dsp/eq_band.h"
#include "engine/bounce.h"
#include "proc/all.h"

#include <math.h>

// Ours; docs/vinyl.md says how they were found.
static const double rumble_much_db   = -25.0; // below 25 Hz, against the whole
static const double low_apart_much   = 0.01;  // of the time out of phase below 300 Hz
static const double low_side_much_db = -12.0; // side over mid below 150 Hz
static const double treble_aim_um    = 11.2;  // between a round and a fine stylus: sqrt(18 * 7)
static const double treble_over      = 0.002; // of the time beyond a fine stylus
static const double treble_range_db  = 6.0;

enum { ROUNDS = 2, TREBLE_HZ = 5000, TREBLE_POINT_SEC = 15 };

typedef struct {
  lq_side*                 side;
  const lq_side_brief*     brief;
  const lq_render_options* options;
  double                   elliptical_hz; ///< 0: none
  bool                     low_cut, treble;
  double                   treble_down_db; ///< what experience took off the threshold
  lq_side                  bare;           ///< as it came
} deciding;

static lq_status hear(deciding* const d, const lq_chain* const chain, lq_error* const error)
{
  const lq_side_brief* const b       = d->brief;
  lq_side_hearing*           hearing = NULL;
  const lq_bounce            bounce  = {.take = b->take, .chain = chain};
  LQ_TRY(lq_side_hearing_new(&hearing, lq_take_rate_hz(b->take), lq_take_channels(b->take),
                             b->vinyl, b->record, d->options->simd));
  lq_status st = lq_bounce_run(&bounce, lq_side_hearing_sink(hearing), d->options, NULL, error);
  st           = st ? st : lq_side_hearing_end(hearing, d->side, b->pool);
  st           = st ? st : lq_side_groove_cut(d->side, b->level_db, b->pool);
  lq_side_hearing_free(hearing);
  return st;
}

static lq_status push(deciding* const d, lq_chain* const chain, const lq_device* const device)
{
  return device->why ? lq_chain_push(chain, d->brief->pool, device) : LQ_ERR_MEMORY;
}

static lq_status push_low_cut(deciding* const d, lq_chain* const chain)
{
  lq_device device;
  LQ_TRY(lq_device_init(&device, d->brief->pool, &lq_hpf, 0));
  lq_device_set(&device, "freq", 20);
  lq_device_set(&device, "slope", 18);
  device.why = lq_pool_format(d->brief->pool,
                              "what lies below 25 Hz stands at %.0f dB of the whole; it widens the "
                              "groove and no pickup plays it",
                              d->bare.rumble_db);
  return push(d, chain, &device);
}

static lq_status push_elliptical(deciding* const d, lq_chain* const chain)
{
  lq_device device;
  LQ_TRY(lq_device_init(&device, d->brief->pool, &lq_elliptical, 0));
  lq_device_set(&device, "freq", (float)d->elliptical_hz);
  device.why = lq_pool_format(
      d->brief->pool,
      "below 150 Hz the sides differ by %.0f dB of what they share, out of phase for %.0f %% of "
      "the time; at its least the groove would be %.0f um wide",
      d->bare.low.side_db[1], 100.0 * d->bare.low.apart, d->bare.spiral.width_um.value);
  return push(d, chain, &device);
}

// Level of a sine at 7 kHz, full scale 0 dB, that is bent as far at a radius as the aim allows.
static double treble_threshold_db(const deciding* const d, const double radius_mm)
{
  const lq_side* const s         = d->side;
  const double         hz        = 7071.0678; // the middle of 5 to 10 kHz
  const double         rise      = 11.0;      // dB that the recording characteristic gives it
  const double         speed     = lq_disc_side_speed(&s->record->side, radius_mm);
  const double         most_cm_s = 100.0 * speed * speed / (2.0 * LQ_PI * hz * treble_aim_um / 1e6);
  return lq_lin_to_db(most_cm_s / d->brief->vinyl->peak_cm_s) - rise - s->scale_db -
         d->treble_down_db;
}

// A shelf that gives way while its threshold is passed.
static lq_status init_shelf(lq_device* const device, lq_pool* const pool)
{
  LQ_TRY(lq_device_init(device, pool, &lq_dyneq, 1));
  lq_device_set(device, "lookahead", 2);
  lq_device_set_band(device, 0, "type", (float)LQ_BAND_HIGH_SHELF);
  lq_device_set_band(device, 0, "freq", TREBLE_HZ);
  lq_device_set_band(device, 0, "q", 0.7F);
  lq_device_set_band(device, 0, "range", (float)-treble_range_db);
  lq_device_set_band(device, 0, "ratio", 4);
  lq_device_set_band(device, 0, "attack", 0.5F);
  lq_device_set_band(device, 0, "release", 60);
  device->curves = LQ_POOL_TAKE(pool, lq_curve, lq_proc_n_values(&lq_dyneq, 1));
  return device->curves ? LQ_OK : LQ_ERR_MEMORY;
}

// Its threshold falls with the radius.
static lq_status push_treble(deciding* const d, lq_chain* const chain)
{
  lq_pool* const        pool  = d->brief->pool;
  const lq_side* const  s     = d->side;
  const size_t          every = (size_t)(TREBLE_POINT_SEC / s->step_sec);
  const size_t          n     = s->n_steps / every + 1;
  lq_point* const       p     = LQ_POOL_TAKE(pool, lq_point, n);
  const lq_param* const row   = &lq_dyneq.band_params[LQ_DYNEQ_BAND_THRESHOLD];
  lq_device             device;
  LQ_TRY(p ? init_shelf(&device, pool) : LQ_ERR_MEMORY);
  for (size_t k = 0; k < n; ++k) {
    const size_t step = k * every < s->n_steps ? k * every : s->n_steps - 1;
    const double db   = treble_threshold_db(d, (double)s->radius_mm[step]);
    p[k]              = (lq_point){.time_sec = (double)(k * TREBLE_POINT_SEC),
                                   .value    = lq_param_clamp(row, (float)(floor(10.0 * db + 0.5) / 10.0))};
  }
  device.curves[LQ_DYNEQ_N + LQ_DYNEQ_BAND_THRESHOLD] = (lq_curve){.points = p, .n = n};

  device.why = lq_pool_format(pool,
                              "the treble bends the groove to %.1f um where a fine stylus needs "
                              "%.0f; its limit falls from %.0f to %.0f dBFS with the radius",
                              d->bare.spiral.curve_um.value, s->record->side.stylus_um[1],
                              (double)p[0].value, (double)p[n - 1].value);
  return push(d, chain, &device);
}

static lq_status make_chain(deciding* const d, lq_chain* const chain)
{
  *chain = (lq_chain){0};
  if (d->low_cut) {
    LQ_TRY(push_low_cut(d, chain));
  }
  if (d->elliptical_hz > 0.0) {
    LQ_TRY(push_elliptical(d, chain));
  }
  return d->treble ? push_treble(d, chain) : LQ_OK;
}

static bool is_shallow(const lq_side* const s)
{
  return s->spiral.width_um.value < s->record->side.least_width_um;
}

// What the side as it came asks for.
static void look(deciding* const d)
{
  const lq_side* const s      = &d->bare;
  const bool           stereo = lq_take_channels(d->brief->take) == 2;
  d->low_cut                  = s->rumble_db > rumble_much_db;
  d->elliptical_hz            = stereo && (is_shallow(s) || s->low.apart > low_apart_much ||
                                s->low.side_db[1] > low_side_much_db)
                                    ? 150.0
                                    : 0.0;
  d->treble                   = s->spiral.over[1] > treble_over;
}

// What is left to do after a round. @return whether there is more
static bool look_again(deciding* const d)
{
  const lq_side* const s    = d->side;
  bool                 more = false;
  if (d->elliptical_hz > 0.0 && d->elliptical_hz < 300.0 && is_shallow(s)) {
    d->elliptical_hz = 300.0;
    more             = true;
  }
  if (s->spiral.over[1] > treble_over && d->treble_down_db < 8.0) {
    d->treble_down_db += d->treble ? 4.0 : 0.0; // a new one is tried as it stands
    d->treble = true;
    more      = true;
  }
  return more;
}

lq_status lq_vinyl_decide(lq_side* const side, const lq_side_brief* const brief,
                          const lq_render_options* const options, lq_error* const error)
{
  deciding d = {.side = side, .brief = brief, .options = options};
  LQ_TRY(hear(&d, NULL, error));
  d.bare      = *side;
  side->chain = (lq_chain){0};
  if (brief->as_is) {
    return LQ_OK;
  }
  look(&d);
  for (unsigned round = 0; round < ROUNDS; ++round) {
    LQ_TRY(make_chain(&d, &side->chain));
    if (!side->chain.n) {
      return LQ_OK;
    }
    LQ_TRY(hear(&d, &side->chain, error));
    if (!look_again(&d)) {
      break;
    }
  }
  return LQ_OK;
}
