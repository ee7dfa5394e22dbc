// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The multiband compressor against a slow one in long double, band by band and frame by frame, and
// what its split promises: sums, edges, frames.
#include "multiband_tools.h"

#include "base/arena.h"
#include "dsp/fir_split.h"

enum { STEP = 16, MOST = LQ_MULTIBAND_MOST_BANDS };

// One side of one slow band: its filters in series, then its gain, everything in rows' units.
typedef struct {
  slow_biquad chain[3 * MOST];
  unsigned    n;
  double      sum, square, held, moved, from, to;
} slow_side;

static void add(slow_side* const s, const double n2, const double n1, const double n0,
                const double edge, const unsigned times)
{
  const double g = tan(LQ_PI * edge / RATE);
  for (unsigned i = 0; i < times; ++i) {
    s->chain[s->n++] = slow_new(n2, n1 * g, n0 * g * g, sqrt(2) * g, g * g);
  }
}

// High-passes of all edges below, the low-pass of its own, all-passes of the edges above.
static slow_side slow_new_side(const unsigned b, const unsigned n_bands, const bool through)
{
  slow_side s = {0};
  for (unsigned k = 0; k + 1 < n_bands; ++k) {
    if (k < b) {
      add(&s, 1, 0, 0, edge_hz[k], 2);
    } else if (k == b) {
      add(&s, 0, 0, 1, edge_hz[k], 2);
    } else if (through) {
      add(&s, 1, -sqrt(2), 1, edge_hz[k], 1);
    }
  }
  return s;
}

static double slow_filter(slow_side* const s, double x)
{
  for (unsigned i = 0; i < s->n; ++i) {
    x = slow_run(&s->chain[i], x);
  }
  return x;
}

static double slow_knee(const double x, const double w)
{
  return 2 * x <= -w ? 0 : 2 * x >= w ? x : (x + w / 2) * (x + w / 2) / (2 * w);
}

static double slow_curve(const rig* const r, const unsigned b, const double level_db)
{
  const double over  = level_db - value(r, b, LQ_MULTIBAND_BAND_THRESHOLD);
  const double slope = 1 - 1 / value(r, b, LQ_MULTIBAND_BAND_RATIO);
  const double range = value(r, b, LQ_MULTIBAND_BAND_RANGE);
  const double knee  = value(r, b, LQ_MULTIBAND_BAND_KNEE);
  return slope * (slow_knee(over, knee) - slow_knee(over - range / slope, knee));
}

static double slow_pole(const double sec)
{
  return exp(-STEP / (sec * RATE));
}

static void slow_decide(const rig* const r, const unsigned b, slow_side* const s,
                        const unsigned n_heard)
{
  const double window = slow_pole(b ? fmin(0.02, fmax(0.001, 1 / edge_hz[b - 1])) : 0.02);
  const double a_r    = slow_pole(value(r, b, LQ_MULTIBAND_BAND_RELEASE) / 1000);
  const double a_a    = slow_pole(value(r, b, LQ_MULTIBAND_BAND_ATTACK) / 1000);
  double       db[2]  = {-INFINITY, -INFINITY};
  for (unsigned c = 0; c < n_heard; ++c) {
    s[c].square = window * s[c].square + (1 - window) * 2 * s[c].sum / STEP;
    db[c]       = 10 * log10(s[c].square + 1e-38);
    s[c].sum    = 0;
  }
  const double louder = fmax(db[0], db[1]);
  for (unsigned c = 0; c < 2; ++c) {
    const double link = n_heard == 1 ? 1 : (double)r->values[LQ_MULTIBAND_LINK] / 100;
    const double want = slow_curve(r, b, link < 1 ? db[c] + link * (louder - db[c]) : louder);
    s[c].held         = fmax(want, a_r * s[c].held + (1 - a_r) * want);
    s[c].moved        = a_a * s[c].moved + (1 - a_a) * s[c].held;
    s[c].from         = s[c].to;
    s[c].to           = pow(10, (value(r, b, LQ_MULTIBAND_BAND_GAIN) - s[c].moved) / 20);
  }
}

