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
  for (frames = frames < LQ_FDN_BLOCK + 1 ? LQ_FDN_BLOCK + 1 : frames;; ++frames) {
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
  const size_t n = (delay_frames + LQ_FDN_BLOCK - 1) / LQ_FDN_BLOCK * LQ_FDN_BLOCK;
  return (lq_fdn_line){
      .ring = LQ_TAKE(arena, float, n + LQ_FDN_BLOCK), .n_frames = n, .delay_frames = delay_frames};
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

static void plan_allpasses(const lq_fdn_kind* const kind, const double rate_hz,
                           size_t delays[2 * LQ_FDN_ALLPASSES])
{
  double ms = kind->allpass_ms * lq_pow(0.66, LQ_FDN_ALLPASSES - 1);
  for (unsigned k = 0; k < LQ_FDN_ALLPASSES; ++k, ms /= 0.66) {
    for (unsigned c = 0; c < 2; ++c) {
      const unsigned i      = 2 * k + c;
      const double   spread = 0.9 + 0.2 * chance(kind, 100 + i);
      delays[i]             = next_prime((size_t)(ms * spread * 0.001 * rate_hz), delays, i);
    }
  }
}

// Early reflections: one tap at a random place in each slot of time, of random sign, falling with
// distance; two of three from the ear's own side. Both ears get the same energy.
static void plan_taps(const lq_fdn_kind* const kind, const double rate_hz, const unsigned ear,
                      lq_fdn_tap* const taps)
{
  double energy = 0, gains[LQ_FDN_EARLY];
  for (unsigned k = 0; k < LQ_FDN_EARLY; ++k) {
    const uint64_t place = 200 + 100 * ear + 4 * k;
    const double   slot  = ((double)k + chance(kind, place)) / LQ_FDN_EARLY;
    const double   ms =
        kind->early_first_ms + (kind->early_last_ms - kind->early_first_ms) * lq_pow(slot, 1.2);
    const double frames = ms * 0.001 * rate_hz - LQ_GRID_FRAMES;
    const bool   across = k % 3 == 2;
    gains[k]            = (across ? 0.7 : 1.0) * sqrt(kind->early_first_ms / ms) *
               (chance(kind, place + 1) < 0.5 ? -1 : 1);
    taps[k] = (lq_fdn_tap){.from         = across ? 1 - ear : ear,
                           .delay_frames = frames > 0 ? (size_t)frames : 0};
    energy += gains[k] * gains[k];
  }
  for (unsigned k = 0; k < LQ_FDN_EARLY; ++k) {
    taps[k].gain_lin = (float)(gains[k] / sqrt(energy));
  }
}

lq_fdn* lq_fdn_prepare(lq_arena* const arena, const lq_fdn_kind* const kind, const double rate_hz)
{
  lq_fdn  plan = {.rate_hz      = rate_hz,
                  .early_share  = kind->early_share,
                  .allpass_gain = (float)kind->allpass_gain};
  size_t  lines[LQ_FDN_LINES], allpasses[2 * LQ_FDN_ALLPASSES];
  lq_fdn* fdn = LQ_TAKE(arena, lq_fdn, 1);
  plan_lines(kind, rate_hz, lines);
  plan_allpasses(kind, rate_hz, allpasses);
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    plan.lines[i] = line_take(arena, lines[i]);
    // Each channel enters eight lines with energy 1.
    plan.in_gain[i]  = (float)(chance(kind, 20 + i) < 0.5 ? -sqrt(0.125) : sqrt(0.125));
    plan.out_gain[i] = chance(kind, 40 + i) < 0.5 ? -1.0F : 1.0F;
  }
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    plan.turn_cycles[p] = (0.23 + 0.11 * p) * LQ_GRID_FRAMES / rate_hz; // never in step
  }
  const size_t early = (size_t)(kind->early_last_ms * 0.001 * rate_hz) + 2 * LQ_FDN_BLOCK;
  for (unsigned c = 0; c < 2; ++c) {
    for (unsigned k = 0; k < LQ_FDN_ALLPASSES; ++k) {
      plan.allpasses[c][k] = line_take(arena, allpasses[2 * k + c]);
    }
    plan.early[c] = line_take(arena, early);
    plan_taps(kind, rate_hz, c, plan.taps[c]);
  }
  if (fdn) {
    *fdn = plan;
  }
  return fdn;
}

