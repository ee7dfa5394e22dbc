// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The steps of the master assistant on mixes whose faults are known because they were made here:
// each is found, moved by a little, and gone when what comes out is judged again.
#include "mix_tools.h"

#include "assist/fit.h"
#include "assist/master.h"
#include "base/maths.h"
#include "base/pool.h"
#include "check/check.h"
#include "engine/bounce.h"
#include "engine/sink.h"
#include "measure/feature_file.h"
#include "measure/file.h"
#include "proc/all.h"

#include <string.h>

enum { SEC = 24, N = SEC * MIX_RATE, OCTAVES = LQ_TONE_OCTAVES };

static const double pi = 3.14159265358979323846;

/// What a made mix is.
typedef struct {
  double more_db[OCTAVES];  ///< than records have
  double side_db[OCTAVES];  ///< sides over middle
  double ring_hz, ring_db;  ///< a sine against what its octave has
  double ring_share;        ///< of the time
  double surge_db[OCTAVES]; ///< half a second in every five
  double hiss_db;           ///< bursts of the octave at 8 kHz, a tenth of a second in every one, in
                            ///< which the rest is soft; 0: none
  double loud_db;           ///< a quarter of the time, in turns of five seconds
} made;

// As records are: 2 dB inside every band's edge, sides in the middle of theirs.
static made neutral(void)
{
  return (made){.side_db = {-30, -20, -12, -9, -9, -9.5, -9.5, -9.4, -8.5, -8}, .ring_share = 1};
}

// Noise of one octave: two resonators one behind the other, brought to a mean square of 1.
static void octave(const unsigned o, const uint64_t seed, float* const x)
{
  const double hz = fmin(14000, 31.6 * pow(10, 0.3 * o)), w = 2 * pi * hz / MIX_RATE;
  const double a = sin(w) / (2 * 1.2), a0 = 1 + a;
  double       s[2][4] = {{0}}, sum = 0;
  for (size_t i = 0; i < N; ++i) {
    double in = mix_noise(seed + o, i);
    for (int k = 0; k < 2; ++k) {
      const double out = (a * (in - s[k][1]) + 2 * cos(w) * s[k][2] - (1 - a) * s[k][3]) / a0;
      s[k][1]          = s[k][0];
      s[k][0]          = in;
      s[k][3]          = s[k][2];
      s[k][2]          = out;
      in               = out;
    }
    x[i] = (float)in;
    sum += in * in / N;
  }
  for (size_t i = 0; i < N; ++i) {
    x[i] /= (float)sqrt(sum);
  }
}

// The octaves are made once: [0] middle, [1] sides.
static float noise[2][OCTAVES][N];

static bool is_hiss(const made* const m, const size_t i)
{
  return m->hiss_db != 0 && fmod((double)i / MIX_RATE, 1) < 0.1;
}

static double envelope(const made* const m, const unsigned o, const size_t i)
{
  const double at    = (double)i / MIX_RATE;
  const bool   surge = fmod(at, 5) < 0.5, loud = fmod(at, 20) < 5;
  const double hush_db = is_hiss(m, i) ? -12 : 0;
  return pow(10, ((surge ? m->surge_db[o] : 0) + (loud ? m->loud_db : 0) + hush_db) / 20);
}

