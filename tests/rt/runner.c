// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A chain that runs waits for nobody either: automation, keys, devices that are off, latencies.
#include "trap.h"

#include "dsp/simd.h"
#include "engine/chain.h"
#include "session_tools.h"

enum { N_FRAMES = 1024, N_BLOCKS = 40 };

// Every registered processor one behind the other, its first rows automated, every third one off.
static lq_strip* long_chain(desk* const d)
{
  static const lq_point ride[] = {
      {0, 0, 0}, {0.1, 1, 0}, {0.2, 0.3F, LQ_SHAPE_HOLD}, {0.5, 0.9F, 0}};
  lq_strip* const t = lq_session_add(d->session, LQ_STRIP_BUS, "all");
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    lq_device device;
    CHECK(!lq_device_init(&device, d->session->pool, *p, (*p)->n_band_params ? 2 : 0));
    device.on = t->chain.n % 3 != 2;
    CHECK(!lq_chain_push(&t->chain, d->session->pool, &device));
    lq_device* const it = &t->chain.devices[t->chain.n - 1];
    for (size_t i = 0; i < lq_proc_n_values(*p, it->n_bands); ++i) {
      const lq_param* const row = lq_proc_row(*p, i);
      if (!(row->flags & (LQ_OUT | LQ_RESTART)) && row->taper < LQ_TAPER_CHOICE) {
        lq_point own[4];
        for (unsigned k = 0; k < 4; ++k) {
          own[k]       = ride[k];
          own[k].value = lq_param_from_unit(row, ride[k].value);
        }
        desk_automate(d, it, i, own, 4);
      }
    }
  }
  return t;
}

static void run(lq_runner* const r, float* const* const                   io,
                float* const (*const keys)[LQ_MAX_CHANNELS], const size_t n_devices,
                const char* const what)
{
  float meters[LQ_PROC_MAX_METERS];
  trap_arm();
  lq_runner_reset(r, 100);
  for (unsigned i = 0; i < N_BLOCKS; ++i) {
    lq_runner_process(r, io, keys, 1 + lq_rng_at(9, i) % N_FRAMES);
  }
  (void)lq_runner_tail(r);
  for (size_t k = 0; k < n_devices; ++k) {
    (void)lq_runner_meters(r, k, meters);
  }
  const unsigned n = trap_disarm();
  CHECK(n == 0);
  if (n) {
    printf("# %s: %u calls, first %s\n", what, n, trap_first);
  }
}

static void chains_wait_for_nobody(void)
{
  desk            d = desk_new(48000);
  lq_strip* const t = long_chain(&d);
  const size_t    n = t->chain.n;
  float*          x[2 * LQ_MAX_CHANNELS];
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    x[c] = lq_alloc_aligned(N_FRAMES * sizeof(float));
    for (size_t i = 0; i < N_FRAMES; ++i) {
      x[c][i] = noise_at(c, i);
    }
  }
  unsigned* const         n_key   = calloc(n, sizeof *n_key);
  const lq_device** const devices = calloc(n, sizeof *devices);
  float*(*keys)[LQ_MAX_CHANNELS]  = calloc(n, sizeof *keys);
  for (size_t i = 0; i < n; ++i) {
    devices[i] = &t->chain.devices[i];
    n_key[i]   = devices[i]->proc->flags & LQ_PROC_KEY ? 2 : 0;
    keys[i][0] = x[2];
    keys[i][1] = x[3];
  }
  for (unsigned n_channels = 1; n_channels <= 2; ++n_channels) {
    for (unsigned level = 0; level < lq_simd_count(); ++level) {
      const lq_simd* const simd = lq_simd_find(lq_simd_level(level)->name);
      lq_runner*           r    = NULL;
      lq_runner_spec       spec = {
                .rate_hz = 48000, .n_channels = n_channels, .tempo_bpm = 120, .simd = simd};
      if (simd) {
        CHECK(!lq_runner_new_chain(&r, &t->chain, &spec));
        run(r, x, NULL, n, simd->name);
        lq_runner_free(r);
        spec.n_key = n_key;
        CHECK(!lq_runner_new(&r, devices, n, &spec));
        run(r, x, (float* const(*)[LQ_MAX_CHANNELS])keys, n, simd->name);
        lq_runner_free(r);
      }
    }
  }
  free(keys);
  free((void*)devices);
  free(n_key);
  for (unsigned c = 0; c < 2 * LQ_MAX_CHANNELS; ++c) {
    free(x[c]);
  }
  desk_free(&d);
}

static const check_test tests[] = {CHECK_TEST(traps_catch), CHECK_TEST(chains_wait_for_nobody)};
CHECK_MAIN(tests)
