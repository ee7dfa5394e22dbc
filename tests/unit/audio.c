// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "audio_tools.h"
#include "proc_tools.h"

#include "audio/wav.h"

#include <fcntl.h>
#include <sndfile.h>

enum { N = 10007 }; // prime: no block divides it

static const lq_audio_out_spec at_24 = {.rate_hz = 48000, .n_channels = 2, .bits = 24};

static const char* const names[] = {"a.wav", "a.flac", "a.aiff", "a.caf", "a.w64"};

// fixed: noise that is exact in the format's bits, 1 and 2 channels, every container
static void every_container_gives_back_the_same_samples(void)
{
  const unsigned bits[] = {16, 24, 32};
  for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
    for (size_t b = 0; b < 3; ++b) {
      for (unsigned n_channels = 1; n_channels <= 6; ++n_channels) {
        if (!strcmp(names[k], "a.flac") && bits[b] == 32) {
          continue;
        }
        tool_sound s = tool_sound_new(n_channels, N), got;
        tool_noise(&s, bits[b] == 32 ? 25 : bits[b], 7);
        lq_audio_out_spec spec = at_24;
        lq_audio_info     info = {0};
        lq_error          e    = {0};
        spec.bits              = bits[b];
        spec.force             = true;
        CHECK(!tool_write(tool_path(names[k]), &s, spec, &e));
        CHECK(!tool_read(tool_path(names[k]), &got, &info, &e));
        CHECK_TEXT(e.text, "");
        CHECK(tool_same_sound(&s, &got));
        CHECK(info.bits == bits[b] && info.floating == (bits[b] == 32) && !info.lossy);
        CHECK(info.rate_hz == 48000 && info.n_frames == N && !info.truncated);
        tool_sound_free(&s);
        tool_sound_free(&got);
      }
    }
  }
  CHECK(tool_count_files() == 5); // nothing but the five
  tool_clean();
}

static void other_programs_read_the_wav_the_same(void)
{
  const unsigned bits[] = {16, 24, 32};
  for (size_t b = 0; b < 3; ++b) {
    for (unsigned n_channels = 1; n_channels <= 3; ++n_channels) {
      tool_sound s = tool_sound_new(n_channels, N);
      tool_noise(&s, bits[b] == 32 ? 25 : bits[b], 8);
      lq_audio_out_spec spec = at_24;
      spec.bits              = bits[b];
      spec.force             = true;
      CHECK(!tool_write(tool_path("a.wav"), &s, spec, NULL));
      SF_INFO        info = {0};
      SNDFILE* const f    = sf_open(tool_path("a.wav"), SFM_READ, &info);
      CHECK(f && info.frames == N && info.channels == (int)n_channels);
      CHECK((info.format & SF_FORMAT_TYPEMASK) ==
            (n_channels > 2 ? SF_FORMAT_WAVEX : SF_FORMAT_WAV));
      float* x    = calloc((size_t)N * n_channels, sizeof *x);
      bool   same = f && sf_readf_float(f, x, N) == N;
      for (size_t i = 0; i < N * (size_t)n_channels; ++i) {
        same = same && x[i] == s.x[i % n_channels][i / n_channels];
      }
      CHECK(same);
      free(x);
      sf_close(f);
      tool_sound_free(&s);
    }
  }
  tool_clean();
}

static uint64_t word(const unsigned char* const p, const unsigned n)
{
  uint64_t v = 0;
  for (unsigned i = n; i--;) {
    v = v << 8U | p[i];
  }
  return v;
}

static void stereo_wav_has_tag_1_and_a_pad_byte_when_odd(void)
{
  tool_sound s = tool_sound_new(1, 3); // 9 bytes of sound
  CHECK(!tool_write(tool_path("a.wav"), &s, at_24, NULL));
  size_t               n = 0;
  unsigned char* const b = tool_load(tool_path("a.wav"), &n);
  CHECK(b && n == 80 + 9 + 1);
  CHECK(b && !memcmp(b, "RIFF", 4) && word(b + 4, 4) == n - 8);
  CHECK(b && !memcmp(b + 48, "fmt ", 4) && word(b + 56, 2) == 1);
  CHECK(b && !memcmp(b + 72, "data", 4) && word(b + 76, 4) == 9);
  free(b);
  tool_sound_free(&s);
  tool_clean();
}