static const char* save(const char* const name, const made m)
{
  lq_tone_curve c;
  lq_error      e    = {0};
  lq_pool*      pool = NULL;
  CHECK(!lq_pool_new(&pool) && !lq_tone_curve_load(&c, pool, &e));
  float *l = calloc(N, sizeof *l), *r = calloc(N, sizeof *r);
  for (unsigned o = 0; o < OCTAVES; ++o) {
    const double mid  = 0.06 * pow(10, (c.level_db[o] + m.more_db[o]) / 20);
    const double side = mid * pow(10, m.side_db[o] / 20);
    for (size_t i = 0; i < N; ++i) {
      const double by = envelope(&m, o, i);
      l[i] += (float)(by * (mid * (double)noise[0][o][i] + side * (double)noise[1][o][i]));
      r[i] += (float)(by * (mid * (double)noise[0][o][i] - side * (double)noise[1][o][i]));
    }
  }
  for (size_t i = 0; i < N; ++i) {
    const double s = is_hiss(&m, i) ? 0.06 * pow(10, m.hiss_db / 20) * (double)noise[0][8][i] : 0;
    l[i] += (float)s;
    r[i] += (float)s;
  }
  const unsigned o = (unsigned)(log2(m.ring_hz > 0 ? m.ring_hz / 31.6 : 1) + 0.5);
  const double   ring =
      m.ring_hz > 0 ? 0.06 * sqrt(2) * pow(10, (c.level_db[o] + m.ring_db) / 20) : 0;
  for (size_t i = 0; i < N; ++i) {
    if (fmod((double)i / MIX_RATE, 4) < 4 * m.ring_share) {
      const double s = ring * sin(2 * pi * m.ring_hz * (double)i / MIX_RATE);
      l[i] += (float)s;
      r[i] += (float)s;
    }
  }
  mix_save(name, &(tool_sound){.n_frames = N, .n_channels = 2, .x = {l, r}});
  free(l);
  free(r);
  lq_pool_free(pool);
  return name;
}

/// A mix, heard and planned for.
typedef struct {
  lq_pool*       pool;
  lq_features    features;
  lq_band_steps* bands;
  lq_master*     plan;
  lq_findings    found, problems;
} pass;

static double band_value(const lq_device* const d, const unsigned band, const unsigned row)
{
  return d && band < d->n_bands
             ? (double)d->values[d->proc->n_params + band * d->proc->n_band_params + row]
             : (double)NAN;
}

static void plan_for(pass* const p, const char* const name, const lq_brief* const brief,
                     const lq_amounts amounts)
{
  lq_error       e    = {0};
  lq_audio_info  info = {0};
  lq_measurement m    = {0};
  char           path[512];
  *p = (pass){0};
  (void)snprintf(path, sizeof path, "%s", tool_path(name));
  CHECK(!lq_pool_new(&p->pool) && !lq_measure_file(path, &m, &info, &e));
  CHECK(!lq_feature_file(path, &p->features, NULL, NULL, NULL, &e));
  const lq_measured_file file = {.file = path, .bits = info.bits, .m = m};
  CHECK(!lq_check_mix(&p->found, p->pool, path, &file, &p->features, NULL, &p->bands, NULL, NULL,
                      &e));
  const lq_mix_heard    heard = {.features = &p->features, .bands = p->bands, .findings = p->found};
  const lq_master_brief b     = {
          .title = "made", .plan_folder = "/tmp", .song = brief, .amounts = amounts};
  const lq_status st = lq_assist_chain(&p->plan, path, &heard, &b, p->pool, &p->problems, NULL, &e);
  if (st) {
    printf("# %s\n", e.text);
  }
  CHECK(!st);
  for (size_t i = 0; p->plan && i < p->plan->n_notes; ++i) {
    printf("# %s: %s\n", name, p->plan->notes[i]);
  }
  for (size_t i = 0; p->plan && i < p->plan->chain.n; ++i) {
    const lq_device* const d = &p->plan->chain.devices[i];
    printf("# %s: %s: %s\n", name, d->proc->symbol, d->why);
    for (unsigned k = 0; k < d->n_bands; ++k) {
      printf("#   %g %g %g %g: %s\n", band_value(d, k, 0), band_value(d, k, 1), band_value(d, k, 2),
             band_value(d, k, 3), d->band_why && d->band_why[k] ? d->band_why[k] : "");
    }
  }
}

static void plan_alone(pass* const p, const char* const name)
{
  const lq_brief brief = LQ_BRIEF;
  plan_for(p, name, &brief, LQ_AMOUNTS);
}

