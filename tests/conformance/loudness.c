// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// EBU Tech 3341 (2023) cases 1 to 6 and 9 to 14, EBU Tech 3342 (2023) cases 1 to 4, and the
/// anchors of ITU-R BS.1770-5: signals made from the standards' text, short ones at
/// all rates from 8 to 384 kHz, long ones at four.
#include "tones.h"

#include "measure/layout.h"
#include "measure/meter.h"

static const double rates_hz[] = {44100, 48000, 8000,  16000,  96000,  11025, 22050,
                                  24000, 32000, 88200, 176400, 192000, 384000};
enum { SOME = 4, ALL = sizeof rates_hz / sizeof *rates_hz };

#define FOR_RATES(rate_hz, n)                        \
  for (size_t rate_at = 0; rate_at < (n); ++rate_at) \
    for (double rate_hz = rates_hz[rate_at]; rate_hz > 0; rate_hz = 0)

static void tech_3341_case_1_steady_tone_reads_minus_23(void)
{
  FOR_RATES(rate_hz, ALL)
  {
    const lq_measurement m = TONES_MEASURE(rate_hz, ((const tone[]){{20, -23}}));
    CHECK_NEAR(m.max_momentary_lufs, -23, 0.1);
    CHECK_NEAR(m.max_short_term_lufs, -23, 0.1);
    CHECK_NEAR(m.integrated_lufs, -23, 0.1);
  }
}

static void tech_3341_case_2_steady_tone_reads_minus_33(void)
{
  FOR_RATES(rate_hz, SOME)
  {
    const lq_measurement m = TONES_MEASURE(rate_hz, ((const tone[]){{20, -33}}));
    CHECK_NEAR(m.max_momentary_lufs, -33, 0.1);
    CHECK_NEAR(m.max_short_term_lufs, -33, 0.1);
    CHECK_NEAR(m.integrated_lufs, -33, 0.1);
  }
}

static void tech_3341_case_3_relative_gate_drops_quiet_ends(void)
{
  FOR_RATES(rate_hz, SOME)
  {
    const tone list[] = {{10, -36}, {60, -23}, {10, -36}};
    CHECK_NEAR(TONES_MEASURE(rate_hz, list).integrated_lufs, -23, 0.1);
  }
}

static void tech_3341_case_4_absolute_gate_drops_near_silence(void)
{
  FOR_RATES(rate_hz, SOME)
  {
    const tone list[] = {{10, -72}, {10, -36}, {60, -23}, {10, -36}, {10, -72}};
    CHECK_NEAR(TONES_MEASURE(rate_hz, list).integrated_lufs, -23, 0.1);
  }
}

static void tech_3341_case_5_relative_gate_keeps_what_counts(void)
{
  FOR_RATES(rate_hz, SOME)
  {
    const tone list[] = {{20, -26}, {20.1, -20}, {20, -26}};
    CHECK_NEAR(TONES_MEASURE(rate_hz, list).integrated_lufs, -23, 0.1);
  }
}

static void bs_1770_relative_gate_stands_10_lu_under_the_ungated_loudness(void)
{
  // Equal times at -20 and q: the ungated loudness is -20 + 10 log10((1 + 10^((q + 20) / 10)) / 2).
  CHECK_NEAR(TONES_MEASURE(48000, ((const tone[]){{20, -20}, {20, -32.4}})).integrated_lufs, -22.77,
             0.05);
  CHECK_NEAR(TONES_MEASURE(48000, ((const tone[]){{20, -20}, {20, -33.2}})).integrated_lufs, -20,
             0.05);
}

static void bs_1770_absolute_gate_stands_at_minus_70(void)
{
  CHECK_NEAR(TONES_MEASURE(48000, ((const tone[]){{5, -69.9}})).integrated_lufs, -69.9, 0.05);
  CHECK(TONES_MEASURE(48000, ((const tone[]){{5, -70.1}})).integrated_lufs == -INFINITY);
}

static void tech_3341_case_6_surround_channels_are_weighted(void)
{
  FOR_RATES(rate_hz, SOME)
  {
    static const double of_5[] = {-28, -28, -24, -30, -30};
    tones               t      = tones_start(rate_hz, 5);
    tones_play_each(&t, 1000, 20, of_5, NULL, NULL);
    CHECK_NEAR(tones_end(&t).integrated_lufs, -23, 0.1);
    static const double of_6[] = {-28, -28, -24, 0, -30, -30}; // a loud LFE does not count
    t                          = tones_start(rate_hz, 6);
    tones_play_each(&t, 1000, 20, of_6, NULL, NULL);
    CHECK_NEAR(tones_end(&t).integrated_lufs, -23, 0.1);
  }
}