static void line_reset(lq_fdn_line* const l)
{
  memset(l->ring, 0, (l->n_frames + LQ_FDN_BLOCK) * sizeof(float));
  l->at = 0;
}

void lq_fdn_reset(lq_fdn* const f)
{
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    line_reset(&f->lines[i]);
  }
  for (unsigned c = 0; c < 2; ++c) {
    line_reset(&f->early[c]);
    for (unsigned k = 0; k < LQ_FDN_ALLPASSES; ++k) {
      line_reset(&f->allpasses[c][k]);
    }
  }
  memset(f->low_state, 0, sizeof f->low_state);
  memset(f->high_state, 0, sizeof f->high_state);
  f->n_steps = 0;
  f->started = false;
}

size_t lq_fdn_longest_frames(const lq_fdn* const f)
{
  size_t most = 0;
  for (unsigned i = 0; i < LQ_FDN_LINES; ++i) {
    most = f->lines[i].delay_frames > most ? f->lines[i].delay_frames : most;
  }
  return most;
}

// ---- design ----

static const double TURN_MOST = 1.4; // tan(109 degrees / 2): the swing at full modulation

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
    d->straight[i]  = (float)(middle + (low - middle) * in_low + (high - middle) * (1.0 - in_high));
    d->low[i]       = (float)((low - middle) * (1.0 - in_low));
    d->high[i]      = (float)((middle - high) * (1.0 - in_high));
    d->low_pole[i]  = (float)(1.0 - 2.0 * in_low);
    d->high_pole[i] = (float)(1.0 - 2.0 * in_high);
    left += target * target / LQ_FDN_LINES;
  }
  return left;
}

static void settle(lq_fdn* const f)
{
  f->damping      = f->damping_target;
  f->damping_step = (lq_fdn_damping){0};
  f->late_lin     = f->late_target;
  f->early_lin    = f->early_target;
  f->late_step = f->early_step = 0;
  f->moving                    = false;
}

// Where the rotations stand after so many steps. Half the angle swings between the ends as its
// tangent t, on a smooth curve made of two parabolas a cycle; cosine and sine are exact in t, so
// the matrix loses nothing.
static void turn_to(lq_fdn* const f, const uint64_t step)
{
  for (unsigned p = 0; p < LQ_FDN_PAIRS; ++p) {
    const double cycles = (double)step * f->turn_cycles[p] + 0.137 * p;
    const double u      = 2.0 * (cycles - floor(cycles)) - 1.0; // -1 to 1
    const double t      = f->turn_tangent * 4.0 * u * (1.0 - fabs(u));
    const double norm   = 1.0 / (1.0 + t * t);
    f->cosine_target[p] = (float)((1.0 - t * t) * norm);
    f->sine_target[p]   = (float)(2.0 * t * norm);
  }
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
  // Noise comes back as loud as it went in, whatever the decay: the passes sum to left / (1 -
  // left).
  const double boost = sqrt((1.0 - left) / left);
  f->late_target     = (float)((boost < 4.0 ? boost : 4.0) * sqrt(1.0 - f->early_share));
  f->early_target    = (float)(v->early_lin * sqrt(f->early_share));
  f->turn_tangent    = TURN_MOST * v->turn_amount;
  if (!f->started) {
    f->started = true;
    settle(f);
    turn_to(f, f->n_steps);
    memcpy(f->cosine, f->cosine_target, sizeof f->cosine);
    memcpy(f->sine, f->sine_target, sizeof f->sine);
    return;
  }
  const lq_fdn_damping* d = &f->damping;
  lq_fdn_damping*       g = &f->damping_step;
  aim(g->straight, d->straight, t->straight);
  aim(g->low, d->low, t->low);
  aim(g->high, d->high, t->high);
  aim(g->low_pole, d->low_pole, t->low_pole);
  aim(g->high_pole, d->high_pole, t->high_pole);
  f->late_step  = (f->late_target - f->late_lin) / n;
  f->early_step = (f->early_target - f->early_lin) / n;
  f->moving     = true;
}

void lq_fdn_step(lq_fdn* const f, const lq_simd* const simd, const float* const* const in,
                 float* const* const out)
{
  turn_to(f, ++f->n_steps);
  simd->space->fdn(f, in, out);
  memcpy(f->cosine, f->cosine_target, sizeof f->cosine);
  memcpy(f->sine, f->sine_target, sizeof f->sine);
  settle(f);
}
