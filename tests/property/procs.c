// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What every processor keeps, whatever it does: the same bits for any blocks and any CPU level,
// finite output for hostile input, and silence again after it.
#include "proc_tools.h"

enum { N_FRAMES = 24000, N_SETTINGS = 6, N_BANDS = 3 };

// Settings by number: 0 the defaults, then knobs at random.
static void shuffle_values(rig* const r, const uint64_t setting)
{
  const size_t n = lq_proc_n_values(r->proc, r->spec.n_bands);
  for (size_t i = 0; setting && i < n; ++i) {
    const double p = (double)(lq_rng_at(setting * 7919, i) >> 11U) * 0x1p-53;
    r->values[i]   = lq_param_from_unit(lq_proc_row(r->proc, i), (float)p);
  }
}

static rig make(const lq_proc* const p, const unsigned n_channels, const unsigned n_key,
                const uint64_t setting)
{
  rig r        = rig_new(p, 48000, n_channels, p->n_band_params ? N_BANDS : 0);
  r.spec.n_key = n_key;
  shuffle_values(&r, setting);
  return r;
}

typedef struct {
  float* io[2 * LQ_MAX_CHANNELS];
} planes;

static planes planes_new(const size_t n)
{
  planes p;
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    p.io[c] = lq_alloc_aligned(n * sizeof(float));
  }
  return p;
}

static void planes_free(planes* const p)
{
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    free(p->io[c]);
  }
}

static void planes_noise(const planes* const p, const size_t n)
{
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    fill_noise(p->io[c], n, 0.7, c + 1);
  }
}

static bool same(const planes* const a, const planes* const b, const unsigned n_channels)
{
  for (unsigned c = 0; c < n_channels; ++c) {
    if (memcmp(a->io[c], b->io[c], N_FRAMES * sizeof(float))) {
      return false;
    }
  }
  return true;
}

typedef void check_one(const lq_proc* p, unsigned n_channels, unsigned n_key, uint64_t setting);

static void for_all(check_one* const check)
{
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    for (unsigned n_channels = 1; n_channels <= LQ_MAX_CHANNELS; ++n_channels) {
      const unsigned n_keys = (*p)->flags & LQ_PROC_KEY ? LQ_MAX_CHANNELS : 0;
      for (unsigned n_key = 0; n_key <= n_keys; ++n_key) {
        for (uint64_t setting = 0; setting < N_SETTINGS; ++setting) {
          const unsigned before = check_n_faults;
          check(*p, n_channels, n_key, setting);
          if (check_n_faults != before) {
            printf("#   in %s, %u channels, %u key, setting %d\n", (*p)->symbol, n_channels, n_key,
                   (int)setting);
          }
        }
      }
    }
  }
}

static void blocks(const lq_proc* const p, const unsigned n_channels, const unsigned n_key,
                   const uint64_t setting)
{
  static const size_t sizes[] = {1024, 0, 64, 1, 37};
  planes              want    = planes_new(N_FRAMES);
  planes              got     = planes_new(N_FRAMES);
  for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
    planes* const x = i ? &got : &want;
    rig           r = make(p, n_channels, n_key, setting);
    rig_start(&r);
    planes_noise(x, N_FRAMES);
    rig_run(&r, x->io, N_FRAMES, sizes[i], 5);
    CHECK(!i || same(&want, &got, lq_proc_n_out(p, n_channels)));
    rig_free(&r);
  }
  planes_free(&want);
  planes_free(&got);
}

static void levels(const lq_proc* const p, const unsigned n_channels, const unsigned n_key,
                   const uint64_t setting)
{
  planes want = planes_new(N_FRAMES);
  planes got  = planes_new(N_FRAMES);
  for (unsigned i = 0; i < lq_simd_count(); ++i) {
    const lq_simd* const simd = lq_simd_find(lq_simd_level(i)->name);
    if (!simd) {
      continue; // this CPU cannot run it
    }
    planes* const x = i ? &got : &want;
    rig           r = make(p, n_channels, n_key, setting);
    r.spec.simd     = simd;
    rig_start(&r);
    planes_noise(x, N_FRAMES);
    rig_run(&r, x->io, N_FRAMES, 1024, 0);
    CHECK(!i || same(&want, &got, lq_proc_n_out(p, n_channels)));
    rig_free(&r);
  }
  planes_free(&want);
  planes_free(&got);
}