typedef struct {
  double   from_sec, sec, least, most;
  bool     short_term;
  uint64_t n;
} steady;

static void watch_steady(tones* const t, void* const user)
{
  steady* const s = user;
  s->n += TONES_BLOCK;
  if ((double)s->n / t->rate_hz < s->from_sec) {
    return;
  }
  const double now =
      s->short_term ? lq_meter_short_term_lufs(t->meter) : lq_meter_momentary_lufs(t->meter);
  s->least = fmin(s->least, now);
  s->most  = fmax(s->most, now);
}

static steady play_steady(const double rate_hz, const tone* const two, const int n_times,
                          const bool short_term)
{
  steady s = {.from_sec   = (short_term ? 3.02 : 1.02) + 3 * TONES_BLOCK / rate_hz,
              .least      = INFINITY,
              .most       = -INFINITY,
              .short_term = short_term};
  tones  t = tones_start(rate_hz, 2);
  for (int i = 0; i < 2 * n_times; ++i) {
    const double db[2] = {two[i % 2].db, two[i % 2].db};
    tones_play_each(&t, 1000, two[i % 2].sec, db, watch_steady, &s);
  }
  lq_meter_free(t.meter);
  return s;
}

static void tech_3341_case_9_short_term_stands_still(void)
{
  FOR_RATES(rate_hz, ALL)
  {
    const tone   two[] = {{1.34, -20}, {1.66, -30}};
    const steady s     = play_steady(rate_hz, two, 5, true);
    CHECK_NEAR(s.least, -23, 0.1);
    CHECK_NEAR(s.most, -23, 0.1);
  }
}

static void tech_3341_case_10_short_term_finds_3_s_wherever_they_start(void)
{
  for (int i = 0; i < 20; ++i) {
    const tone list[] = {{i * 0.15, TONES_SILENCE}, {3, -23}, {1, TONES_SILENCE}};
    CHECK_NEAR(TONES_MEASURE(rates_hz[i % ALL], list).max_short_term_lufs, -23, 0.1);
  }
}

static void tech_3341_case_11_short_term_follows_rising_tones(void)
{
  FOR_RATES(rate_hz, SOME)
  {
    tones t = tones_start(rate_hz, 2);
    for (int i = 0; i < 20; ++i) {
      const tone list[] = {{i * 0.15, TONES_SILENCE}, {3, i - 38}, {3 - i * 0.15, TONES_SILENCE}};
      tones_play(&t, list, 3);
      CHECK_NEAR(lq_meter_read(t.meter).max_short_term_lufs, i - 38, 0.1);
    }
    lq_meter_free(t.meter);
  }
}

static void tech_3341_case_12_momentary_stands_still(void)
{
  FOR_RATES(rate_hz, ALL)
  {
    const tone   two[] = {{0.18, -20}, {0.22, -30}};
    const steady s     = play_steady(rate_hz, two, 25, false);
    CHECK_NEAR(s.least, -23, 0.1);
    CHECK_NEAR(s.most, -23, 0.1);
  }
}

static void tech_3341_case_13_momentary_finds_400_ms_wherever_they_start(void)
{
  FOR_RATES(rate_hz, ALL)
  {
    for (int i = 0; i < 20; ++i) {
      const tone list[] = {{i * 0.02, TONES_SILENCE}, {0.4, -23}, {1, TONES_SILENCE}};
      CHECK_NEAR(TONES_MEASURE(rate_hz, list).max_momentary_lufs, -23, 0.1);
    }
  }
}

static void tech_3341_case_14_momentary_follows_rising_tones(void)
{
  FOR_RATES(rate_hz, ALL)
  {
    tones t = tones_start(rate_hz, 2);
    for (int i = 0; i < 20; ++i) {
      const tone list[] = {
          {i * 0.02, TONES_SILENCE}, {0.4, i - 38}, {0.4 - i * 0.02, TONES_SILENCE}};
      tones_play(&t, list, 3);
      CHECK_NEAR(lq_meter_read(t.meter).max_momentary_lufs, i - 38, 0.1);
    }
    lq_meter_free(t.meter);
  }
}

static void range_is(const tone* const list, const size_t n, const double want)
{
  FOR_RATES(rate_hz, SOME)
  {
    CHECK_NEAR(tones_measure(rate_hz, list, n).loudness_range_lu, want, 1);
  }
  tones t = tones_start(48000, 2); // twice the signal, the same range
  tones_play(&t, list, n);
  tones_play(&t, list, n);
  CHECK_NEAR(tones_end(&t).loudness_range_lu, want, 1);
}

static void tech_3342_case_1_range_is_10(void)
{
  range_is((const tone[]){{20, -20}, {20, -30}}, 2, 10);
}