// The sizes at both sides of 2^32; the header never changes its length.
static void past_4_gb_the_header_is_rf64(void)
{
  const lq_wav   wav       = {.rate_hz = 96000, .n_channels = 2, .bits = 24};
  const uint64_t most_data = 0xFFFFFFFFU - 72;
  unsigned char  h[LQ_WAV_HEADER_MOST];
  size_t         n    = lq_wav_header(&wav, most_data / 6, h);
  const uint64_t data = most_data / 6 * 6;
  CHECK(n == 80 && !memcmp(h, "RIFF", 4) && !memcmp(h + 12, "JUNK", 4));
  CHECK(word(h + 4, 4) == data + 72 && word(h + 76, 4) == data);
  n = lq_wav_header(&wav, most_data / 6 + 1, h);
  CHECK(n == 80 && !memcmp(h, "RF64", 4) && !memcmp(h + 12, "ds64", 4));
  CHECK(word(h + 4, 4) == 0xFFFFFFFFU && word(h + 76, 4) == 0xFFFFFFFFU);
  CHECK(word(h + 20, 8) == data + 6 + 72 && word(h + 28, 8) == data + 6);
  CHECK(word(h + 36, 8) == most_data / 6 + 1);
}

// fixed: a sparse file, 5 GB long, three known frames in it
static void five_gigabytes_are_read_to_their_end(void)
{
  const lq_wav      wav      = {.rate_hz = 96000, .n_channels = 2, .bits = 24};
  const uint64_t    n_frames = 900000000;
  unsigned char     h[LQ_WAV_HEADER_MOST];
  const size_t      n    = lq_wav_header(&wav, n_frames, h);
  const char* const path = tool_path("large.wav");
  tool_save(path, h, n);
  const int           fd      = open(path, O_WRONLY);
  const unsigned char last[6] = {0, 0, 0x40, 0, 0, 0xC0};
  const bool sparse = pwrite(fd, last, 6, (off_t)(n + (n_frames - 1) * 6)) == 6; // may be too large
  close(fd);
  lq_audio_in* in = NULL;
  lq_error     e  = {0};
  CHECK(!sparse || !lq_audio_in_open(&in, path, &e));
  if (in) {
    float        l = 1, r = 1;
    float* const x[2] = {&l, &r};
    size_t       got  = 0;
    CHECK(lq_audio_in_info(in)->n_frames == n_frames && !lq_audio_in_info(in)->truncated);
    CHECK(!lq_audio_in_seek(in, n_frames - 1, &e));
    CHECK(!lq_audio_in_read(in, x, 1, &got, &e) && got == 1 && l == 0.5F && r == -0.5F);
  }
  lq_audio_in_close(in);
  tool_clean();
}

static void the_same_sound_is_the_same_bytes(void)
{
  const unsigned bits[] = {16, 24, 32};
  for (size_t k = 0; k < sizeof names / sizeof *names; ++k) {
    for (size_t b = 0; b < 3; ++b) {
      if (!strcmp(names[k], "a.flac") && bits[b] == 32) {
        continue;
      }
      tool_sound s = tool_sound_new(2, N);
      tool_noise(&s, 25, 9);
      lq_audio_out_spec spec = at_24;
      spec.bits              = bits[b];
      spec.dither            = bits[b] < 32 ? LQ_DITHER_TPDF : LQ_DITHER_OFF;
      spec.force             = true;
      char other[32];
      snprintf(other, sizeof other, "b%s", names[k] + 1);
      CHECK(!tool_write(tool_path(names[k]), &s, spec, NULL));
      // written in odd pieces
      lq_audio_out* out = NULL;
      spec.n_channels   = 2;
      CHECK(!lq_audio_out_open(&out, tool_path(other), &spec, NULL));
      for (size_t done = 0, n = 1; done < N; done += n, n = n * 3 % 2011) {
        n                        = n < N - done ? n : N - done;
        const float* const at[2] = {s.x[0] + done, s.x[1] + done};
        CHECK(!lq_audio_out_write(out, at, n, NULL));
      }
      CHECK(!lq_audio_out_commit(out, NULL));
      CHECK(tool_same_files(tool_path(names[k]), tool_path(other)));
      tool_sound_free(&s);
    }
  }
  tool_clean();
}