// A new value at a grid point in mid-stream, with blocks that cut the ramp anywhere.
static void ramps(const lq_proc* const p, const unsigned n_channels, const unsigned n_key,
                  const uint64_t setting)
{
  planes want = planes_new(N_FRAMES);
  planes got  = planes_new(N_FRAMES);
  for (unsigned turn = 0; turn < 3; ++turn) {
    planes* const x = turn ? &got : &want;
    rig           r = make(p, n_channels, n_key, setting);
    rig_start(&r);
    planes_noise(x, N_FRAMES);
    const size_t cut = 64 * 50;
    rig_run(&r, x->io, cut, 1024, 0);
    rig other = make(p, n_channels, n_key, setting + 1);
    for (size_t i = 0; i < lq_proc_n_values(p, r.spec.n_bands); ++i) {
      r.values[i] = lq_proc_row(p, i)->flags & LQ_RESTART ? r.values[i] : other.values[i];
    }
    rig_update(&r);
    float* rest[2 * LQ_MAX_CHANNELS];
    for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
      rest[c] = x->io[c] + cut;
    }
    rig_run(&r, rest, N_FRAMES - cut, turn == 0 ? 1024 : turn == 1 ? 13 : 0, 9);
    CHECK(!turn || same(&want, &got, lq_proc_n_out(p, n_channels)));
    rig_free(&other);
    rig_free(&r);
  }
  planes_free(&want);
  planes_free(&got);
}

static void hostile(const lq_proc* const p, const unsigned n_channels, const unsigned n_key,
                    const uint64_t setting)
{
  static const float worst[] = {1.0F, 1e30F, 1e-40F, -3.0F};
  planes             x       = planes_new(N_FRAMES);
  for (unsigned k = 0; k < sizeof worst / sizeof *worst; ++k) {
    rig r = make(p, n_channels, n_key, setting);
    rig_start(&r);
    for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
      for (size_t i = 0; i < N_FRAMES; ++i) {
        x.io[c][i] = i < N_FRAMES / 4 ? (i / 50 % 2 ? -worst[k] : worst[k]) : 0.0F;
      }
    }
    rig_run(&r, x.io, N_FRAMES, 1024, 0);
    unsigned n_bad = 0;
    for (unsigned c = 0; c < lq_proc_n_out(p, n_channels); ++c) {
      for (size_t i = 0; i < N_FRAMES; ++i) {
        n_bad += isfinite(x.io[c][i]) ? 0U : 1U;
      }
    }
    CHECK(n_bad == 0);
    rig_free(&r);
  }
  planes_free(&x);
}

static void reset_forgets(const lq_proc* const p, const unsigned n_channels, const unsigned n_key,
                          const uint64_t setting)
{
  planes want = planes_new(N_FRAMES);
  planes got  = planes_new(N_FRAMES);
  rig    r    = make(p, n_channels, n_key, setting);
  rig_start(&r);
  planes_noise(&want, N_FRAMES);
  rig_run(&r, want.io, N_FRAMES, 1024, 0);
  r.proc->reset(r.self);
  rig_update(&r);
  planes_noise(&got, N_FRAMES);
  rig_run(&r, got.io, N_FRAMES, 1024, 0);
  CHECK(same(&want, &got, lq_proc_n_out(p, n_channels)));
  rig_free(&r);
  planes_free(&want);
  planes_free(&got);
}

static void block_sizes_do_not_matter(void)
{
  for_all(blocks);
}

static void cpu_levels_do_not_matter(void)
{
  for_all(levels);
}

static void ramps_may_be_cut_anywhere(void)
{
  for_all(ramps);
}

static void hostile_input_stays_finite(void)
{
  for_all(hostile);
}

static void reset_forgets_the_past(void)
{
  for_all(reset_forgets);
}

static const check_test tests[] = {
    CHECK_TEST(block_sizes_do_not_matter), CHECK_TEST(cpu_levels_do_not_matter),
    CHECK_TEST(ramps_may_be_cut_anywhere), CHECK_TEST(hostile_input_stays_finite),
    CHECK_TEST(reset_forgets_the_past)};
CHECK_MAIN(tests)