static void end(pass* const p)
{
  lq_master_free(p->plan);
  lq_features_free(&p->features);
  lq_band_steps_free(p->bands);
  lq_pool_free(p->pool);
}

static const lq_device* device(const pass* const p, const char* const symbol)
{
  for (size_t i = 0; p->plan && i < p->plan->chain.n; ++i) {
    if (!strcmp(p->plan->chain.devices[i].proc->symbol, symbol)) {
      return &p->plan->chain.devices[i];
    }
  }
  return NULL;
}

static bool says(const pass* const p, const char* const words)
{
  for (size_t i = 0; p->plan && i < p->plan->n_notes; ++i) {
    if (strstr(p->plan->notes[i], words)) {
      return true;
    }
  }
  return false;
}

static bool has_problem(const pass* const p, const char* const id, const char* const words)
{
  for (size_t i = 0; i < p->problems.n; ++i) {
    const lq_finding* const f = &p->problems.findings[i];
    if (!strcmp(f->id, id) && strstr(f->message, words)) {
      return true;
    }
  }
  return false;
}

// The plan's chain over its mix, into another file.
static const char* render(const pass* const p, const char* const name)
{
  lq_error                e    = {0};
  lq_audio_out*           out  = NULL;
  const lq_audio_out_spec spec = {.rate_hz = MIX_RATE, .n_channels = 2, .bits = 32, .force = true};
  const lq_bounce bounce = {.path = p->plan->source_path, .chain = &p->plan->chain, .stereo = true};
  CHECK(!lq_audio_out_open(&out, tool_path(name), &spec, &e));
  CHECK(!lq_bounce_run(&bounce, lq_sink_file(out), NULL, NULL, &e));
  CHECK(!lq_audio_out_commit(out, &e));
  return name;
}

static void what_is_as_records_are_stays(void)
{
  pass p;
  plan_alone(&p, save("neutral.wav", neutral()));
  CHECK(p.plan && p.plan->chain.n == 0);
  CHECK(p.problems.n == 0);
  CHECK(says(&p, "tone: ") && says(&p, "width: as in released records") &&
        says(&p, "no bus compression"));
  end(&p);
}

static void a_boom_is_taken_to_the_edge(void)
{
  pass p, q;
  made m       = neutral();
  m.more_db[1] = m.more_db[2] = 9;
  plan_alone(&p, save("boom.wav", m));
  const lq_device* const eq = device(&p, "eq");
  CHECK(eq && p.plan->chain.n == 1);
  for (unsigned b = 0; eq && b < eq->n_bands; ++b) {
    CHECK(band_value(eq, b, 2) < 0 && band_value(eq, b, 2) >= -3);
    CHECK(band_value(eq, b, 1) < 200 && eq->band_why[b]);
  }
  plan_alone(&q, render(&p, "boom-master.wav"));
  CHECK(!device(&q, "eq"));
  end(&p);
  end(&q);
}

static void a_tilt_is_taken_back_at_both_ends(void)
{
  pass p;
  made m       = neutral();
  m.more_db[0] = m.more_db[1] = 8;
  m.more_db[7] = m.more_db[8] = -6;
  m.more_db[9]                = -7;
  plan_alone(&p, save("tilt.wav", m));
  const lq_device* const eq  = device(&p, "eq");
  double                 low = 0, high = 0;
  for (unsigned b = 0; eq && b < eq->n_bands; ++b) {
    low  = fmin(low, band_value(eq, b, 1) < 200 ? band_value(eq, b, 2) : 0);
    high = fmax(high, band_value(eq, b, 1) > 3000 ? band_value(eq, b, 2) : 0);
  }
  CHECK(low <= -0.3 && high >= 0.3);
  end(&p);
}

