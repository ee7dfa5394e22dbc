// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A file measures as the samples in it do.
#include "check.h"

#include "measure/file.h"

#include <math.h>
#include <sndfile.h>
#include <stdlib.h>
#include <unistd.h>

enum { RATE = 44100, N = 5 * RATE + 1234 };

static char path[64];

static void write_tone(const int format, const unsigned n_channels, const bool broken)
{
  SF_INFO        info = {.samplerate = RATE, .channels = (int)n_channels, .format = format};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  float* const   x    = malloc((size_t)N * n_channels * sizeof *x);
  CHECK(file != NULL);
  for (size_t i = 0; i < (size_t)N * n_channels; ++i) {
    x[i] = (float)(0.1 * sin(2 * 3.14159265358979323846 * 1000 * (double)(i / n_channels) / RATE));
  }
  if (broken) {
    x[1000] = NAN;
  }
  CHECK(sf_writef_float(file, x, N) == N);
  sf_close(file);
  free(x);
}

static void a_file_reads_as_its_samples(void)
{
  write_tone(SF_FORMAT_WAV | SF_FORMAT_PCM_24, 2, false);
  lq_measurement m    = {0};
  lq_audio_info  info = {0};
  lq_error       e    = {0};
  CHECK(lq_measure_file(path, &m, &info, &e) == LQ_OK);
  CHECK(m.n_frames == N && m.n_channels == 2 && m.rate_hz == RATE && info.bits == 24);
  CHECK_NEAR(m.integrated_lufs, -20, 0.05);
  CHECK_NEAR(m.sample_peak_dbfs, -20, 0.01);
  CHECK_NEAR(m.true_peak_dbtp, -20, 0.05);
}

static void six_channels_and_bad_samples_are_measured(void)
{
  write_tone(SF_FORMAT_WAV | SF_FORMAT_FLOAT, 6, true);
  lq_measurement m = {0};
  CHECK(lq_measure_file(path, &m, NULL, NULL) == LQ_OK);
  CHECK(m.n_channels == 6 && m.n_nonfinite == 1);
  CHECK_NEAR(m.integrated_lufs, -20 - 3.0103 + 10 * log10(3 + 2 * 1.41), 0.05);
}

static void any_length_is_measured(void) // shorter than every block and window of the meters
{
  static const unsigned lengths[] = {1, 2, 3, 7, 15, 16, 17, 31, 33, 63, 65, 100, 191, 441, 1000};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; ++i) {
    SF_INFO info = {.samplerate = RATE, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
    SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
    for (unsigned k = 0; k < lengths[i]; ++k) {
      const float x = k + 1 == lengths[i] ? 0.5F : 0.0F;
      CHECK(sf_write_float(file, &x, 1) == 1);
    }
    sf_close(file);
    lq_measurement m = {0};
    CHECK(lq_measure_file(path, &m, NULL, NULL) == LQ_OK);
    CHECK(m.n_frames == lengths[i] && m.integrated_lufs < -1000);
    CHECK_NEAR(m.sample_peak_dbfs, -6.0206, 1e-4);
    CHECK_NEAR(m.true_peak_dbtp, -6.0206, 0.5);
  }
}

static void what_is_not_there_is_said(void)
{
  lq_measurement m = {.n_frames = 7};
  lq_error       e = {0};
  CHECK(lq_measure_file("/nowhere/at/all.wav", &m, NULL, &e) == LQ_ERR_NOT_FOUND);
  CHECK(e.text[0] && m.n_frames == 7);
}

static const check_test tests[] = {
    CHECK_TEST(a_file_reads_as_its_samples), CHECK_TEST(six_channels_and_bad_samples_are_measured),
    CHECK_TEST(any_length_is_measured), CHECK_TEST(what_is_not_there_is_said)};

int main(void)
{
  snprintf(path, sizeof path, "/tmp/lacquer_measure_file_%ld", (long)getpid());
  const int result = check_all(tests, sizeof tests / sizeof *tests);
  (void)unlink(path);
  return result;
}