// fixed: stereo. A gain stands at the band; the all-passes of the edges above come behind it.
static void slow(const rig* const r, double* const y[2], float* const* const x,
                 float* const* const heard, const unsigned n_heard)
{
  static slow_side s[MOST][2], ears[MOST][2], all[MOST][2];
  const unsigned   n = r->spec.n_bands;
  for (unsigned b = 0; b < n; ++b) {
    s[b][0] = s[b][1] = ears[b][0] = ears[b][1] = slow_new_side(b, n, false);
    all[b][0]                                   = (slow_side){0};
    for (unsigned k = b + 1; k + 1 < n; ++k) {
      add(&all[b][0], 1, -sqrt(2), 1, edge_hz[k], 1);
    }
    all[b][1] = all[b][0];
    for (unsigned c = 0; c < 2; ++c) {
      s[b][c].from = s[b][c].to = pow(10, value(r, b, LQ_MULTIBAND_BAND_GAIN) / 20);
    }
  }
  for (size_t i = 0; i < N; ++i) {
    y[0][i] = y[1][i] = 0;
    for (unsigned b = 0; b < n; ++b) {
      for (unsigned c = 0; c < 2; ++c) {
        slow_side* const t = &s[b][c];
        const double     g = t->from + (t->to - t->from) * (double)(i % STEP + 1) / STEP;
        y[c][i] += slow_filter(&all[b][c], g * slow_filter(t, (double)x[c][i]));
        if (c < n_heard) {
          const double h = slow_filter(&ears[b][c], (double)heard[c][i]);
          t->sum += h * h;
        }
      }
      if (i % STEP == STEP - 1) {
        slow_decide(r, b, s[b], n_heard);
      }
    }
  }
}

static const band bands[MOST] = {
    {"-30", "4", "6", "5", "120", "9", "1"},    {"-25", "2", "0", "10", "60", "24", "0"},
    {"-35", "1.5", "12", "1", "40", "6", "-3"}, {"-40", "100", "3", "20", "300", "12", "2"},
    {"-28", "3", "6", "0.5", "5", "18", "0"},   {"-33", "2", "6", "30", "200", "5", "6"}};

// Noise that comes and goes, another one on each side and in the key.
static void fill_swelling(void)
{
  for (unsigned c = 0; c < 4; ++c) {
    fill_noise(io[c], N, 1, c + 1);
    for (size_t i = 0; i < N; ++i) {
      const double swell = 0.5 + 0.5 * sin(2 * LQ_PI * (2.0 + c) * (double)i / RATE);
      io[c][i] *= (float)(swell * swell);
    }
  }
}

static void same_as_the_slow_one(void) // fixed: 48 kHz, stereo, 1 s of swelling noise
{
  static const struct {
    unsigned    n_bands, n_key;
    const char* link;
  } ways[] = {{6, 0, "100 %"}, {6, 0, "40 %"}, {4, 1, "100 %"}, {3, 2, "0 %"}, {2, 0, "70 %"}};
  double* want[2] = {calloc(N, sizeof(double)), calloc(N, sizeof(double))};
  for (unsigned k = 0; k < sizeof ways / sizeof *ways; ++k) {
    rig r        = rig_unity(LQ_MULTIBAND_MINIMUM, 2, ways[k].n_bands);
    r.spec.n_key = ways[k].n_key;
    rig_set(&r, "link", ways[k].link);
    for (unsigned b = 0; b < ways[k].n_bands; ++b) {
      set_band(&r, b, &bands[b]);
    }
    rig_start(&r);
    fill_swelling();
    slow(&r, want, io, ways[k].n_key ? io + 2 : io, ways[k].n_key ? ways[k].n_key : 2);
    rig_run(&r, io, N, 0, 3);
    for (unsigned c = 0; c < 2; ++c) {
      printf("# %u bands, link %s, %u key: %.1f dB\n", ways[k].n_bands, ways[k].link, ways[k].n_key,
             snr_db(io[c], want[c], N));
      CHECK_AT_MOST(110, snr_db(io[c], want[c], N));
    }
    rig_free(&r);
  }
  free(want[0]);
  free(want[1]);
}