static void repair_is_left_to_the_mix(void)
{
  pass p;
  made m       = neutral();
  m.more_db[1] = m.more_db[2] = 14;
  plan_alone(&p, save("repair.wav", m));
  CHECK(has_problem(&p, "tone-repair", "The low end (50 to 130 Hz) would need"));
  CHECK(has_problem(&p, "tone-repair", "from 0:"));
  const lq_device* const eq = device(&p, "eq");
  for (unsigned b = 0; eq && b < eq->n_bands; ++b) {
    CHECK(band_value(eq, b, 1) > 120);
  }
  end(&p);
}

static void the_bass_becomes_one(void)
{
  pass p, q;
  made m       = neutral();
  m.side_db[0] = m.side_db[1] = -5;
  m.side_db[2]                = -8;
  plan_alone(&p, save("wide-bass.wav", m));
  CHECK(device(&p, "width") && lq_device_get(device(&p, "width"), "mono_below") > 50);
  plan_alone(&q, render(&p, "wide-bass-master.wav"));
  CHECK(!device(&q, "width"));
  end(&p);
  end(&q);
}

static void narrow_sides_come_up_a_little(void)
{
  pass p, q;
  made m = neutral();
  for (unsigned o = 2; o < OCTAVES; ++o) {
    m.side_db[o] -= o < 4 ? 3 : 5;
  }
  plan_alone(&p, save("narrow.wav", m));
  const lq_device* const d = device(&p, "width");
  CHECK(d && lq_device_get(d, "side") >= 0.3F && lq_device_get(d, "side") <= 1.5F);
  plan_alone(&q, render(&p, "narrow-master.wav"));
  CHECK(!device(&q, "width"));
  end(&p);
  end(&q);
  for (unsigned o = 2; o < OCTAVES; ++o) {
    m.side_db[o] -= 8;
  }
  plan_alone(&p, save("nearly-mono.wav", m));
  CHECK(!device(&p, "width") && says(&p, "taken as meant"));
  end(&p);
}

static void what_rings_always_is_cut(void)
{
  pass p, q;
  made m    = neutral();
  m.ring_hz = 1130;
  m.ring_db = -9;
  plan_alone(&p, save("ring.wav", m));
  for (unsigned i = 0; i < p.features.n_resonances; ++i) {
    printf("# %.0f Hz %.1f %.1f\n", p.features.resonances[i].freq_hz,
           p.features.resonances[i].stands_db, p.features.resonances[i].usual_db);
  }
  const lq_device* const eq = device(&p, "eq");
  CHECK(eq && eq->n_bands == 1);
  CHECK_NEAR(band_value(eq, 0, 1), 1130, 12);
  CHECK(band_value(eq, 0, 2) <= -0.3 && band_value(eq, 0, 2) >= -3);
  plan_alone(&q, render(&p, "ring-master.wav"));
  CHECK(!device(&q, "eq"));
  end(&p);
  end(&q);
  m.ring_share = 0.6; // a note
  plan_alone(&p, save("note.wav", m));
  CHECK(!device(&p, "eq"));
  end(&p);
}

static void an_uneven_bass_is_evened(void)
{
  pass p, q;
  made m        = neutral();
  m.surge_db[0] = m.surge_db[1] = m.surge_db[2] = 6;
  plan_alone(&p, save("surge.wav", m));
  const lq_device* const d = device(&p, "multiband");
  CHECK(d && d->band_why[0] && !d->band_why[3]);
  CHECK(band_value(d, 0, LQ_MULTIBAND_BAND_RATIO) > 1 &&
        band_value(d, 3, LQ_MULTIBAND_BAND_RATIO) <= 1);
  CHECK(!device(&p, "compressor"));
  plan_alone(&q, render(&p, "surge-master.wav"));
  CHECK(!device(&q, "multiband"));
  end(&p);
  end(&q);
}

