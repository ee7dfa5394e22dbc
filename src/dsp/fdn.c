// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "dsp/fdn.h"

#include "base/arena.h"
#include "base/maths.h"
#include "base/rng.h"

#include <math.h>
#include <string.h>

// ---- layout ----

// A number from 0 to 1 for a place in the plan of a kind.
static double chance(const lq_fdn_kind* const kind, const uint64_t place)
{
  return (double)(lq_rng_at(kind->seed, place) >> 11U) * 0x1p-53;
}

static bool is_prime(const size_t n)
{
  for (size_t d = 2; d * d <= n; ++d) {
    if (n % d == 0) {
      return false;
    }
  }
  return n > 1;
}

// The first prime from `frames` on that is not among `taken`, so that no two lines ever meet in a
// common period.
static size_t next_prime(size_t frames, const size_t* const taken, const unsigned n_taken)
{
  for (frames = frames <= LQ_GRID_FRAMES ? LQ_GRID_FRAMES + 1 : frames;; ++frames) {
    bool fresh = is_prime(frames);
    for (unsigned i = 0; i < n_taken; ++i) {
      fresh = fresh && taken[i] != frames;
    }
    if (fresh) {
      return frames;
    }
  }
}

static lq_fdn_line line_take(lq_arena* const arena, const size_t delay_frames)
{
  const size_t n = (delay_frames / LQ_GRID_FRAMES + 1) * LQ_GRID_FRAMES;
  return (lq_fdn_line){.ring         = LQ_TAKE(arena, float, n + LQ_GRID_FRAMES),
                       .n_frames     = n,
                       .delay_frames = delay_frames};
}

// Lengths in geometric steps, each moved a little; dealt so that both ears get the same sum.
static void plan_lines(const lq_fdn_kind* const kind, const double rate_hz, size_t* const delays)
{
  static const unsigned char deal[LQ_FDN_LINES] = {0, 1, 3,  2,  4,  5,  7,  6,
                                                   8, 9, 11, 10, 12, 13, 15, 14};
  size_t                     sorted[LQ_FDN_LINES];
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    const double place = ((double)i + 0.6 * (chance(kind, i) - 0.5)) / (LQ_FDN_LINES - 1);
    const double ms    = kind->shortest_ms * lq_pow(kind->longest_ms / kind->shortest_ms, place);
    sorted[i]          = next_prime((size_t)(ms * 0.001 * rate_hz), sorted, i);
  }
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    delays[i] = sorted[deal[i]];
  }
}

// A number around 1, so that no two delays are alike.
static double moved(const lq_fdn_kind* const kind, const uint64_t place)
{
  return 0.88 + 0.24 * chance(kind, place);
}

// The subset sums of the short stages' delays, which are 0.3, 0.5 and 0.85 ms or so. Whole frames
// are summed: the two signals of a channel are complementary at every frequency.
static void plan_cluster(const lq_fdn_kind* const kind, const double rate_hz,
                         const unsigned channel, unsigned* const frames)
{
  unsigned n = 1;
  frames[0]  = 0;
  for (unsigned b = 0; b < LQ_FDN_SHORT; ++b, n *= 2) {
    const double ms   = 0.3 * lq_pow(1.7, b) * moved(kind, 100 + 2 * b + channel);
    const double most = (double)(LQ_FDN_BEFORE / LQ_FDN_SHORT);
    const double late = ms * 0.001 * rate_hz + 0.5;
    for (unsigned k = 0; k < n; ++k) {
      frames[n + k] = frames[k] + (unsigned)(late < most ? late : most);
    }
  }
}

// Delays of the long stages: geometric, each moved a little.
static void plan_stages(lq_arena* const arena, const lq_fdn_kind* const kind, const double rate_hz,
                        const unsigned channel, lq_fdn_line* const stages)
{
  for (unsigned k = 0; k < LQ_FDN_LONG; ++k) {
    const double ms = kind->spread_ms * lq_pow(kind->spread_ratio, LQ_FDN_LONG - 1 - k) *
                      moved(kind, 120 + 2 * k + channel);
    const size_t frames = (size_t)(ms * 0.001 * rate_hz + 0.5);
    stages[k] =
        line_take(arena, frames > LQ_GRID_FRAMES ? frames : LQ_GRID_FRAMES + 1 + 2 * k + channel);
  }
}