// fixed: 1 s of silence, 16 bits; TPDF of 2 LSB has a power of 1/6, rounding adds 1/12: LSB^2 / 4
static void dithered_silence_has_the_noise_of_tpdf(void)
{
  tool_sound        s    = tool_sound_new(2, 48000), got;
  lq_audio_out_spec spec = at_24;
  lq_audio_info     info;
  spec.bits   = 16;
  spec.dither = LQ_DITHER_TPDF;
  CHECK(!tool_write(tool_path("a.wav"), &s, spec, NULL));
  CHECK(!tool_read(tool_path("a.wav"), &got, &info, NULL));
  double power[2] = {0}, both = 0;
  for (size_t i = 0; i < 48000; ++i) {
    const double l = got.x[0][i] * 32768, r = got.x[1][i] * 32768;
    power[0] += l * l / 48000;
    power[1] += r * r / 48000;
    both += l * r / 48000;
  }
  CHECK_NEAR(power[0], 0.25, 0.01);
  CHECK_NEAR(power[1], 0.25, 0.01);
  CHECK_NEAR(both, 0, 0.01); // channels have noise of their own
  tool_sound_free(&s);
  tool_sound_free(&got);
  tool_clean();
}

// fixed: 16 bits, 44.1 kHz, noise written in pieces; the processor's own blocks are of 1024
static void shaped_files_hold_what_the_processor_gives(void)
{
  enum { N_SHAPED = 20011 };
  tool_sound        s    = tool_sound_new(2, N_SHAPED), got;
  rig               r    = rig_new(lq_proc_find("dither"), 44100, 2, 0);
  lq_audio_out_spec spec = at_24;
  lq_audio_info     info;
  spec.rate_hz = 44100;
  spec.bits    = 16;
  spec.dither  = LQ_DITHER_SHAPED;
  tool_noise(&s, 20, 3);
  CHECK(!tool_write(tool_path("a.wav"), &s, spec, NULL));
  CHECK(!tool_read(tool_path("a.wav"), &got, &info, NULL));
  rig_set(&r, "bits", "16");
  rig_set(&r, "kind", "shaped");
  rig_start(&r);
  rig_run(&r, s.x, N_SHAPED, LQ_MAX_FRAMES, 0);
  CHECK(tool_same_sound(&s, &got));
  rig_free(&r);
  tool_sound_free(&s);
  tool_sound_free(&got);
  tool_clean();
}

static void what_is_too_loud_is_clamped_and_counted(void)
{
  tool_sound    s = tool_sound_new(1, 4), got;
  lq_audio_info info;
  s.x[0][0] = 2, s.x[0][1] = -2, s.x[0][2] = -1, s.x[0][3] = 0.5F;
  lq_audio_out_spec spec = at_24;
  spec.n_channels        = 1;
  lq_audio_out* out      = NULL;
  CHECK(!lq_audio_out_open(&out, tool_path("a.flac"), &spec, NULL));
  CHECK(!lq_audio_out_write(out, (const float* const*)s.x, 4, NULL));
  CHECK(lq_audio_out_clipped(out) == 2);
  CHECK(!lq_audio_out_commit(out, NULL));
  CHECK(!tool_read(tool_path("a.flac"), &got, &info, NULL));
  CHECK_NEAR(got.x[0][0], 1 - 0x1p-23, 0);
  CHECK_NEAR(got.x[0][1], -1, 0);
  tool_sound_free(&s);
  tool_sound_free(&got);
  tool_clean();
}

static void refuse(const char* const name, const lq_audio_out_spec spec, const lq_status want,
                   const char* const says)
{
  lq_audio_out*   out = NULL;
  lq_error        e   = {0};
  const lq_status got = lq_audio_out_open(&out, tool_path(name), &spec, &e);
  CHECK_TEXT(lq_status_name(got), lq_status_name(want));
  if (!strstr(e.text, says)) {
    CHECK_TEXT(e.text, says);
  }
  CHECK(!out && !tool_count_files());
}

