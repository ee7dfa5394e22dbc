// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pick.h"

#include "dsp/simd.h"

#include <string.h>

lq_status lq_pick_check(const lq_device* const* const devices, const size_t n_devices,
                        unsigned n_channels, lq_error* const error)
{
  for (size_t i = 0; i < n_devices; ++i) {
    const lq_device* const d = devices[i];
    if (n_channels == 1 && d->channels > LQ_CHANNELS_MID) {
      return lq_fail(error, LQ_ERR_BAD_VALUE, d->at,
                     "%s works on the %s, and what comes to it has one channel; expected a stereo "
                     "sound, or no 'channels'.",
                     d->proc->symbol, lq_channels_names()[d->channels]);
    }
    n_channels = lq_device_n_out(d, n_channels);
  }
  return LQ_OK;
}

void lq_pick_prepare(lq_pick* const p, lq_arena* const arena)
{
  for (unsigned c = 0; c < p->n_out; ++c) {
    p->part[c] = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  }
  p->old = LQ_TAKE(arena, float, LQ_MAX_FRAMES);
  p->key = p->n_key == 2 ? LQ_TAKE(arena, float, LQ_MAX_FRAMES) : NULL;
}

// What is added to the right when 1 is added to the left.
static float sign_of(const lq_channels channels)
{
  return channels == LQ_CHANNELS_SIDE ? -1.0F : 1.0F;
}

static bool is_sum(const lq_pick* const p)
{
  return p->channels == LQ_CHANNELS_MID || p->channels == LQ_CHANNELS_SIDE;
}

static void take(const lq_pick* const p, float* const to, float* const* const x,
                 const unsigned n_channels, const size_t n)
{
  if (n_channels == 2 && is_sum(p)) {
    p->simd->stereo->matrix(to, x[0], x[1], sign_of(p->channels), n);
  } else {
    memcpy(to, x[n_channels == 2 && p->channels == LQ_CHANNELS_RIGHT], n * sizeof *to);
  }
}

float* const* lq_pick_take(lq_pick* const p, float* const* const io, float* const* const key,
                           const size_t n)
{
  take(p, p->part[0], io, p->n_in, n);
  if (p->n_key < 2) {
    return key;
  }
  take(p, p->key, key, 2, n);
  return &p->key;
}

void lq_pick_give(const lq_pick* const p, float* const* const io, const size_t n)
{
  float* const now = p->part[0];
  for (size_t i = 0; p->n_out == 2 && i < n; ++i) {
    now[i] = 0.5F * (now[i] + p->part[1][i]);
  }
  if (p->n_in == 2 && is_sum(p)) {
    take(p, p->old, io, 2, n);
    p->simd->stereo->change(io[0], io[1], p->old, now, sign_of(p->channels), n);
  } else {
    memcpy(io[p->channels == LQ_CHANNELS_RIGHT], now, n * sizeof *now);
  }
}