static void loud_passages_are_glued(void)
{
  pass p, q;
  made m    = neutral();
  m.loud_db = 4;
  plan_alone(&p, save("loud.wav", m));
  CHECK(device(&p, "compressor") && strstr(device(&p, "compressor")->why, "loud passages stand"));
  plan_alone(&q, render(&p, "loud-master.wav"));
  CHECK(!device(&q, "compressor"));
  end(&p);
  end(&q);
  m.loud_db = 9;
  plan_alone(&p, save("contrast.wav", m));
  CHECK(!device(&p, "compressor") && says(&p, "the contrasts are meant"));
  end(&p);
}

static void sharp_bursts_are_softened(void)
{
  pass p, q;
  made m    = neutral();
  m.hiss_db = -3.5;
  plan_alone(&p, save("hiss.wav", m));
  const lq_device* const d = device(&p, "deesser");
  CHECK(d && strstr(d->why, "sharp bursts a minute"));
  CHECK(d && lq_device_get(d, "range") >= 0.3F && lq_device_get(d, "range") <= 3);
  plan_alone(&q, render(&p, "hiss-master.wav"));
  CHECK(!device(&q, "deesser"));
  end(&p);
  end(&q);
  m.hiss_db = 2;
  plan_alone(&p, save("piercing.wav", m));
  CHECK(!device(&p, "deesser") && says(&p, "de-ess the voice in the mix"));
  end(&p);
}

static void an_amount_of_none_leaves_it_alone(void)
{
  const lq_brief brief = LQ_BRIEF;
  lq_brief       weak  = LQ_BRIEF;
  pass           p;
  made           m = neutral();
  m.more_db[1]     = 7;
  m.more_db[2]     = 5;
  m.loud_db        = 4;
  for (unsigned o = 2; o < OCTAVES; ++o) {
    m.side_db[o] -= 5;
  }
  save("all.wav", m);
  plan_for(&p, "all.wav", &brief, LQ_AMOUNTS);
  CHECK(device(&p, "eq") && device(&p, "width") && device(&p, "compressor"));
  const double whole_db = band_value(device(&p, "eq"), 0, 2);
  end(&p);
  plan_for(&p, "all.wav", &brief, (lq_amounts){{0, 1, 1, 1}});
  CHECK(!device(&p, "eq") && device(&p, "width") && device(&p, "compressor"));
  end(&p);
  plan_for(&p, "all.wav", &brief, (lq_amounts){{1, 0, 1, 1}});
  CHECK(device(&p, "eq") && !device(&p, "width") && device(&p, "compressor"));
  end(&p);
  plan_for(&p, "all.wav", &brief, (lq_amounts){{1, 1, 0, 1}});
  CHECK(device(&p, "eq") && device(&p, "width") && !device(&p, "compressor"));
  end(&p);
  plan_for(&p, "all.wav", &brief, (lq_amounts){{0.5F, 0, 0, 1}});
  CHECK_NEAR(band_value(device(&p, "eq"), 0, 2), 0.5 * whole_db, 0.11);
  end(&p);
  weak.strength = 0;
  plan_for(&p, "all.wav", &weak, LQ_AMOUNTS);
  CHECK(p.plan && p.plan->chain.n == 0);
  end(&p);
}

static double air_db(const char* const mix, const lq_reference* const refs, const size_t n)
{
  lq_brief brief     = LQ_BRIEF;
  brief.references   = refs;
  brief.n_references = n;
  pass   p;
  double sum = 0;
  plan_for(&p, mix, &brief, LQ_AMOUNTS);
  const lq_device* const eq = device(&p, "eq");
  for (unsigned b = 0; eq && b < eq->n_bands; ++b) {
    sum += band_value(eq, b, 1) > 8000 ? band_value(eq, b, 2) : 0;
  }
  end(&p);
  return sum;
}