static void what_cannot_be_written_is_refused_before_it_starts(void)
{
  lq_audio_out_spec s = at_24;
  refuse("a.xyz", s, LQ_ERR_USAGE, "expected a name ending in .wav");
  refuse("a", s, LQ_ERR_USAGE, "expected a name ending in .wav");
  s.bits = 20;
  refuse("a.wav", s, LQ_ERR_BAD_VALUE, "20 bits; expected 16, 24, or 32");
  s.bits = 32;
  refuse("a.flac", s, LQ_ERR_USAGE, "FLAC has 16 or 24 bits");
  s            = at_24;
  s.n_channels = 0;
  refuse("a.wav", s, LQ_ERR_LIMIT, "0 channels");
  s.n_channels = 65;
  refuse("a.wav", s, LQ_ERR_LIMIT, "65 channels");
  s.n_channels = 9;
  refuse("a.flac", s, LQ_ERR_LIMIT, "FLAC takes 1 to 8");
  s         = at_24;
  s.rate_hz = 44100.5;
  refuse("a.wav", s, LQ_ERR_LIMIT, "44100.5 Hz");
  s.rate_hz = 4000;
  refuse("a.wav", s, LQ_ERR_LIMIT, "4000 Hz");
}

// fixed: stereo 24 bit through a FIFO, read by another descriptor
static void a_pipe_gets_a_wav_of_open_length(void)
{
  const char* const fifo = tool_path("pipe");
  CHECK(!mkfifo(fifo, 0600));
  const int  reader = open(fifo, O_RDONLY | O_NONBLOCK);
  tool_sound s      = tool_sound_new(2, 1000);
  tool_noise(&s, 24, 3);
  lq_error e = {0};
  CHECK(!tool_write(fifo, &s, at_24, &e));
  CHECK_TEXT(e.text, "");
  unsigned char b[8192];
  const ssize_t n = read(reader, b, sizeof b);
  close(reader);
  CHECK(n == 80 + 6000 && word(b + 76, 4) == 0xFFFFFFFFU);
  struct stat info;
  CHECK(!lstat(fifo, &info) && S_ISFIFO(info.st_mode)); // not replaced
  tool_save(tool_path("b.wav"), b, (size_t)n);
  tool_sound    got;
  lq_audio_info i = {0};
  CHECK(!tool_read(tool_path("b.wav"), &got, &i, &e));
  CHECK(tool_same_sound(&s, &got) && !i.truncated);
  tool_sound_free(&s);
  tool_sound_free(&got);
  tool_clean();
}

// A day into the timeline, at every depth: what was written is read, by us and by libsndfile.
static void the_time_reference_of_bwf_is_written(void)
{
  static const unsigned depths[] = {16, 24, 32};
  const uint64_t        day      = 24ULL * 3600 * 192000;
  for (size_t i = 0; i < 3; ++i) {
    const tool_sound        s    = tool_sound_new(2, 1001);
    lq_audio_out*           out  = NULL;
    const lq_audio_out_spec spec = {.rate_hz     = 192000,
                                    .n_channels  = 2,
                                    .bits        = depths[i],
                                    .force       = true,
                                    .stamped     = true,
                                    .description = "Lead Vocal"};
    tool_noise(&s, 16, 1);
    CHECK(!lq_audio_out_open(&out, tool_path("bwf.wav"), &spec, NULL));
    CHECK(!lq_audio_out_write(out, (const float* const*)s.x, 1001, NULL));
    lq_audio_out_stamp(out, day);
    CHECK(!lq_audio_out_commit(out, NULL));
    tool_sound    got;
    lq_audio_info info = {0};
    CHECK(!tool_read(tool_path("bwf.wav"), &got, &info, NULL));
    CHECK(info.stamped && info.time_reference_frames == (int64_t)day && info.n_frames == 1001);
    CHECK(tool_same_sound(&s, &got) && !info.truncated);
    SF_INFO           sf   = {0};
    SF_BROADCAST_INFO bext = {0};
    SNDFILE* const    f    = sf_open(tool_path("bwf.wav"), SFM_READ, &sf);
    CHECK(sf_command(f, SFC_GET_BROADCAST_INFO, &bext, sizeof bext) == SF_TRUE);
    CHECK_TEXT(bext.description, "Lead Vocal");
    CHECK_TEXT(bext.originator, "Lacquer");
    CHECK(bext.version == 1 && !bext.origination_date[0]);
    sf_close(f);
    tool_sound_free(&got);
    tool_sound_free((tool_sound*)&s);
  }
  tool_clean();
}

