// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/signature.h"

#include "audio/reader.h"
#include "audio/resample.h"
#include "base/arena.h"
#include "base/maths.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK = 8192, BINS_A_DB = 4, RUN = 3 };

// FNV-1a over whole samples instead of bytes (Fowler, Noll, Vo, 1991).
#define FNV_BASIS 14695981039346656037U
#define FNV_PRIME 1099511628211U

#define SOUND_LIN 3.1623e-4F // -70 dBFS
#define FULL_LIN  0.97724F   // -0.2 dBFS

typedef struct {
  lq_signature* s;
  lq_resampler* resampler;
  size_t        most_low, room;
  uint64_t      n_frames, n_hops;
  uint64_t      first, last; // frames that sound; first is UINT64_MAX when none does
  size_t        hop_frames, in_hop;
  float         hop_peak, peak[2], run_value[2];
  unsigned      run[2];
  uint32_t      tops[LQ_SIGNATURE_TOP_BINS]; // hops by peak, quarters of a dB down from +6 dBFS
} pass;

static uint64_t mix_in(const uint64_t hash, const uint32_t word)
{
  const uint64_t h = (hash ^ word) * FNV_PRIME;
  return h ^ (h >> 32U);
}

static void hash_block(lq_signature* const s, const float* const* const x, const unsigned n_ch,
                       const size_t n)
{
  uint64_t h = s->hash, g = s->hash_negated;
  for (size_t i = 0; i < n; ++i) {
    for (unsigned c = 0; c < n_ch; ++c) {
      const float up = x[c][i] + 0.0F, down = 0.0F - x[c][i]; // no negative zeros
      uint32_t    a, b;
      memcpy(&a, &up, sizeof a);
      memcpy(&b, &down, sizeof b);
      h = mix_in(h, a);
      g = mix_in(g, b);
    }
  }
  s->hash         = h;
  s->hash_negated = g;
}

static void end_hop(pass* const p)
{
  if (p->hop_peak > 1e-9F) {
    const double bin = (6.0 - lq_lin_to_db((double)p->hop_peak)) * BINS_A_DB;
    if (bin < LQ_SIGNATURE_TOP_BINS) {
      ++p->tops[bin > 0 ? (size_t)bin : 0];
    }
  }
  ++p->n_hops;
  p->in_hop   = 0;
  p->hop_peak = 0;
}

static void scan_block(pass* const p, const float* const* const x, const unsigned n_ch,
                       const size_t n)
{
  lq_signature* const s    = p->s;
  const double        rate = s->info.rate_hz;
  for (size_t i = 0; i < n; ++i) {
    const uint64_t at = p->n_frames + i;
    for (unsigned c = 0; c < n_ch; ++c) {
      const float v = x[c][i], a = fabsf(v);
      p->peak[c]  = a > p->peak[c] ? a : p->peak[c];
      p->hop_peak = a > p->hop_peak ? a : p->hop_peak;
      if (!at) {
        s->step_lin = fmax(s->step_lin, (double)a);
      }
      const bool top = a >= FULL_LIN && (v == p->run_value[c] || a > 1.0F);
      p->run[c]      = top ? p->run[c] + 1 : a >= FULL_LIN;
      if (top && p->run[c] == RUN && !s->n_clips++) {
        s->clip_sec = (double)at / rate;
      }
      p->run_value[c] = v;
      if (a > SOUND_LIN) {
        p->first = p->first < at ? p->first : at;
        p->last  = at;
      }
    }
    if (++p->in_hop == p->hop_frames) {
      end_hop(p);
    }
  }
  p->n_frames += n;
}

static lq_status take_low(pass* const p, const float* const x, const size_t n)
{
  lq_signature* const s = p->s;
  for (size_t done = 0;;) {
    if (s->n_low + BLOCK > p->room) {
      const size_t room = p->room * 2 + (size_t)4 * BLOCK;
      float* const more = realloc(s->low, room * sizeof *more);
      if (!more) {
        return LQ_ERR_MEMORY;
      }
      s->low  = more;
      p->room = room;
    }
    float* const       to   = s->low + s->n_low;
    const float* const from = x ? x + done : NULL;
    size_t             taken, given;
    LQ_TRY(lq_resampler_process(p->resampler, x ? &from : NULL, x ? n - done : 0, &taken, &to,
                                BLOCK, &given));
    done += taken;
    const size_t left = p->most_low - s->n_low;
    s->n_low += given < left ? given : left;
    if (s->n_low == p->most_low || (x ? done >= n && given < BLOCK : given < BLOCK)) {
      return LQ_OK;
    }
  }
}

