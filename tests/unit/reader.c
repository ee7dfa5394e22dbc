// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio_tools.h"

#include "audio/reader.h"
#include "audio/resample.h"

#include <sndfile.h>

enum { N = 20011 };

static tool_sound read_all(lq_reader* const r, const size_t block)
{
  tool_sound s   = tool_sound_new(lq_reader_channels(r), (size_t)lq_reader_frames(r));
  size_t     pos = 0, n = 0;
  lq_error   e = {0};
  do {
    float* const at[2] = {s.x[0] + pos, s.n_channels > 1 ? s.x[1] + pos : NULL};
    const size_t want  = pos + block <= s.n_frames ? block : s.n_frames - pos;
    CHECK(!lq_reader_read(r, at, want, &n, &e));
    pos += n;
  } while (n && pos < s.n_frames);
  CHECK_TEXT(e.text, "");
  CHECK(pos == s.n_frames);
  return s;
}

static const double rates_hz[] = {0, 48000, 44100, 96000};

static void any_blocks_give_the_same_bits(void)
{
  for (unsigned n_channels = 1; n_channels <= 6; n_channels += n_channels == 2 ? 4 : 1) {
    tool_sound s = tool_sound_new(n_channels, N);
    tool_noise(&s, 24, 1);
    CHECK(!tool_write(tool_path("a.wav"), &s,
                      (lq_audio_out_spec){.rate_hz = 48000, .bits = 24, .force = true}, NULL));
    for (size_t k = 0; k < 4; ++k) {
      const size_t blocks[] = {1, 77, 1024, 4099};
      tool_sound   first    = {0};
      for (size_t b = 0; b < 4; ++b) {
        lq_reader* r = NULL;
        CHECK(!lq_reader_open(&r, tool_path("a.wav"), rates_hz[k], NULL));
        CHECK(lq_reader_channels(r) == (n_channels > 2 ? 2 : n_channels));
        CHECK(lq_reader_frames(r) ==
              lq_resampled_frames(N, 48000, rates_hz[k] > 0 ? rates_hz[k] : 48000));
        tool_sound got = read_all(r, blocks[b]);
        if (!b) {
          first = got;
        } else {
          CHECK(tool_same_sound(&first, &got));
          tool_sound_free(&got);
        }
        lq_reader_close(r);
      }
      if (k < 2 && n_channels < 3) {
        CHECK(tool_same_sound(&first, &s)); // its own rate: untouched
      }
      tool_sound_free(&first);
    }
    tool_sound_free(&s);
  }
  tool_clean();
}

static void save(const char* const name, const int format, const tool_sound* const s)
{
  SF_INFO        info = {.samplerate = 48000, .channels = (int)s->n_channels, .format = format};
  SNDFILE* const f    = sf_open(tool_path(name), SFM_WRITE, &info);
  CHECK(f != NULL);
  float* const x = calloc(s->n_frames * s->n_channels, sizeof *x);
  for (size_t i = 0; i < s->n_frames * s->n_channels; ++i) {
    x[i] = 0.7F * s->x[i % s->n_channels][i / s->n_channels];
  }
  CHECK(sf_writef_float(f, x, (sf_count_t)s->n_frames) == (sf_count_t)s->n_frames);
  free(x);
  sf_close(f);
}