static void unity_is_an_all_pass_the_late_input_or_the_input(void)
{
  static double want[N];
  static float  before[2][N];
  for (unsigned n_bands = 2; n_bands <= MOST; ++n_bands) {
    for (unsigned mode = 0; mode < LQ_MULTIBAND_N_MODES; ++mode) {
      rig r = rig_unity(mode, 2, n_bands);
      rig_start(&r);
      fill_noise(io[0], N, 0.5, 1);
      fill_noise(io[1], N, 0.5, 2);
      memcpy(before, io_memory, sizeof before);
      const size_t late = rig_latency(&r);
      rig_run(&r, io, N, 0, 7);
      if (mode == LQ_MULTIBAND_MINIMUM) {
        slow_side all = {0};
        for (unsigned k = 0; k + 1 < n_bands; ++k) {
          add(&all, 1, -sqrt(2), 1, edge_hz[k], 1);
        }
        for (size_t i = 0; i < N; ++i) {
          want[i] = slow_filter(&all, (double)before[1][i]);
        }
        printf("# %u bands against all-passes: %.1f dB\n", n_bands, snr_db(io[1], want, N));
        CHECK_AT_MOST(140, snr_db(io[1], want, N));
      } else {
        CHECK(late ? mode == LQ_MULTIBAND_LINEAR : mode == LQ_MULTIBAND_SHELF);
        CHECK(!memcmp(io[1] + late, before[1], (N - late) * sizeof(float)));
      }
      rig_free(&r);
    }
  }
}

// What the processor makes of an impulse of 0.5 at frame 0.
static void impulse(rig* const r, double* const h)
{
  rig_start(r);
  memset(io_memory, 0, sizeof io_memory);
  io[0][0] = 0.5F;
  rig_run(r, io, N, 0, 2);
  for (size_t i = 0; i < N; ++i) {
    h[i] = 2.0 * (double)io[0][i];
  }
}

static double response_db(const double* const h, const double freq_hz)
{
  double re = 0, im = 0;
  for (size_t i = 0; i < N; ++i) {
    const double a = 2 * LQ_PI * fmod(freq_hz * (double)i / RATE, 1.0);
    re += h[i] * cos(a);
    im -= h[i] * sin(a);
  }
  return 10 * log10(re * re + im * im);
}

static void the_sum_is_flat(void)
{
  static double h[N];
  for (unsigned mode = 0; mode < LQ_MULTIBAND_N_MODES; ++mode) {
    double worst = 0;
    rig    r     = rig_unity(mode, 1, MOST);
    impulse(&r, h);
    for (double f = 20; f < 23900; f *= 1.13) {
      worst = fmax(worst, fabs(response_db(h, f)));
    }
    printf("# %s: %.6f dB\n", modes[mode], worst);
    CHECK_AT_MOST(worst, 0.001);
    rig_free(&r);
  }
}

// One band by itself: what 6 dB more of it adds, over what that gain adds at most.
static void band_alone(const unsigned mode, const unsigned b, double* const h)
{
  static double flat[N];
  rig           r = rig_unity(mode, 1, 4);
  impulse(&r, flat);
  rig_set_band(&r, b, "gain", "6.0205999 dB");
  impulse(&r, h);
  for (size_t i = 0; i < N; ++i) {
    h[i] -= flat[i];
  }
  rig_free(&r);
}

// Linkwitz-Riley by its own formula: frequencies as the bilinear transform bends them.
static double formula_db(const unsigned b, const double freq_hz)
{
  double db = 0;
  for (unsigned k = 0; k <= b && k < 3; ++k) { // the low-pass of its own, all high-passes below
    const double up = tan(LQ_PI * freq_hz / RATE) / tan(LQ_PI * edge_hz[k] / RATE);
    db -= 20 * log10(1 + pow(k == b ? up : 1 / up, 4));
  }
  return db;
}

static void edges_are_6_db_down(void) // fixed: four bands
{
  static double h[N];
  for (unsigned b = 0; b < 4; ++b) {
    const double low = b ? edge_hz[b - 1] : 0, high = b < 3 ? edge_hz[b] : 0;
    band_alone(LQ_MULTIBAND_MINIMUM, b, h);
    for (double f = 30; f < 20000; f *= 1.5) {
      if (formula_db(b, f) > -80) {
        CHECK_NEAR(response_db(h, f), formula_db(b, f), 0.01);
      }
    }
    CHECK(!low || fabs(response_db(h, low) + 6.02) < 0.01);
    CHECK(!high || fabs(response_db(h, high) + 6.02) < 0.01);
    band_alone(LQ_MULTIBAND_LINEAR, b, h);
    CHECK(!low || fabs(response_db(h, low) + 6.02) < 0.01);
    CHECK(!high || fabs(response_db(h, high) + 6.02) < 0.01);
    CHECK_AT_MOST(low ? response_db(h, low / 4) : -90, -80); // beyond the transitions
    CHECK_AT_MOST(high ? response_db(h, high * 1.75) : -90, -80);
    CHECK_NEAR(response_db(h, b == 0 ? 30 : b == 3 ? 18000 : sqrt(low * high)), 0, 0.03);
  }
  // Shelf: half of a band's decibels at its edge.
  for (unsigned b = 0; b < 4; ++b) {
    rig r = rig_unity(LQ_MULTIBAND_SHELF, 1, 4);
    rig_set_band(&r, b, "gain", "6 dB");
    impulse(&r, h);
    for (unsigned side = 0; side < 2; ++side) {
      if (side ? b < 3 : b > 0) {
        CHECK_NEAR(response_db(h, edge_hz[b - 1 + side]), 3, 0.1);
      }
    }
    rig_free(&r);
  }
}