lq_fdn* lq_fdn_prepare(lq_arena* const arena, const lq_fdn_kind* const kind, const double rate_hz)
{
  lq_fdn  plan = {.rate_hz = rate_hz, .early = kind->early};
  size_t  lines[LQ_FDN_LINES];
  lq_fdn* fdn = LQ_TAKE(arena, lq_fdn, 1);
  plan_lines(kind, rate_hz, lines);
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    plan.lines[i] = line_take(arena, lines[i]);
  }
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    const double cycles = (0.23 + 0.11 * p) * LQ_GRID_FRAMES / rate_hz; // never in step
    plan.turn_start[p]  = (uint32_t)(0.137 * p * 0x1p32);
    plan.turn_speed[p]  = (uint32_t)(cycles * 0x1p32);
  }
  for (unsigned c = 0; c < 2; ++c) {
    plan_cluster(kind, rate_hz, c, plan.cluster[c]);
    plan_stages(arena, kind, rate_hz, c, plan.stages[c]);
  }
  if (fdn) {
    *fdn = plan;
  }
  return fdn;
}

static void line_reset(lq_fdn_line* const l)
{
  memset(l->ring, 0, (l->n_frames + LQ_GRID_FRAMES) * sizeof(float));
  l->at = 0;
}

void lq_fdn_reset(lq_fdn* const f)
{
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    line_reset(&f->lines[i]);
  }
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned k = 0; k < LQ_FDN_LONG; ++k) {
      line_reset(&f->stages[c][k]);
    }
  }
  memset(f->low_state, 0, sizeof f->low_state);
  memset(f->high_state, 0, sizeof f->high_state);
  memcpy(f->turn_phase, f->turn_start, sizeof f->turn_phase);
  f->started = false;
}

size_t lq_fdn_reach_frames(const lq_fdn* const f)
{
  size_t most = 0, spread[2] = {0};
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    most = f->lines[i].delay_frames > most ? f->lines[i].delay_frames : most;
  }
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned k = 0; k < LQ_FDN_LONG; ++k) {
      spread[c] += f->stages[c][k].delay_frames;
    }
  }
  return most + (spread[0] > spread[1] ? spread[0] : spread[1]) + LQ_FDN_BEFORE;
}

// ---- design ----

static const double TURN_MOST = 2.0; // tan(127 degrees / 2): the swing at full modulation

static const double MATRIX = 0.25; // what makes the additions of the kernel's matrix lossless

typedef struct {
  double re, im;
} complex_gain;

// A one-pole low-pass at w / corner: 1 / (1 + j r).
static complex_gain lowpass(const double r)
{
  const double n = 1.0 / (1.0 + r * r);
  return (complex_gain){n, -r * n};
}

// The gain of the middle path for which the whole has magnitude `target` at the frequency whose
// tangent is `w`. Below 1, and never nearer to 1 than a fraction of the target's own distance, so
// the loop stays stable whatever is asked.
static double solve_middle(const double target, const double gain_low, const double gain_high,
                           const double w, const double w_low, const double w_high)
{
  const complex_gain l = lowpass(w / w_low), h = lowpass(w / w_high);
  const complex_gain a    = {gain_low * l.re + gain_high * (1.0 - h.re),
                             gain_low * l.im - gain_high * h.im};
  const complex_gain b    = {h.re - l.re, h.im - l.im};
  const double       bb   = b.re * b.re + b.im * b.im;
  const double       ab   = a.re * b.re + a.im * b.im;
  const double       aa   = a.re * a.re + a.im * a.im - target * target;
  const double       disc = ab * ab - bb * aa;
  const double       most = 1.0 - 0.3 * (1.0 - target);
  const double       gain = bb > 1e-9 && disc >= 0 ? (sqrt(disc) - ab) / bb : target;
  return gain < 0 ? 0.0 : gain > most ? most : gain;
}

static double tangent(const double freq_hz, const double rate_hz)
{
  const double f = freq_hz / rate_hz;
  return lq_tan(LQ_PI * (f > 0.45 ? 0.45 : f));
}

// @return the mean energy that one pass leaves, for the level
static double design(const lq_fdn* const f, const lq_fdn_values* const v, lq_fdn_damping* const d)
{
  const double low_hz  = v->low_hz < v->high_hz ? v->low_hz : v->high_hz;
  const double w_low   = tangent(low_hz, f->rate_hz);
  const double w_high  = tangent(v->high_hz, f->rate_hz);
  const double w_mid   = tangent(sqrt(low_hz * v->high_hz), f->rate_hz);
  const double in_low  = w_low / (1.0 + w_low);
  const double in_high = w_high / (1.0 + w_high);
  double       left    = 0;
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    // -60 dB after decay_sec (Jot and Chaigne): 10^(-3 length / decay)
    const double sec    = (double)f->lines[i].delay_frames / f->rate_hz;
    const double rate   = -3.0 * LQ_LN10 * sec / v->decay_sec;
    const double target = lq_exp(rate);
    const double low    = lq_exp(rate / v->low_ratio);
    const double high   = lq_exp(rate / v->high_ratio);
    const double middle = solve_middle(target, low, high, w_mid, w_low, w_high);
    d->straight[i] =
        (float)(MATRIX * (middle + (low - middle) * in_low + (high - middle) * (1.0 - in_high)));
    d->low[i]       = (float)(MATRIX * (low - middle) * (1.0 - in_low));
    d->high[i]      = (float)(MATRIX * (middle - high) * (1.0 - in_high));
    d->low_pole[i]  = (float)(1.0 - 2.0 * in_low);
    d->high_pole[i] = (float)(1.0 - 2.0 * in_high);
    left += target * target / LQ_FDN_LINES;
  }
  return left;
}

