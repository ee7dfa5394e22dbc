// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/widening.h"

#include "base/maths.h"
#include "base/pool.h"
#include "proc/all.h"

#include <math.h>

enum { LOW_HZ = 120 };

/// What a track gives to the middle and to the sides.
typedef struct {
  double mid, side;         // power over the song, as recorded, with its fader
  double low_mid, low_side; // the same below 120 Hz
  double fold;              // worst octave: (mid + side) / mid
  double width;             // of its width processor, 1: as it is
  double pan;               // -100 to 100, of a mono track
  bool   mono;
  bool   lead; // is not made wider
} image;

static const lq_heard* heard_of(const lq_song* const song, const lq_track* const t)
{
  for (size_t i = 0; i < song->desk.n; ++i) {
    if (song->desk.heard[i].strip == t->heard->strip) {
      return &song->desk.heard[i];
    }
  }
  return NULL;
}

static image look(const lq_song* const song, const lq_track* const t, const lq_strip* const strip)
{
  image                 im = {.width = 1, .mono = t->n_channels == 1 || t->features->dual_mono};
  const lq_heard* const h  = heard_of(song, t);
  double                mid[LQ_SPECTRUM_BANDS] = {0}, side[LQ_SPECTRUM_BANDS] = {0};
  double                now[LQ_SPECTRUM_BANDS] = {0};
  for (size_t i = 0; h && i < h->n; ++i) {
    for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) {
      mid[b] += (double)h->steps[i].mid[b];
      side[b] += (double)h->steps[i].side[b];
      now[b] += (double)t->heard->steps[i].band[b];
    }
  }
  for (unsigned b = 0; b < LQ_SPECTRUM_BANDS; ++b) { // fader and equaliser came after the desk
    const double k = lq_exp(lq_scene_k_db(b) * (LQ_LN10 / 10.0));
    const double g = mid[b] + side[b] > 0 ? now[b] / (k * (mid[b] + side[b])) : 0;
    mid[b] *= g;
    side[b] *= g;
    im.mid += mid[b];
    im.side += side[b];
    im.low_mid += lq_spectrum_band_hz(b) < LOW_HZ ? mid[b] : 0;
    im.low_side += lq_spectrum_band_hz(b) < LOW_HZ ? side[b] : 0;
  }
  im.fold = 1;
  for (unsigned b = 1; b + 2 < LQ_SPECTRUM_BANDS; b += 3) {
    const double m = mid[b] + mid[b + 1] + mid[b + 2], s = side[b] + side[b + 1] + side[b + 2];
    if (m + s > 0.01 * (im.mid + im.side)) {
      im.fold = fmax(im.fold, (m + s) / fmax(m, 1e-20));
    }
  }
  im.pan = im.mono ? (double)lq_device_get(&strip->controls[LQ_CONTROL_PAN], "position") : 0;
  return im;
}

// Sides over mid of the whole: single tracks with pans times `spread`, stereo ones with their
// width; the returns bring about a twelfth of all, as much to the sides as to the middle.
static double side_db(const image* const im, const size_t n, const double spread)
{
  const double returns = 0.08;
  double       mid = 1e-20, side = 0;
  for (size_t i = 0; i < n; ++i) {
    if (im[i].mono) {
      const double pan   = fmax(-100, fmin(100, spread * im[i].pan));
      const double share = 0.5 * (1 - lq_sin((pan + 100) / 200 * LQ_PI)); // constant power
      side += share * im[i].mid;
      mid += (1 - share) * im[i].mid;
    } else {
      side += im[i].width * im[i].width * im[i].side;
      mid += im[i].mid;
    }
  }
  const double all = mid + side;
  return lq_power_to_db((side + 0.5 * returns * all) / (mid + 0.5 * returns * all));
}

// No stereo track stands wider than this (side over mid, as power), or narrower than the least.
static void cap(image* const im, const size_t n, const double most)
{
  const double least_width = 0.4;
  for (size_t i = 0; i < n; ++i) {
    if (!im[i].mono && im[i].side > most * im[i].mid) {
      im[i].width = fmin(im[i].width, fmax(least_width, sqrt(most * im[i].mid / im[i].side)));
    }
  }
}

static double narrow(image* const im, const size_t n, const double high_db)
{
  double spread = 1;
  for (double most = 1.25; most > 0.02 && side_db(im, n, spread) > high_db; most *= 0.94) {
    cap(im, n, most);
  }
  while (spread > 0.5 && side_db(im, n, spread) > high_db) {
    spread -= 0.02;
  }
  return spread;
}