static void latency_is_exact(void) // by an impulse, all bands moved alike: linear phase stays
{
  static double h[N];
  for (unsigned mode = 0; mode < LQ_MULTIBAND_N_MODES; ++mode) {
    for (unsigned k = 0; k < 3; ++k) {
      rig r = rig_unity(mode, 1, 3);
      rig_set_band(&r, 0, "to", k == 0 ? "20 Hz" : k == 1 ? "120 Hz" : "5 kHz");
      rig_set_band(&r, 1, "to", "10 kHz");
      rig_set_band(&r, 0, "gain", mode == LQ_MULTIBAND_LINEAR ? "-12" : "0");
      impulse(&r, h);
      const size_t late = rig_latency(&r);
      size_t       peak = 0;
      for (size_t i = 0; i < N; ++i) {
        peak = fabs(h[i]) > fabs(h[peak]) ? i : peak;
      }
      CHECK((late > 0) == (mode == LQ_MULTIBAND_LINEAR));
      CHECK(mode == LQ_MULTIBAND_MINIMUM || peak == late);
      for (size_t i = 1; mode == LQ_MULTIBAND_LINEAR && i <= late; ++i) {
        CHECK_NEAR(h[late - i], h[late + i], 1e-7); // the same on both sides of it
      }
      printf("# %s: %zu frames\n", modes[mode], late);
      rig_free(&r);
    }
  }
}

// Asked in any pieces, and again before they pass, the split says the same.
static void a_split_may_be_asked_again(void)
{
  static float  low[2][N], all[2][N], room[LQ_FIR_SPLIT_ROOM];
  const lq_spec spec = {.rate_hz = RATE, .n_channels = 1, .simd = lq_simd_best()};
  fill_noise(io[0], N, 0.5, 1);
  for (unsigned turn = 0; turn < 2; ++turn) {
    lq_arena arena = {0};
    size_t   late;
    lq_fir_split_prepare(&arena, (const double[]){100}, 1, &spec, &late);
    arena                 = (lq_arena){.base = lq_alloc_aligned(arena.used), .size = arena.used};
    void* const         m = arena.base;
    lq_fir_split* const f = lq_fir_split_prepare(&arena, (const double[]){100}, 1, &spec, &late);
    lq_fir_split_reset(f);
    for (size_t at = 0, n; at < N; at += n) {
      n = turn ? 1 + lq_rng_at(3, at) % LQ_FIR_SPLIT_FRAMES : 200;
      n = n < N - at ? n : N - at;
      for (unsigned again = 0; again <= turn; ++again) {
        lq_fir_split_hear(f, 0, io[0] + at, again == turn ? n : 1, (float*[]){room},
                          all[turn] + at);
      }
      memcpy(low[turn] + at, room, n * sizeof(float));
      lq_fir_split_pass(f, n);
    }
    CHECK(!memcmp(all[turn] + late, io[0], (N - late) * sizeof(float)));
    free(m);
  }
  CHECK(!memcmp(low[0], low[1], sizeof low[0]));
}

static const check_test tests[] = {
    CHECK_TEST(same_as_the_slow_one), CHECK_TEST(unity_is_an_all_pass_the_late_input_or_the_input),
    CHECK_TEST(the_sum_is_flat),      CHECK_TEST(edges_are_6_db_down),
    CHECK_TEST(latency_is_exact),     CHECK_TEST(a_split_may_be_asked_again)};
CHECK_MAIN(tests)