// Echoes of the diffusion fall as the room does.
// @return the share of the energy that this leaves, mean of both channels
static double design_stages(lq_fdn* const f, const double decay_sec)
{
  double left = 0;
  for (unsigned c = 0; c < 2; ++c) {
    double own = 0.5;
    for (unsigned k = 0; k < LQ_FDN_LONG; ++k) {
      const double sec  = (double)f->stages[c][k].delay_frames / f->rate_hz;
      const double gain = lq_exp(-3.0 * LQ_LN10 * sec / decay_sec);

      f->stage_target[c][k] = (float)gain;
      own *= (1.0 + gain * gain) / 2;
    }
    left += own;
  }
  return left;
}

static void settle(lq_fdn* const f)
{
  if (!f->moving) {
    return;
  }
  f->damping      = f->damping_target;
  f->damping_step = (lq_fdn_damping){0};
  memcpy(f->stage_gain, f->stage_target, sizeof f->stage_gain);
  memset(f->stage_step, 0, sizeof f->stage_step);
  f->late_lin  = f->late_target;
  f->early_lin = f->early_target;
  f->late_step = f->early_step = 0;
  f->turn_tangent              = f->turn_target;
  f->moving                    = false;
}

static void aim(float* const step, const float* const from, const float* const to)
{
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    step[i] = (to[i] - from[i]) / (float)LQ_GRID_FRAMES;
  }
}

void lq_fdn_update(lq_fdn* const f, const lq_fdn_values* const v)
{
  const float     n    = LQ_GRID_FRAMES;
  lq_fdn_damping* t    = &f->damping_target;
  const double    left = design(f, v, t);
  // Of an even decay, so much remains when the lines take over; their passes sum to left / (1 -
  // left).
  const double spread = design_stages(f, v->decay_sec);
  const double early  = f->early * (1.0 - left * spread);
  // Every stage doubles the energy, less what decays; each channel enters eight lines at a half,
  // twice.
  const double scale = 1.0 / (1U << (LQ_FDN_SHORT + LQ_FDN_LONG)) / spread;
  f->late_target     = (float)sqrt((1.0 - early) * (1.0 - left) / left * scale / 4);
  f->early_target    = (float)(v->early_lin * sqrt(early * scale));
  f->turn_target     = (float)(TURN_MOST * v->turn_amount);
  if (!f->started) {
    f->started      = true;
    f->moving       = true;
    f->turn_tangent = f->turn_target;
    settle(f);
    return;
  }
  const lq_fdn_damping* d = &f->damping;
  lq_fdn_damping*       g = &f->damping_step;
  aim(g->straight, d->straight, t->straight);
  aim(g->low, d->low, t->low);
  aim(g->high, d->high, t->high);
  aim(g->low_pole, d->low_pole, t->low_pole);
  aim(g->high_pole, d->high_pole, t->high_pole);
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned k = 0; k < LQ_FDN_LONG; ++k) {
      f->stage_step[c][k] = (f->stage_target[c][k] - f->stage_gain[c][k]) / n;
    }
  }
  f->late_step  = (f->late_target - f->late_lin) / n;
  f->early_step = (f->early_target - f->early_lin) / n;
  f->moving     = true;
}

// The damping's one-poles stand with their input gain 1 - pole while they move, without it while
// they rest.
static void scale_states(lq_fdn* const f, const bool with_gain)
{
  const lq_fdn_damping* const d = &f->damping;
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    const float low = 1.0F - d->low_pole[i], high = 1.0F - d->high_pole[i];
    f->low_state[i]  = with_gain ? f->low_state[i] * low : f->low_state[i] / low;
    f->high_state[i] = with_gain ? f->high_state[i] * high : f->high_state[i] / high;
  }
}

void lq_fdn_step(lq_fdn* const f, const lq_simd* const simd, const float* const* const in,
                 float* const* const out)
{
  const bool moving = f->moving;
  if (moving) {
    scale_states(f, true);
  }
  simd->space->fdn(f, in, out);
  if (moving) {
    settle(f);
    scale_states(f, false);
  }
}
