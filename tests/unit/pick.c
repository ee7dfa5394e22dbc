// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Devices that work on the mid, the side, the left or the right alone, against the processor by
// itself on that part, put back in double. Fixed: 48 kHz, noise.
#include "proc_tools.h"

#include "base/pool.h"
#include "engine/chain.h"
#include "proc/all.h"

enum { N = 36000, N_BANDS = 3, N_SETTINGS = 3 }; // longer than any latency
static const double RATE = 48000;

static float  in[2][N], io_memory[2][N], key_memory[2][N], part_memory[4][N];
static float* io[2]   = {io_memory[0], io_memory[1]};
static float* key[2]  = {key_memory[0], key_memory[1]};
static float* part[4] = {part_memory[0], part_memory[1], part_memory[2], part_memory[3]};

typedef struct {
  lq_pool*  pool;
  lq_device device;
  unsigned  n_in, n_key;
} bench;

static bench bench_new(const lq_proc* const proc, const lq_channels channels,
                       const uint64_t setting)
{
  bench          b       = {.n_in = 2};
  const unsigned n_bands = proc->n_band_params ? N_BANDS : 0;
  CHECK(!lq_pool_new(&b.pool));
  CHECK(!lq_device_init(&b.device, b.pool, proc, n_bands));
  for (size_t i = 0; setting && i < lq_proc_n_values(proc, n_bands); ++i) {
    const double p     = (double)(lq_rng_at(setting * 7919, i) >> 11U) * 0x1p-53;
    b.device.values[i] = lq_param_from_unit(lq_proc_row(proc, i), (float)p);
  }
  b.device.channels = channels;
  for (unsigned c = 0; c < 2; ++c) {
    fill_noise(in[c], N, 0.4, c + 1);
    fill_noise(key[c], N, 0.4, c + 3);
  }
  return b;
}

// @return the latency
static size_t run(const bench* const b, const size_t block)
{
  const lq_device* const devices[1] = {&b->device};
  const lq_runner_spec   spec       = {.rate_hz    = RATE,
                                       .n_channels = b->n_in,
                                       .tempo_bpm  = 120,
                                       .simd       = lq_simd_best(),
                                       .n_key      = &b->n_key};
  lq_runner*             r          = NULL;
  memcpy(io_memory, in, sizeof in);
  CHECK(!lq_runner_new(&r, devices, 1, &spec));
  CHECK(lq_runner_channels(r) == b->n_in);
  const __typeof__(lq_fpu_enter()) mode = lq_fpu_enter();
  for (size_t at = 0, n; at < N; at += n) {
    n                                           = block < N - at ? block : N - at;
    float* const x[2]                           = {io[0] + at, io[1] + at};
    float* const keys[1][LQ_MAX_CHANNELS]       = {{key[0] + at, key[1] + at}};
    float* const(*const heard)[LQ_MAX_CHANNELS] = keys;
    lq_runner_process(r, x, b->n_key ? heard : NULL, n);
  }
  lq_fpu_leave(mode);
  const size_t late = lq_runner_latency(r);
  lq_runner_free(r);
  return late;
}

static double part_of(const lq_channels channels, float x[2][N], const size_t i)
{
  const double l = (double)x[0][i], r = (double)x[1][i];
  return channels == LQ_CHANNELS_MID    ? (l + r) / 2
         : channels == LQ_CHANNELS_SIDE ? (l - r) / 2
         : channels == LQ_CHANNELS_LEFT ? l
                                        : r;
}

// The processor by itself on that part, into `part`.
static void run_alone(const bench* const b, const lq_channels channels)
{
  const lq_proc* const p = b->device.proc;
  rig                  r = rig_new(p, RATE, 1, b->device.n_bands);
  r.spec.n_key           = b->n_key ? 1 : 0;
  memcpy(r.values, b->device.values, lq_proc_n_values(p, b->device.n_bands) * sizeof(float));
  const unsigned n_out = lq_proc_n_out(p, 1);
  for (size_t i = 0; i < N; ++i) {
    part[0][i]     = (float)part_of(channels, in, i);
    part[n_out][i] = (float)part_of(channels, key_memory, i);
  }
  rig_start(&r);
  rig_run(&r, part, N, 64, 0);
  for (size_t i = 0; n_out == 2 && i < N; ++i) {
    part[0][i] = 0.5F * (part[0][i] + part[1][i]);
  }
  rig_free(&r);
}