static void tech_3342_case_2_range_is_5(void)
{
  range_is((const tone[]){{20, -20}, {20, -15}}, 2, 5);
}

static void tech_3342_case_3_range_is_20(void)
{
  range_is((const tone[]){{20, -40}, {20, -20}}, 2, 20);
}

static void tech_3342_case_4_range_is_15(void)
{
  range_is((const tone[]){{20, -50}, {20, -35}, {20, -20}, {20, -35}, {20, -50}}, 5, 15);
}

static void bs_1770_full_scale_997_hz_in_one_channel_reads_minus_3_01(void)
{
  static const double all_rates_hz[] = {8000,  11025, 16000, 22050,  24000,  32000, 44100,
                                        48000, 88200, 96000, 176400, 192000, 384000};
  for (size_t i = 0; i < sizeof all_rates_hz / sizeof *all_rates_hz; ++i) {
    tones               t    = tones_start(all_rates_hz[i], 2);
    static const double db[] = {0, TONES_SILENCE};
    tones_play_each(&t, 997, 2, db, NULL, NULL);
    CHECK_NEAR(tones_end(&t).integrated_lufs, -3.01, all_rates_hz[i] < 10000 ? 0.04 : 0.01);
  }
}

static void bs_1770_each_channel_of_every_layout_has_its_weight(void)
{
  static const struct {
    unsigned    n;
    const char* kinds; ///< f: 1, s: 1.41, x: not counted
  } layouts[] = {{1, "f"},
                 {2, "ff"},
                 {3, "fff"},
                 {4, "ffss"},
                 {5, "fffss"},
                 {6, "fffxss"},
                 {7, "fffxfss"},
                 {8, "fffxffss"},
                 {10, "fffxffssff"},
                 {12, "fffxffssffff"},
                 {24, "ssfxfffffxssffffffffffff"}};
  for (size_t l = 0; l < sizeof layouts / sizeof *layouts; ++l) {
    for (unsigned c = 0; c < layouts[l].n; ++c) {
      tones  t = tones_start(8000, layouts[l].n);
      double db[24];
      for (unsigned i = 0; i < 24; ++i) {
        db[i] = i == c ? -20 : TONES_SILENCE;
      }
      tones_play_each(&t, 500, 1, db, NULL, NULL);
      const double  got   = tones_end(&t).integrated_lufs;
      static double front = 0;
      front               = l == 0 ? got : front;
      const char kind     = layouts[l].kinds[c];
      CHECK_NEAR(got, kind == 'x' ? -INFINITY : kind == 's' ? front + 1.4922 : front, 0.001);
    }
  }
}

static void bs_2051_each_loudspeaker_of_every_system_has_its_weight(void)
{
  static const struct {
    const char* name;
    const char* kinds; ///< f: 1, s: 1.41, x: not counted
  } want[] = {{"0+2+0", "ff"},
              {"5.1", "fffxss"},
              {"2+5+0", "fffxssff"},
              {"4+5+0", "fffxssffff"},
              {"4+5+1", "fffxssfffff"},
              {"3+7+0", "fffffssfffxx"},
              {"4+9+0", "fffxssffffffffx"},
              {"22.2", "ssfxfffffxssffffffffffff"},
              {"0+7+0", "fffxssff"},
              {"7.1.4", "fffxssffffff"}};
  for (size_t l = 0; l < sizeof want / sizeof *want; ++l) {
    const lq_layout* const layout = lq_layout_find(want[l].name);
    double                 weight[24];
    CHECK(layout && lq_layout_channels(layout) == strlen(want[l].kinds));
    lq_layout_named_weights(layout, weight);
    for (size_t c = 0; c < strlen(want[l].kinds); ++c) {
      const char kind = want[l].kinds[c];
      CHECK(weight[c] == (kind == 'x' ? 0.0 : kind == 's' ? 1.41 : 1.0));
    }
  }
  CHECK(lq_layout_find("6.66") == NULL && lq_layout_at(10) == NULL);
  double by_count[24], by_name[24];
  lq_layout_weights(24, by_count);
  lq_layout_named_weights(lq_layout_find("22.2"), by_name);
  CHECK(!memcmp(by_count, by_name, sizeof by_name));
  CHECK(lq_layout_weight_at(-60, 29.9) == 1.41 && lq_layout_weight_at(120, 30) == 1.0);
  CHECK(lq_layout_weight_at(59.9, 0) == 1.0 && lq_layout_weight_at(120.1, 0) == 1.0);
}