static const struct {
  const char* name;
  int         format;
} kinds[] = {
    {"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24},
    {"b.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT},
    {"c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
    {"d.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
    {"e.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
    {"f.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III},
    {"g.caf", SF_FORMAT_CAF | SF_FORMAT_ALAC_24},
    {"h.wav", SF_FORMAT_WAV | SF_FORMAT_IMA_ADPCM},
    {"i.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_24},
    {"j.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_U8},
    {"k.w64", SF_FORMAT_W64 | SF_FORMAT_DOUBLE},
    {"l.wav", SF_FORMAT_WAV | SF_FORMAT_ULAW},
};

static void after_a_seek_come_the_bits_of_a_straight_read(void)
{
  tool_sound s = tool_sound_new(2, N);
  tool_noise(&s, 24, 2);
  for (size_t i = 0; i < N; ++i) { // music rather than noise, for the codecs
    s.x[0][i] = (float)(0.5 * sin(0.05 * (double)i) + 0.05 * s.x[0][i]);
    s.x[1][i] = (float)(0.5 * sin(0.011 * (double)i) + 0.2 * s.x[1][i]);
  }
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; ++k) {
    save(kinds[k].name, kinds[k].format, &s);
    for (size_t rate = 0; rate < 3; ++rate) {
      lq_reader* r = NULL;
      lq_error   e = {0};
      CHECK(!lq_reader_open(&r, tool_path(kinds[k].name), rates_hz[rate], &e));
      CHECK_TEXT(e.text, "");
      if (!r) {
        continue;
      }
      tool_sound     all  = read_all(r, 1000);
      const uint64_t to[] = {5000, 0, 19000, 12345, 12346, 1, all.n_frames - 1, 700};
      float          l[300], right[300];
      float* const   at[2] = {l, right};
      for (size_t i = 0; i < sizeof to / sizeof *to; ++i) {
        size_t n = 0;
        CHECK(!lq_reader_seek(r, to[i], &e));
        CHECK(!lq_reader_read(r, at, 300, &n, &e));
        const uint64_t left = to[i] < all.n_frames ? all.n_frames - to[i] : 0;
        CHECK(n == (left < 300 ? left : 300));
        const bool same = !memcmp(l, all.x[0] + to[i], n * sizeof *l) &&
                          !memcmp(right, all.x[1] + to[i], n * sizeof *l);
        if (!same) {
          printf("# %s at %g Hz, frame %d\n", kinds[k].name, rates_hz[rate], (int)to[i]);
        }
        CHECK(same);
      }
      size_t n = 1;
      CHECK(!lq_reader_seek(r, UINT64_MAX, &e)); // behind the end is the end
      CHECK(!lq_reader_read(r, at, 300, &n, &e) && n == 0);
      lq_reader_close(r);
      tool_sound_free(&all);
    }
  }
  tool_sound_free(&s);
  tool_clean();
}

static void kinds_are_told_apart(void)
{
  tool_sound s = tool_sound_new(2, N), got;
  tool_noise(&s, 24, 2);
  static const struct {
    const char* format;
    unsigned    bits;
  } want[] = {{"WAV", 24},  {"WAV", 32}, {"FLAC", 16}, {"Vorbis", 0}, {"Opus", 0}, {"MP3", 0},
              {"ALAC", 24}, {"WAV", 0},  {"AIFF", 24}, {"WAV", 8},    {"W64", 64}, {"WAV", 0}};
  for (size_t k = 0; k < sizeof kinds / sizeof *kinds; ++k) {
    lq_audio_info info = {0};
    save(kinds[k].name, kinds[k].format, &s);
    CHECK(!tool_read(tool_path(kinds[k].name), &got, &info, NULL));
    CHECK_TEXT(info.format, want[k].format);
    CHECK(info.bits == want[k].bits && info.lossy == !want[k].bits);
    CHECK(info.floating == (k == 1 || k == 10) && !info.truncated);
    CHECK(info.n_frames == N || (k == 7 && info.n_frames > N)); // ADPCM rounds up to its block
    tool_sound_free(&got);
  }
  tool_sound_free(&s);
  tool_clean();
}

// fixed: a constant of 0.25, 0.5 ... in one channel at a time; ITU-R BS.775-3
static void surround_comes_down_by_the_itu_matrix(void)
{
  const double h            = sqrt(0.5);
  const double want[][8][2] = {
      [3] = {{1, 0}, {0, 1}, {h, h}},
      [4] = {{1, 0}, {0, 1}, {h, 0}, {0, h}},
      [5] = {{1, 0}, {0, 1}, {h, h}, {h, 0}, {0, h}},
      [6] = {{1, 0}, {0, 1}, {h, h}, {0, 0}, {h, 0}, {0, h}},
      [8] = {{1, 0}, {0, 1}, {h, h}, {0, 0}, {h, 0}, {0, h}, {h, 0}, {0, h}},
  };
  const unsigned counts[] = {3, 4, 5, 6, 8};
  const char*    names[]  = {"a.wav", "a.flac", "a.caf"}; // with and without a channel map
  for (size_t k = 0; k < 5; ++k) {
    for (size_t f = 0; f < 3; ++f) {
      for (unsigned c = 0; c < counts[k]; ++c) {
        tool_sound s = tool_sound_new(counts[k], 10);
        for (size_t i = 0; i < 10; ++i) {
          s.x[c][i] = 0.5F;
        }
        lq_reader* r = NULL;
        CHECK(!tool_write(tool_path(names[f]), &s,
                          (lq_audio_out_spec){.rate_hz = 48000, .bits = 24, .force = true}, NULL));
        CHECK(!lq_reader_open(&r, tool_path(names[f]), 0, NULL));
        tool_sound got = read_all(r, 10);
        CHECK(got.n_channels == 2);
        CHECK_NEAR(got.x[0][5], 0.5 * want[counts[k]][c][0], 1e-7);
        CHECK_NEAR(got.x[1][5], 0.5 * want[counts[k]][c][1], 1e-7);
        CHECK(lq_reader_info(r)->n_channels == counts[k]);
        lq_reader_close(r);
        tool_sound_free(&s);
        tool_sound_free(&got);
      }
    }
  }
  tool_clean();
}

static void channels_without_a_place_are_refused(void)
{
  const char* const path = tool_path("a.caf");
  SF_INFO info = {.samplerate = 48000, .channels = 16, .format = SF_FORMAT_CAF | SF_FORMAT_PCM_16};
  SNDFILE* const f     = sf_open(path, SFM_WRITE, &info);
  const short    x[16] = {0};
  CHECK(sf_writef_short(f, x, 1) == 1);
  sf_close(f);
  lq_reader* r = NULL;
  lq_error   e = {0};
  CHECK(lq_reader_open(&r, path, 0, &e) == LQ_ERR_LIMIT);
  CHECK(strstr(e.text, "16 channels") && strstr(e.text, "split it"));
  tool_clean();
}

static const check_test tests[] = {
    CHECK_TEST(any_blocks_give_the_same_bits),
    CHECK_TEST(after_a_seek_come_the_bits_of_a_straight_read),
    CHECK_TEST(kinds_are_told_apart),
    CHECK_TEST(surround_comes_down_by_the_itu_matrix),
    CHECK_TEST(channels_without_a_place_are_refused),
};

int main(void)
{
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