// What comes out against what must, dB, the worse side.
static double worst_db(const lq_channels channels, const size_t late)
{
  static double want[2][N];
  for (size_t i = 0; i < N; ++i) {
    const bool   there = i >= late;
    const size_t was   = there ? i - late : 0;
    const double old = there ? part_of(channels, in, was) : 0, d = (double)part[0][i] - old;
    want[0][i] = there ? (double)in[0][was] : 0;
    want[1][i] = there ? (double)in[1][was] : 0;
    want[0][i] += channels == LQ_CHANNELS_RIGHT ? 0 : d;
    want[1][i] += channels == LQ_CHANNELS_LEFT ? 0 : channels == LQ_CHANNELS_SIDE ? -d : d;
  }
  return fmin(snr_db(io[0], want[0], N), snr_db(io[1], want[1], N));
}

static void every_processor_works_on_every_part(void)
{
  for (const lq_proc* const* p = lq_proc_all(); *p; ++p) {
    for (lq_channels c = LQ_CHANNELS_MID; c < LQ_CHANNELS_N; ++c) {
      for (uint64_t setting = 0; setting < N_SETTINGS; ++setting) {
        bench        b    = bench_new(*p, c, setting);
        const size_t late = run(&b, 1 + 500 * setting);
        run_alone(&b, c);
        const unsigned before = check_n_faults;
        CHECK_AT_MOST(120, worst_db(c, late));
        if (check_n_faults != before) {
          printf("#   in %s of the %s, setting %d\n", (*p)->symbol, lq_channels_names()[c],
                 (int)setting);
        }
        lq_pool_free(b.pool);
      }
    }
  }
}

static void keys_are_heard_by_the_same_part(void)
{
  for (lq_channels c = LQ_CHANNELS_MID; c < LQ_CHANNELS_N; ++c) {
    bench b = bench_new(&lq_compressor, c, 0);
    b.n_key = 2;
    lq_device_set(&b.device, "threshold", -30);
    lq_device_set(&b.device, "ratio", 8);
    const size_t late = run(&b, 333);
    run_alone(&b, c);
    CHECK_AT_MOST(120, worst_db(c, late));
    b.n_key = 1; // a mono key is heard whole
    memcpy(key[1], key[0], sizeof in[0]);
    (void)run(&b, 333);
    if (c != LQ_CHANNELS_SIDE) { // two that are alike have no side
      memcpy(part_memory + 2, io_memory, sizeof io_memory);
      b.n_key = 2;
      (void)run(&b, 333);
      CHECK(!memcmp(part_memory + 2, io_memory, sizeof io_memory));
    }
    lq_pool_free(b.pool);
  }
}

static bool same_as_input(const size_t late)
{
  return !memcmp(io[0] + late, in[0], (N - late) * sizeof(float)) &&
         !memcmp(io[1] + late, in[1], (N - late) * sizeof(float));
}

static void what_does_nothing_leaves_the_bits(void) // with latency and without, and switched off
{
  static const lq_proc* const neutral[] = {&lq_trim, &lq_eq, &lq_width};
  for (lq_channels c = LQ_CHANNELS_MID; c < LQ_CHANNELS_N; ++c) {
    for (unsigned i = 0; i < sizeof neutral / sizeof *neutral; ++i) {
      bench b = bench_new(neutral[i], c, 0);
      CHECK(same_as_input(run(&b, 97)));
      lq_pool_free(b.pool);
    }
    bench b = bench_new(&lq_limiter, c, 0);
    CHECK(same_as_input(run(&b, 97)));
    lq_device_set(&b.device, "gain", 12);
    const size_t late = run(&b, 97);
    CHECK(late > 0 && !same_as_input(late));
    b.device.on = false;
    CHECK(run(&b, 97) == late && same_as_input(late));
    lq_pool_free(b.pool);
  }
}