static void a_named_layout_weighs_the_meter(void)
{
  for (int side = 0; side < 2;
       ++side) { // 7.1: channels 4 and 5 are beside in BS.2051, behind in WAV
    static const double db[] = {TONES_SILENCE, TONES_SILENCE, TONES_SILENCE, TONES_SILENCE,
                                -20,           TONES_SILENCE, TONES_SILENCE, TONES_SILENCE};
    tones               t    = tones_start(48000, 8);
    if (side) {
      double weight[8];
      lq_layout_named_weights(lq_layout_find("7.1"), weight);
      lq_meter_weigh(t.meter, weight);
    }
    tones_play_each(&t, 997, 2, db, NULL, NULL);
    CHECK_NEAR(tones_end(&t).integrated_lufs, -23.01 + (side ? 1.4922 : 0), 0.01);
  }
}

static void silence_and_shortness_are_minus_infinity_never_nan(void)
{
  lq_measurement m = TONES_MEASURE(48000, ((const tone[]){{5, TONES_SILENCE}}));
  CHECK(m.integrated_lufs == -INFINITY && m.max_momentary_lufs == -INFINITY);
  CHECK(m.true_peak_dbtp == -INFINITY && m.rms_dbfs == -INFINITY && m.loudness_range_lu == 0);
  CHECK(lq_measurement_plr_lu(&m) == -INFINITY);
  m = TONES_MEASURE(48000, ((const tone[]){{0.399, -20}}));
  CHECK(m.integrated_lufs == -INFINITY && m.max_momentary_lufs == -INFINITY);
  CHECK_NEAR(m.sample_peak_dbfs, -20, 0.01);
  CHECK_NEAR(m.rms_dbfs, -23.01, 0.01);
  m = TONES_MEASURE(48000, ((const tone[]){{0.4, -20}}));
  CHECK_NEAR(m.integrated_lufs, -20, 0.1);
  tones t = tones_start(48000, 1);
  m       = tones_end(&t);
  CHECK(m.n_frames == 0 && m.integrated_lufs == -INFINITY && m.true_peak_dbtp == -INFINITY);
}

static void what_no_meter_can_take_is_refused(void)
{
  lq_meter* meter = NULL;
  CHECK(lq_meter_new(&meter, 7999, 2) == LQ_ERR_LIMIT);
  CHECK(lq_meter_new(&meter, 384001, 2) == LQ_ERR_LIMIT);
  CHECK(lq_meter_new(&meter, NAN, 2) == LQ_ERR_LIMIT);
  CHECK(lq_meter_new(&meter, 48000, 0) == LQ_ERR_LIMIT);
  CHECK(lq_meter_new(&meter, 48000, 25) == LQ_ERR_LIMIT);
  CHECK(meter == NULL);
  lq_meter_free(NULL);
}

static const check_test tests[] = {
    CHECK_TEST(tech_3341_case_1_steady_tone_reads_minus_23),
    CHECK_TEST(tech_3341_case_2_steady_tone_reads_minus_33),
    CHECK_TEST(tech_3341_case_3_relative_gate_drops_quiet_ends),
    CHECK_TEST(tech_3341_case_4_absolute_gate_drops_near_silence),
    CHECK_TEST(tech_3341_case_5_relative_gate_keeps_what_counts),
    CHECK_TEST(bs_1770_relative_gate_stands_10_lu_under_the_ungated_loudness),
    CHECK_TEST(bs_1770_absolute_gate_stands_at_minus_70),
    CHECK_TEST(tech_3341_case_6_surround_channels_are_weighted),
    CHECK_TEST(tech_3341_case_9_short_term_stands_still),
    CHECK_TEST(tech_3341_case_10_short_term_finds_3_s_wherever_they_start),
    CHECK_TEST(tech_3341_case_11_short_term_follows_rising_tones),
    CHECK_TEST(tech_3341_case_12_momentary_stands_still),
    CHECK_TEST(tech_3341_case_13_momentary_finds_400_ms_wherever_they_start),
    CHECK_TEST(tech_3341_case_14_momentary_follows_rising_tones),
    CHECK_TEST(tech_3342_case_1_range_is_10),
    CHECK_TEST(tech_3342_case_2_range_is_5),
    CHECK_TEST(tech_3342_case_3_range_is_20),
    CHECK_TEST(tech_3342_case_4_range_is_15),
    CHECK_TEST(bs_1770_full_scale_997_hz_in_one_channel_reads_minus_3_01),
    CHECK_TEST(bs_1770_each_channel_of_every_layout_has_its_weight),
    CHECK_TEST(bs_2051_each_loudspeaker_of_every_system_has_its_weight),
    CHECK_TEST(a_named_layout_weighs_the_meter),
    CHECK_TEST(silence_and_shortness_are_minus_infinity_never_nan),
    CHECK_TEST(what_no_meter_can_take_is_refused)};
CHECK_MAIN(tests)
