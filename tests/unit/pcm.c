// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Plain PCM read here is, bit for bit, what libsndfile reads.
#include "check.h"

#include "audio/in.h"
#include "audio/pcm.h"
#include "base/rng.h"

#include <fcntl.h>
#include <sndfile.h>
#include <stdlib.h>
#include <unistd.h>

enum { N = 20011, CHANNELS = 6 };

static char path[64];

static void write_noise(const int format, const int n_channels)
{
  SF_INFO        info = {.samplerate = 48000, .channels = n_channels, .format = format};
  SNDFILE* const file = sf_open(path, SFM_WRITE, &info);
  float* const   x    = malloc((size_t)(N * n_channels) * sizeof *x);
  CHECK(file != NULL);
  for (size_t i = 0; i < (size_t)(N * n_channels); ++i) {
    x[i] = (float)((double)(lq_rng_at(1, i) >> 11U) / 4503599627370496.0 - 1.0);
  }
  x[5] = -1.0F;
  x[6] = 1.0F;
  CHECK(sf_writef_float(file, x, N) == N);
  sf_close(file);
  free(x);
}

static float* read_by_sndfile(const int n_channels)
{
  SF_INFO        info = {0};
  SNDFILE* const file = sf_open(path, SFM_READ, &info);
  float* const   x    = malloc((size_t)(N * n_channels) * sizeof *x);
  CHECK(sf_readf_float(file, x, N) == N);
  sf_close(file);
  return x;
}

static void compare(const int n_channels)
{
  float* const want = read_by_sndfile(n_channels);
  lq_audio_in* in   = NULL;
  CHECK(lq_audio_in_open(&in, path, NULL) == LQ_OK);
  static float x[CHANNELS][N];
  float*       at[CHANNELS];
  // Blocks of all sizes, then from anywhere.
  for (uint64_t pass = 0; pass < 4; ++pass) {
    size_t i = pass ? (size_t)(lq_rng_at(2, pass) % N) : 0;
    CHECK(lq_audio_in_seek(in, i, NULL) == LQ_OK);
    for (uint64_t k = 0; i < N; ++k) {
      size_t n = 0;
      for (int c = 0; c < n_channels; ++c) {
        at[c] = x[c] + i;
      }
      const size_t ask = 1 + (size_t)(lq_rng_at(3 + pass, k) % 6000), left = N - i;
      CHECK(lq_audio_in_read(in, at, ask < left ? ask : left, &n, NULL) == LQ_OK);
      i += n;
      if (!n) {
        break;
      }
    }
    CHECK(i == N);
  }
  CHECK(lq_audio_in_seek(in, 0, NULL) == LQ_OK);
  size_t n = 0;
  for (int c = 0; c < n_channels; ++c) {
    at[c] = x[c];
  }
  CHECK(lq_audio_in_read(in, at, N, &n, NULL) == LQ_OK && n == N);
  size_t n_differ = 0;
  for (size_t i = 0; i < N; ++i) {
    for (int c = 0; c < n_channels; ++c) {
      n_differ += memcmp(&x[c][i], &want[i * (size_t)n_channels + (size_t)c], sizeof(float)) != 0;
    }
  }
  CHECK(n_differ == 0);
  lq_audio_in_close(in);
  free(want);
}

static void every_format_reads_as_with_libsndfile(void)
{
  static const int containers[] = {SF_FORMAT_WAV, SF_FORMAT_WAVEX, SF_FORMAT_RF64};
  static const int codecs[]     = {SF_FORMAT_PCM_16, SF_FORMAT_PCM_24, SF_FORMAT_PCM_32,
                                   SF_FORMAT_FLOAT};
  static const int channels[]   = {1, 2, 3, 6};
  for (size_t k = 0; k < 3; ++k) {
    for (size_t f = 0; f < 4; ++f) {
      for (size_t c = 0; c < 4; ++c) {
        write_noise(containers[k] | codecs[f], channels[c]);
        compare(channels[c]);
      }
    }
  }
}

static lq_pcm* opened(const unsigned n_channels, const unsigned bits, const uint64_t n_frames,
                      int* const fd)
{
  *fd                     = open(path, O_RDONLY);
  const lq_pcm_format f   = {.n_channels = n_channels, .bits = bits, .n_frames = n_frames};
  lq_pcm*             pcm = NULL;
  CHECK(!lq_pcm_open(&pcm, *fd, &f));
  return pcm;
}

static void what_disagrees_with_the_header_is_refused(void)
{
  static const struct {
    unsigned n_channels, bits;
    uint64_t n_frames;
    bool     taken;
  } cases[] = {{2, 24, N, true},           {2, 24, N + 1, false}, {2, 24, N - 1, false},
               {2, 16, N, false},          {1, 24, 2 * N, false}, {3, 24, N, false},
               {2, 24, 1ULL << 62, false}, {0, 24, N, false},     {2, 8, N, false}};
  write_noise(SF_FORMAT_WAV | SF_FORMAT_PCM_24, 2);
  for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
    int           fd;
    lq_pcm* const p = opened(cases[i].n_channels, cases[i].bits, cases[i].n_frames, &fd);
    CHECK((p != NULL) == cases[i].taken);
    lq_pcm_close(p);
    close(fd);
  }
  write_noise(SF_FORMAT_WAV | SF_FORMAT_PCM_24 | SF_ENDIAN_BIG, 2);
  int           fd;
  lq_pcm* const p = opened(2, 24, N, &fd);
  CHECK(p == NULL); // RIFX
  close(fd);
  compare(2); // and is read all the same
}

static void a_file_that_shrinks_while_it_is_read_ends_there(void)
{
  write_noise(SF_FORMAT_WAV | SF_FORMAT_PCM_24, 2);
  int           fd;
  lq_pcm* const p = opened(2, 24, N, &fd);
  static float  l[N], r[N];
  float* const  at[2] = {l, r};
  uint32_t      worst;
  CHECK(p && lq_pcm_read(p, at, 0, 100, &worst) == 100 && worst == 0);
  CHECK(truncate(path, 44 + 6 * 9000 + 3) == 0);
  lq_pcm_seek(p, 0);
  CHECK(lq_pcm_read(p, at, 0, N, &worst) < 9001 && lq_pcm_io_error(p) == 0);
  lq_pcm_close(p);
  close(fd);
}

static const check_test tests[] = {CHECK_TEST(every_format_reads_as_with_libsndfile),
                                   CHECK_TEST(what_disagrees_with_the_header_is_refused),
                                   CHECK_TEST(a_file_that_shrinks_while_it_is_read_ends_there)};

int main(void)
{
  snprintf(path, sizeof path, "/tmp/lacquer_pcm_%ld", (long)getpid());
  const int result = check_all(tests, sizeof tests / sizeof *tests);
  (void)unlink(path);
  return result;
}