static void the_mono_sum_does_not_hear_the_side(void)
{
  bench b = bench_new(&lq_eq, LQ_CHANNELS_SIDE, 0);
  lq_device_set_band(&b.device, 0, "gain", 9);
  lq_device_set_band(&b.device, 1, "freq", 200);
  lq_device_set_band(&b.device, 1, "gain", -12);
  (void)run(&b, 1024);
  double s = 0, e = 0;
  for (size_t i = 0; i < N; ++i) {
    const double was = (double)in[0][i] + (double)in[1][i];
    const double is  = (double)io[0][i] + (double)io[1][i];
    s += was * was;
    e += (is - was) * (is - was);
  }
  printf("# mono sum: %.1f dB\n", 10 * log10(e / s));
  CHECK_AT_MOST(10 * log10(e / s), -140);
  CHECK(!same_as_input(0));
  lq_pool_free(b.pool);
}

static void values_move_by_their_curves(void) // a line of decibels, followed without lag
{
  static const lq_point points[] = {{0, 0, LQ_SHAPE_LINEAR}, {0.2, -12, LQ_SHAPE_LINEAR}};
  bench                 b        = bench_new(&lq_trim, LQ_CHANNELS_SIDE, 0);
  b.device.curves                = LQ_POOL_TAKE(b.pool, lq_curve, lq_proc_n_values(&lq_trim, 0));
  b.device.curves[0]             = (lq_curve){points, 2};
  for (size_t i = 0; i < N; ++i) {
    in[1][i] = -in[0][i];
  }
  (void)run(&b, 77);
  for (size_t i = 64; i < 9600; i += 61) {
    const double gain_db = -12 * (double)i / 9600;
    CHECK_NEAR((double)io[0][i], pow(10, gain_db / 20) * (double)in[0][i], 0.0005);
    CHECK_NEAR((double)io[1][i], -(double)io[0][i], 0);
  }
  lq_pool_free(b.pool);
}

static void blocks_do_not_matter(void)
{
  for (lq_channels c = LQ_CHANNELS_MID; c < LQ_CHANNELS_N; ++c) {
    bench b = bench_new(&lq_limiter, c, 2);
    (void)run(&b, 1024);
    memcpy(part_memory, io_memory, sizeof io_memory);
    (void)run(&b, 1);
    CHECK(!memcmp(part_memory, io_memory, sizeof io_memory));
    lq_pool_free(b.pool);
  }
}

static void one_channel_is_its_own_mid(void)
{
  static const lq_proc* const procs[] = {&lq_eq, &lq_reverb}; // the reverb stays mono
  for (unsigned i = 0; i < 2; ++i) {
    bench b = bench_new(procs[i], LQ_CHANNELS_MID, 1);
    b.n_in  = 1;
    (void)run(&b, 100);
    memcpy(in[1], in[0], sizeof in[0]); // the mid of two that are alike
    run_alone(&b, LQ_CHANNELS_MID);
    CHECK(!memcmp(part[0], io[0], sizeof in[0]));
    lq_pool_free(b.pool);
  }
}

static void one_channel_has_no_sides(void)
{
  for (lq_channels c = LQ_CHANNELS_SIDE; c < LQ_CHANNELS_N; ++c) {
    bench b = bench_new(&lq_eq, c, 0);
    b.device.at =
        (lq_at){.file = "plan.yaml", .line = 7, .column = 9, .path = "tracks[0].chain[0].eq"};
    const lq_device* const devices[1] = {&b.device};
    lq_error               error      = {0};
    const lq_runner_spec   spec       = {
                .rate_hz = RATE, .n_channels = 1, .simd = lq_simd_best(), .error = &error};
    lq_runner* r = NULL;
    CHECK(lq_runner_new(&r, devices, 1, &spec) == LQ_ERR_BAD_VALUE);
    CHECK(error.line == 7 && error.column == 9);
    CHECK(strstr(error.text, lq_channels_names()[c]) != NULL);
    lq_pool_free(b.pool);
  }
}

static const check_test tests[] = {CHECK_TEST(every_processor_works_on_every_part),
                                   CHECK_TEST(keys_are_heard_by_the_same_part),
                                   CHECK_TEST(what_does_nothing_leaves_the_bits),
                                   CHECK_TEST(the_mono_sum_does_not_hear_the_side),
                                   CHECK_TEST(values_move_by_their_curves),
                                   CHECK_TEST(blocks_do_not_matter),
                                   CHECK_TEST(one_channel_is_its_own_mid),
                                   CHECK_TEST(one_channel_has_no_sides)};
CHECK_MAIN(tests)