static double widen(image* const im, const size_t n, const double low_db)
{
  const double most_width = 1.4, most_spread = 1.5;
  double       spread = 1;
  for (double by = 1; by < most_width && side_db(im, n, spread) < low_db; by += 0.02) {
    spread = fmin(most_spread, by);
    for (size_t i = 0; i < n; ++i) { // what is nearly mono has nothing that could be widened
      if (!im[i].mono && !im[i].lead && im[i].side > 0.01 * im[i].mid &&
          im[i].side < 0.5 * im[i].mid) {
        im[i].width = by;
      }
    }
  }
  while (spread < most_spread && side_db(im, n, spread) < low_db) {
    spread += 0.02;
  }
  return spread;
}

static lq_status put_width(const lq_song* const song, lq_track* const t, const image* const im,
                           const char* const by)
{
  enum { MONO_BELOW_DB = -14 };
  const bool bass = im->low_mid > 0 && im->low_side > 0.005 * im->mid &&
                    lq_power_to_db(im->low_side / im->low_mid) > MONO_BELOW_DB;
  const float width = (float)(round(100 * im->width));
  const char* why   = "";
  lq_device   d;
  if (t->keep || im->mono || (!bass && fabsf(width - 100) < 3)) {
    return LQ_OK;
  }
  LQ_TRY(lq_device_init(&d, song->pool, &lq_width, 0));
  if (fabsf(width - 100) >= 3) {
    lq_device_set(&d, "width", width);
    why =
        lq_pool_format(song->pool,
                       "its sides stand %.1f dB against its middle; %s so that the mix "
                       "is as wide as %s",
                       lq_power_to_db(im->side / im->mid), width < 100 ? "narrower" : "wider", by);
  }
  if (bass) {
    lq_device_set(&d, "mono_below", LOW_HZ);
    why = lq_pool_format(song->pool, "%s%sits bass differs between the sides", why ? why : "",
                         why && *why ? "; " : "");
  }
  d.why = why;
  return lq_track_put(song, t, LQ_STAGE_WIDTH, &d);
}

static void set_pan(const lq_song* const song, const lq_track* const t, lq_strip* const strip,
                    const double spread)
{
  lq_device* const pan      = &strip->controls[LQ_CONTROL_PAN];
  const double     position = (double)lq_device_get(pan, "position");
  if (position != 0 && fabs(spread - 1) > 0.01 && !t->keep) {
    lq_device_set(pan, "position", (float)fmax(-100, fmin(100, round(spread * position))));
    pan->why = lq_pool_format(song->pool, "%s; all places %s by a factor of %.2f", pan->why,
                              spread < 1 ? "drawn in" : "spread", spread);
  }
}

lq_status lq_widen_tracks(lq_song* const song, const lq_session* const session,
                          const lq_width_range range, const char* const by)
{
  const double most_fold = 1.4; // 1.5 dB
  image* const im        = LQ_POOL_TAKE(song->pool, image, song->n);
  if (!im) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < song->n; ++i) {
    lq_track* const t = &song->tracks[i];
    im[i]             = (image){.mono = true, .width = 1};
    if (t->heard) {
      im[i]      = look(song, t, lq_session_find(session, t->name));
      im[i].lead = t->lead;
      if (t->lead && im[i].fold > most_fold) {
        im[i].width = sqrt((most_fold - 1) / (im[i].fold - 1));
      }
    }
  }
  const double now_db = side_db(im, song->n, 1);
  const double spread = now_db > range.high_db  ? narrow(im, song->n, range.high_db)
                        : now_db < range.low_db ? widen(im, song->n, range.low_db)
                                                : 1;
  for (size_t i = 0; i < song->n; ++i) {
    if (song->tracks[i].heard) {
      LQ_TRY(put_width(song, &song->tracks[i], &im[i], by));
      set_pan(song, &song->tracks[i], lq_session_find(session, song->tracks[i].name), spread);
    }
  }
  return LQ_OK;
}

void lq_widen_all(const lq_song* const song, const lq_session* const session, const double by)
{
  for (size_t i = 0; i < song->n; ++i) {
    const lq_track* const t     = &song->tracks[i];
    const lq_strip* const strip = lq_session_find(session, t->name);
    lq_device* const      pan   = &lq_session_find(session, t->name)->controls[LQ_CONTROL_PAN];
    if (t->keep) {
      continue;
    }
    lq_device_set(pan, "position",
                  (float)fmax(-100, fmin(100, round(by * (double)lq_device_get(pan, "position")))));
    for (size_t k = 0; k < strip->chain.n; ++k) {
      lq_device* const d = &strip->chain.devices[k];
      if (d->proc == &lq_width && (by < 1 || !t->lead)) {
        lq_device_set(d, "width",
                      (float)fmax(40, fmin(140, round(by * (double)lq_device_get(d, "width")))));
      }
    }
  }
}