static lq_status listen(pass* const p, lq_reader* const reader, lq_feature_meter* const meter,
                        float* const memory, bool (*const stop)(void*, double), void* const user,
                        lq_error* const error)
{
  float* const   x[2]  = {memory, memory + BLOCK};
  float* const   mid   = memory + 2 * (size_t)BLOCK;
  const unsigned n_ch  = lq_reader_channels(reader);
  const double   total = fmax(1.0, (double)lq_reader_frames(reader));
  for (size_t n = BLOCK; n == BLOCK;) {
    LQ_TRY(lq_reader_read(reader, x, BLOCK, &n, error));
    const float* const* const y = (const float* const*)x;
    LQ_TRY(lq_feature_meter_process(meter, y, n));
    hash_block(p->s, y, n_ch, n);
    scan_block(p, y, n_ch, n);
    for (size_t i = 0; i < n; ++i) {
      mid[i] = n_ch == 2 ? 0.5F * (x[0][i] + x[1][i]) : x[0][i];
    }
    LQ_TRY(n && p->s->n_low < p->most_low ? take_low(p, mid, n) : LQ_OK);
    if (stop && stop(user, (double)p->n_frames / total)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  LQ_TRY(p->s->n_low < p->most_low ? take_low(p, NULL, 0) : LQ_OK);
  return lq_feature_meter_finish(meter, &p->s->features);
}

static void conclude(pass* const p, const unsigned n_ch)
{
  lq_signature* const s = p->s;
  if (p->in_hop) {
    end_hop(p);
  }
  size_t top = 0;
  while (top < LQ_SIGNATURE_TOP_BINS && !p->tops[top]) {
    ++top;
  }
  uint64_t n = 0;
  for (size_t i = top; i < LQ_SIGNATURE_TOP_BINS && i <= top + BINS_A_DB; ++i) {
    n += p->tops[i];
  }
  s->top_share = p->n_hops ? (double)n / (double)p->n_hops : 0.0;
  s->step_lin /= fmax(1e-9, fmax((double)p->peak[0], (double)p->peak[1]));
  const bool sounds = p->first != UINT64_MAX;
  s->first_sec      = sounds ? (double)p->first / s->info.rate_hz : s->features.duration_sec;
  s->last_sec       = sounds ? (double)p->last / s->info.rate_hz : 0;
  if (n_ch == 2 && (p->peak[0] > 0 || p->peak[1] > 0)) {
    const double a = (double)p->peak[0], b = (double)p->peak[1];
    s->quiet_channel_db = lq_lin_to_db(fmin(a, b) / fmax(a, b));
  }
  float* const fit = realloc(s->low, (s->n_low + 1) * sizeof *fit);
  s->low           = fit ? fit : s->low;
}

lq_status lq_signature_file(lq_signature* const signature, const char* const path,
                            const double most_sec, bool (*const stop)(void*, double),
                            void* const user, lq_error* const error)
{
  lq_signature s = {.hash = FNV_BASIS, .hash_negated = FNV_BASIS};
  pass         p = {.s = &s, .most_low = (size_t)(most_sec * LQ_SIGNATURE_HZ), .first = UINT64_MAX};
  lq_reader*   reader      = NULL;
  lq_feature_meter* meter  = NULL;
  float* const      memory = lq_alloc_aligned(3 * BLOCK * sizeof(float));
  lq_status         st     = memory ? lq_reader_open(&reader, path, 0, error) : LQ_ERR_MEMORY;
  if (!st) {
    s.info       = *lq_reader_info(reader);
    p.hop_frames = (size_t)(s.info.rate_hz / 100.0);
    st           = lq_feature_meter_new(&meter, s.info.rate_hz, lq_reader_channels(reader));
    st           = st ? st : lq_resampler_new(&p.resampler, s.info.rate_hz, LQ_SIGNATURE_HZ, 1);
    st           = st ? st : listen(&p, reader, meter, memory, stop, user, error);
  }
  if (!st) {
    conclude(&p, lq_reader_channels(reader));
    s.features.whole.n_nonfinite = lq_reader_nonfinite(reader);
    *signature                   = s;
  } else {
    free(s.low);
  }
  lq_resampler_free(p.resampler);
  lq_feature_meter_free(meter);
  lq_reader_close(reader);
  free(memory);
  return st;
}

void lq_signature_free(lq_signature* const s)
{
  lq_features_free(&s->features);
  free(s->low);
  s->low = NULL;
}
