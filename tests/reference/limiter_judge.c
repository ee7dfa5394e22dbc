// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The judge of bench/limiter on sounds whose answer is known beforehand.
#include "check.h"

#include "judge/distance.h"
#include "judge/hits.h"
#include "judge/peak.h"
#include "judge/tones.h"

#include <stdint.h>

enum { RATE = 48000 };

static const double pi = 3.14159265358979323846;

static double noise(const uint64_t i) // -1 to 1, one value for each place
{
  uint64_t z = (i + 1) * 0x9E3779B97F4A7C15U;
  z          = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
  z          = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
  return (double)((z ^ (z >> 31U)) >> 11U) / 4503599627370496.0 - 1;
}

// Of amplitude 1 in the middle; soft all over, so that nothing rings over it.
static sound tone(const double cycles_a_frame, const double phase)
{
  sound s = sound_new(RATE, RATE);
  for (size_t i = 0; i < s.n; ++i) {
    const double g = 0.5 - 0.5 * cos(2 * pi * (double)i / (double)s.n);
    s.x[0][i]      = g * sin(2 * pi * fmod(cycles_a_frame * (double)i, 1) + phase);
  }
  return s;
}

static double sample_peak(const sound* const s)
{
  double most = 0;
  for (size_t i = 0; i < s->n; ++i) {
    most = fmax(most, fabs(s->x[0][i]));
  }
  return 20 * log10(most);
}

static void a_quarter_of_the_rate_stands_3_db_over_its_samples(void)
{
  sound s = tone(0.25, pi / 4);
  CHECK_NEAR(sample_peak(&s), -3.0103, 0.0001);
  CHECK_NEAR(peak_db(&s), 0, 0.0005);
  sound_free(&s);
}

static void a_planted_tenth_of_a_db_is_read(void)
{
  static const double places[] = {0.02, 1.0 / 6, 0.331, 0.45, 0.4901, 0.4991};
  for (size_t i = 0; i < sizeof places / sizeof *places; ++i) {
    sound s = tone(places[i], 1);
    sound_gain(&s, pow(10, 0.1 / 20));
    CHECK_NEAR(peak_db(&s), 0.10, 0.001);
    sound_free(&s);
  }
}

// The definition: a sum of sincs, 512 points a frame.
static void noise_up_to_half_the_rate_peaks_where_the_sum_of_sincs_does(void)
{
  enum { N = 96 };
  for (uint64_t seed = 0; seed < 8; ++seed) {
    double x[N], most = 0;
    for (size_t i = 0; i < N; ++i) {
      x[i] = noise(1000 * seed + i);
    }
    for (int p = -4 * 512; p < (N + 4) * 512; ++p) {
      double sum = 0;
      for (int i = 0; i < N; ++i) {
        const double t = pi * ((double)p / 512 - i);
        sum += x[i] * (p == 512 * i ? 1 : sin(t) / t);
      }
      most = fmax(most, fabs(sum));
    }
    CHECK_NEAR(20 * log10(peak_of(x, N) / most), 0, 0.001);
  }
}

static sound stereo_noise(void)
{
  sound s = sound_new(RATE, 65536);
  for (size_t i = 0; i < s.n; ++i) {
    s.x[0][i] = 0.5 * noise(i);
    s.x[1][i] = 0.5 * noise(100000 + i);
  }
  return s;
}

static void the_same_sound_is_no_distance_away(void)
{
  sound          s = stereo_noise();
  const distance d = distance_find(&s, &s);
  CHECK_NEAR(d.bins_db, 0, 0);
  CHECK_NEAR(d.bands_db, 0, 0);
  CHECK_NEAR(d.image_db, 0, 0);
  sound_free(&s);
}

static void one_db_in_every_bin_is_a_distance_of_one_db(void)
{
  sound a = stereo_noise(), b = stereo_noise();
  sound_gain(&b, pow(10, 1.0 / 20));
  const distance d = distance_find(&a, &b);
  CHECK_NEAR(d.bins_db, 1, 0.001);
  CHECK_NEAR(d.bands_db, 1, 0.001);
  CHECK_NEAR(d.image_db, 0, 1e-5); // both sides alike
  sound_free(&a);
  sound_free(&b);
}

static void one_side_turned_down_by_half_a_db_moves_the_image_by_as_much(void)
{
  sound a = stereo_noise(), b = stereo_noise();
  for (size_t i = 0; i < b.n; ++i) {
    b.x[1][i] *= pow(10, -0.5 / 20);
  }
  CHECK_NEAR(distance_find(&a, &b).image_db, 0.5, 0.001);
  sound_free(&a);
  sound_free(&b);
}