static void references_pull_by_their_weights(void)
{
  char a[512], b[512];
  made m       = neutral();
  m.more_db[9] = 2;
  m.more_db[8] = 2;
  save("bright.wav", m);
  save("plain.wav", neutral());
  (void)snprintf(a, sizeof a, "%s", tool_path("bright.wav"));
  (void)snprintf(b, sizeof b, "%s", tool_path("plain.wav"));
  const lq_reference bright = {a, a, 1}, plain = {b, b, 1}, heavy = {b, b, 3};
  const lq_reference both[] = {bright, plain}, less[] = {bright, heavy};
  const double       alone_db = air_db("plain.wav", &bright, 1);
  CHECK(alone_db >= 1 && alone_db <= 3);
  CHECK_NEAR(air_db("plain.wav", &plain, 1), 0, 0);
  CHECK_NEAR(air_db("plain.wav", both, 2), 0.5 * alone_db, 0.15);
  CHECK_NEAR(air_db("plain.wav", less, 2), 0.25 * alone_db, 0.3);
}

static void amounts_are_read(void)
{
  lq_amounts a = LQ_AMOUNTS;
  lq_error   e = {0};
  CHECK(!lq_amounts_read(&a, "tone=0.5, width=0,dynamics=25 %", &e));
  CHECK_NEAR(a.of[LQ_AMOUNT_TONE], 0.5, 0);
  CHECK_NEAR(a.of[LQ_AMOUNT_WIDTH], 0, 0);
  CHECK_NEAR(a.of[LQ_AMOUNT_DYNAMICS], 0.25, 1e-7);
  CHECK_NEAR(a.of[LQ_AMOUNT_LEVEL], 1, 0);
  static const char* const bad[] = {"",       "tone",      "tone=",       "tone=2",   "tone=-0.1",
                                    "size=1", "tone=0.5,", "tone=0.5 dB", "tone=nan", "tone=200%"};
  for (unsigned i = 0; i < sizeof bad / sizeof *bad; ++i) {
    const lq_amounts before = a;
    CHECK(lq_amounts_read(&a, bad[i], &e) == LQ_ERR_USAGE);
    CHECK(!memcmp(&a, &before, sizeof a) &&
          strstr(e.text, "expected tone, width, dynamics or level"));
  }
}

static void a_fit_stops_at_the_edge(void)
{
  lq_fit f = {.n_points = 3, .n_moves = 2};
  for (unsigned i = 0; i < 3; ++i) {
    f.weight[i]   = 1;
    f.slack_db[i] = 1;
  }
  f.off_db[0]   = 3;
  f.off_db[1]   = 0.5;
  f.off_db[2]   = -5;
  f.shape[0][0] = f.shape[1][2] = 1;
  f.least_db[0] = f.least_db[1] = -3;
  f.most_db[0] = f.most_db[1] = 3;
  double gain_db[2];
  lq_fit_solve(&f, gain_db);
  CHECK_NEAR(gain_db[0], -2, 0.01);
  CHECK_NEAR(gain_db[1], 3, 0.01); // 4 is more than it may
}

static const check_test tests[] = {CHECK_TEST(amounts_are_read),
                                   CHECK_TEST(a_fit_stops_at_the_edge),
                                   CHECK_TEST(what_is_as_records_are_stays),
                                   CHECK_TEST(a_boom_is_taken_to_the_edge),
                                   CHECK_TEST(a_tilt_is_taken_back_at_both_ends),
                                   CHECK_TEST(repair_is_left_to_the_mix),
                                   CHECK_TEST(the_bass_becomes_one),
                                   CHECK_TEST(narrow_sides_come_up_a_little),
                                   CHECK_TEST(what_rings_always_is_cut),
                                   CHECK_TEST(an_uneven_bass_is_evened),
                                   CHECK_TEST(loud_passages_are_glued),
                                   CHECK_TEST(sharp_bursts_are_softened),
                                   CHECK_TEST(an_amount_of_none_leaves_it_alone),
                                   CHECK_TEST(references_pull_by_their_weights)};

int main(void)
{
  for (unsigned o = 0; o < OCTAVES; ++o) {
    octave(o, 11, noise[0][o]);
    octave(o, 77, noise[1][o]);
  }
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
