// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// reset, update, process and what an audio thread asks of a processor wait for nobody: no memory,
// no locks, no files, no clocks, no words.
#include "trap.h"

#include "proc_tools.h"

enum { N_FRAMES = 4096, N_SETTINGS = 5, N_BANDS = 3 };

typedef struct {
  float* io[2 * LQ_MAX_CHANNELS];
} planes;

static void shuffle_values(rig* const r, const uint64_t setting)
{
  for (size_t i = 0; setting && i < lq_proc_n_values(r->proc, r->spec.n_bands); ++i) {
    const double p = (double)(lq_rng_at(setting * 7919, i) >> 11U) * 0x1p-53;
    r->values[i]   = lq_param_from_unit(lq_proc_row(r->proc, i), (float)p);
  }
}

// What moves: rows that are no meters and do not lay out memory.
static void turn_knobs(rig* const r, const uint64_t setting)
{
  rig other    = *r;
  other.values = calloc(lq_proc_n_values(r->proc, r->spec.n_bands) + 1, sizeof(float));
  lq_proc_defaults(r->proc, r->spec.n_bands, other.values);
  shuffle_values(&other, setting);
  for (size_t i = 0; i < lq_proc_n_values(r->proc, r->spec.n_bands); ++i) {
    r->values[i] = lq_proc_row(r->proc, i)->flags & LQ_RESTART ? r->values[i] : other.values[i];
  }
  free(other.values);
}

static void run(rig* const r, const planes* const p)
{
  const lq_proc* const proc = r->proc;
  float                meters[LQ_PROC_MAX_METERS];
  float*               io[2 * LQ_MAX_CHANNELS];
  size_t               n = 0;
  for (size_t at = 0; at < N_FRAMES; at += n) {
    n = 1 + lq_rng_at(3, at) % LQ_MAX_FRAMES;
    n = n < N_FRAMES - at ? n : N_FRAMES - at;
    for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
      io[c] = p->io[c] + at;
    }
    proc->process(r->self, io, n);
  }
  (void)(proc->latency_frames ? proc->latency_frames(r->self) : 0);
  (void)(proc->tail_frames ? proc->tail_frames(r->self) : 0);
  if (proc->meters) {
    proc->meters(r->self, meters);
  }
}

static void check_one(const lq_proc* const proc, const lq_simd* const simd,
                      const unsigned n_channels, const unsigned n_key, const uint64_t setting,
                      const planes* const p)
{
  rig r = rig_new(proc, setting % 2 ? 44100 : 96000, n_channels, proc->n_band_params ? N_BANDS : 0);
  r.spec.n_key = n_key;
  r.spec.simd  = simd;
  shuffle_values(&r, setting);
  rig_start(&r);
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    fill_noise(p->io[c], N_FRAMES, 0.7, c + 1);
  }
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  trap_arm();
  proc->reset(r.self);
  proc->update(r.self, r.values);
  run(&r, p);
  unsigned    n     = trap_disarm();
  const char* first = trap_first;
  turn_knobs(&r, setting + 1);
  trap_arm();
  proc->update(r.self, r.values);
  run(&r, p);
  n += trap_disarm();
  lq_fpu_leave(mode);
  first = first ? first : trap_first;
  CHECK(n == 0);
  if (n) {
    printf("#   %s, %s, %u channels, %u key, setting %d: %u calls, first %s\n", proc->symbol,
           simd->name, n_channels, n_key, (int)setting, n, first);
  }
  rig_free(&r);
}

static void processors_wait_for_nobody(void)
{
  planes p;
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    p.io[c] = lq_alloc_aligned(N_FRAMES * sizeof(float));
  }
  unsigned n = 0;
  for (const lq_proc* const* proc = lq_proc_all(); *proc; ++proc) {
    for (unsigned level = 0; level < lq_simd_count(); ++level) {
      const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
      for (unsigned i = 0; simd && i < LQ_MAX_CHANNELS * (LQ_MAX_CHANNELS + 1) * N_SETTINGS; ++i) {
        const unsigned n_key = i / LQ_MAX_CHANNELS % (LQ_MAX_CHANNELS + 1);
        if (!n_key || (*proc)->flags & LQ_PROC_KEY) {
          check_one(*proc, simd, 1 + i % LQ_MAX_CHANNELS, n_key,
                    i / LQ_MAX_CHANNELS / (LQ_MAX_CHANNELS + 1), &p);
          ++n;
        }
      }
    }
  }
  printf("# %u runs\n", n);
  CHECK(n > 100);
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    free(p.io[c]);
  }
}

static const check_test tests[] = {CHECK_TEST(traps_catch), CHECK_TEST(processors_wait_for_nobody)};
CHECK_MAIN(tests)