static double distortion(const char* const name, const double tones_of[][2], const size_t n)
{
  static double x[RATE];
  for (size_t i = 0; i < RATE; ++i) {
    x[i] = 0;
    for (size_t k = 0; k < n; ++k) {
      x[i] += tones_of[k][1] * sin(2 * pi * fmod(tones_of[k][0] * (double)i / RATE, 1) + (double)k);
    }
  }
  return tones_distortion_db(tones_find(name), x, RATE);
}

static void planted_distortion_is_read(void)
{
  static const double third[][2]  = {{50, 0.8}, {150, 0.008}};
  static const double two[][2]    = {{100, 1}, {200, 0.03}, {1300, 0.04}}; // root of squares: 0.05
  static const double clean[][2]  = {{1000, 0.9}};
  static const double sides[][2]  = {{60, 0.8}, {7000, 0.2}, {6940, 0.01}, {7060, 0.01}};
  static const double twins[][2]  = {{19000, 0.5}, {20000, 0.5}, {1000, 0.01}};
  static const double folded[][2] = {{17000, 0.5}, {19500, 0.5}, {14500, 0.1}, {500, 0.005}};
  CHECK_NEAR(distortion("thd50", third, 2), -40, 0.001);
  CHECK_NEAR(distortion("thd100", two, 3), -26.0206, 0.001);
  CHECK_AT_MOST(distortion("thd1k", clean, 1), -200);
  CHECK_NEAR(distortion("smpte", sides, 4), -23.0103, 0.001); // 2 * 0.05 squared
  CHECK_NEAR(distortion("ccif", twins, 3), -36.9897, 0.001);
  CHECK_NEAR(distortion("alias", folded, 4), -43.0103, 0.001); // 14.5 kHz is no alias
}

// A hit each 300 ms: noise, 20 dB over a bed of noise, for 10 ms; then 40 ms at 10 dB over it.
static sound drums(const double hit_lin)
{
  sound s = sound_new(RATE, (size_t)3 * RATE);
  for (size_t i = 0; i < s.n; ++i) {
    const size_t at = i % 14400;
    s.x[0][i]       = 0.02 * noise(i) * (at < 480 ? 10 * hit_lin : at < 2400 ? 3.162 : 1);
    s.x[1][i]       = s.x[0][i];
  }
  return s;
}

static void hits_turned_down_by_3_db_have_lost_3_db(void)
{
  sound      a = drums(1), b = drums(pow(10, -3.0 / 20));
  const hits h = hits_find(&a, &b);
  CHECK(h.n == 9); // the one at 0 has no past
  CHECK_NEAR(h.attack_db, 3, 0.01);
  CHECK_NEAR(h.body_db, 3, 0.01);
  CHECK_NEAR(h.level_db, 3, 0.01);
  sound_free(&a);
  sound_free(&b);
}

static void lateness_is_found_to_the_frame(void)
{
  static const long lates[] = {0, 37, 4800, -12};
  sound             a       = stereo_noise();
  for (size_t k = 0; k < sizeof lates / sizeof *lates; ++k) {
    sound b = sound_new(RATE, a.n);
    for (size_t i = 0; i < b.n; ++i) {
      const long from = (long)i - lates[k];
      b.x[0][i]       = from >= 0 && (size_t)from < a.n ? a.x[0][from] : 0;
      b.x[1][i]       = from >= 0 && (size_t)from < a.n ? a.x[1][from] : 0;
    }
    CHECK_NEAR((double)hits_lag(&a, &b, 8192), (double)lates[k], 0);
    sound_free(&b);
  }
  sound_free(&a);
}

static const check_test tests[] = {
    CHECK_TEST(a_quarter_of_the_rate_stands_3_db_over_its_samples),
    CHECK_TEST(a_planted_tenth_of_a_db_is_read),
    CHECK_TEST(noise_up_to_half_the_rate_peaks_where_the_sum_of_sincs_does),
    CHECK_TEST(the_same_sound_is_no_distance_away),
    CHECK_TEST(one_db_in_every_bin_is_a_distance_of_one_db),
    CHECK_TEST(one_side_turned_down_by_half_a_db_moves_the_image_by_as_much),
    CHECK_TEST(planted_distortion_is_read),
    CHECK_TEST(hits_turned_down_by_3_db_have_lost_3_db),
    CHECK_TEST(lateness_is_found_to_the_frame),
};
CHECK_MAIN(tests)