// Cut, padded, or left: always so many frames, and what is there is what was written.
static void a_file_is_made_to_fit(void)
{
  static const uint64_t lengths[] = {0, 1, 700, 5000, 5001, 20000};
  for (size_t i = 0; i < sizeof lengths / sizeof *lengths; ++i) {
    const tool_sound        s    = tool_sound_new(1, 5000);
    lq_audio_out*           out  = NULL;
    const lq_audio_out_spec spec = {.rate_hz = 48000, .n_channels = 1, .bits = 24, .force = true};
    tool_noise(&s, 24, 1);
    CHECK(!lq_audio_out_open(&out, tool_path("fit.wav"), &spec, NULL));
    CHECK(!lq_audio_out_write(out, (const float* const*)s.x, 5000, NULL));
    CHECK(!lq_audio_out_fit(out, lengths[i], NULL));
    CHECK(!lq_audio_out_fit(out, lengths[i] + 3, NULL)); // more may follow
    CHECK(!lq_audio_out_commit(out, NULL));
    tool_sound    got;
    lq_audio_info info = {0};
    CHECK(!tool_read(tool_path("fit.wav"), &got, &info, NULL));
    CHECK(info.n_frames == lengths[i] + 3 && !info.truncated && !info.stamped);
    for (size_t k = 0; k < info.n_frames; ++k) {
      CHECK(got.x[0][k] == (k < lengths[i] && k < 5000 ? s.x[0][k] : 0.0F));
    }
    tool_sound_free(&got);
    tool_sound_free((tool_sound*)&s);
  }
  tool_clean();
}

static void the_time_reference_of_bwf_is_read(void)
{
  SF_INFO info = {.samplerate = 48000, .channels = 1, .format = SF_FORMAT_WAV | SF_FORMAT_PCM_24};
  SNDFILE* const    f    = sf_open(tool_path("bwf.wav"), SFM_WRITE, &info);
  SF_BROADCAST_INFO bext = {.time_reference_high = 1, .time_reference_low = 5};
  CHECK(sf_command(f, SFC_SET_BROADCAST_INFO, &bext, sizeof bext) == SF_TRUE);
  const int x[3] = {1 << 8, 2 << 8, -1 * 256};
  CHECK(sf_writef_int(f, x, 3) == 3);
  sf_close(f);
  tool_sound    got;
  lq_audio_info i = {0};
  CHECK(!tool_read(tool_path("bwf.wav"), &got, &i, NULL));
  CHECK(i.time_reference_frames == 0x100000005 && i.n_frames == 3);
  CHECK(got.x[0][0] == 0x1p-23F && got.x[0][2] == -0x1p-23F);
  tool_sound_free(&got);
  tool_clean();
}

static void names_of_sound_files_are_known(void)
{
  CHECK(lq_audio_named("x.wav") && lq_audio_named("/a.b/X.WAV") && lq_audio_named("é.Flac"));
  CHECK(lq_audio_named("a.mp3") && lq_audio_named("a.aif") && lq_audio_named("a.opus"));
  CHECK(lq_audio_named("a.m4a") && lq_audio_named("a.wv")); // refused by name, never passed over
  CHECK(!lq_audio_named("wav") && !lq_audio_named(".wav") && !lq_audio_named("a.wav/readme"));
  CHECK(!lq_audio_named("a.txt") && !lq_audio_named("") && !lq_audio_named("a.wav.asd"));
  CHECK(!lq_audio_named("dir/._a.wav"));
}

static const check_test tests[] = {
    CHECK_TEST(every_container_gives_back_the_same_samples),
    CHECK_TEST(other_programs_read_the_wav_the_same),
    CHECK_TEST(stereo_wav_has_tag_1_and_a_pad_byte_when_odd),
    CHECK_TEST(past_4_gb_the_header_is_rf64),
    CHECK_TEST(five_gigabytes_are_read_to_their_end),
    CHECK_TEST(the_same_sound_is_the_same_bytes),
    CHECK_TEST(dithered_silence_has_the_noise_of_tpdf),
    CHECK_TEST(shaped_files_hold_what_the_processor_gives),
    CHECK_TEST(what_is_too_loud_is_clamped_and_counted),
    CHECK_TEST(what_cannot_be_written_is_refused_before_it_starts),
    CHECK_TEST(a_pipe_gets_a_wav_of_open_length),
    CHECK_TEST(the_time_reference_of_bwf_is_read),
    CHECK_TEST(the_time_reference_of_bwf_is_written),
    CHECK_TEST(a_file_is_made_to_fit),
    CHECK_TEST(names_of_sound_files_are_known),
};

int main(void)
{
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
