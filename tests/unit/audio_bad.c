// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Files as they really come: cut off, lying, damaged, or no sound at all.
#include "audio_tools.h"

#include "audio/reader.h"
#include "audio/wav.h"

#include <errno.h>
#include <fcntl.h>
#include <sndfile.h>
#include <sys/resource.h>
#include <time.h>

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

#if SANITIZED
// libvorbis 1.3.7 behind libsndfile 1.2 forgets its tables when a damaged header is refused.
__attribute__((visibility("default"))) const char* __lsan_default_suppressions(void);
const char*                                        __lsan_default_suppressions(void)
{
  return "leak:vorbis_info_init\n";
}
#endif

static const struct {
  const char* name;
  int         format;
  unsigned    n_channels;
} kinds[] = {
    {"a.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_24, 2},
    {"b.wav", SF_FORMAT_WAV | SF_FORMAT_FLOAT, 1},
    {"c.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16, 2},
    {"d.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16, 2},
    {"e.caf", SF_FORMAT_CAF | SF_FORMAT_PCM_24, 1},
    {"f.w64", SF_FORMAT_W64 | SF_FORMAT_PCM_16, 1},
    {"g.wav", SF_FORMAT_RF64 | SF_FORMAT_PCM_16, 6},
    {"h.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS, 1},
    {"i.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS, 1},
    {"j.mp3", SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III, 1},
    {"k.caf", SF_FORMAT_CAF | SF_FORMAT_ALAC_16, 1},
    {"l.wav", SF_FORMAT_WAV | SF_FORMAT_MS_ADPCM, 1},
    {"m.au", SF_FORMAT_AU | SF_FORMAT_PCM_16, 1},
};
enum { N_KINDS = sizeof kinds / sizeof *kinds };

static unsigned char* make(const size_t k, const size_t n_frames, size_t* const n_bytes)
{
  SF_INFO info = {
      .samplerate = 48000, .channels = (int)kinds[k].n_channels, .format = kinds[k].format};
  SNDFILE* const f = sf_open(tool_path(kinds[k].name), SFM_WRITE, &info);
  const size_t   n = n_frames * kinds[k].n_channels;
  float* const   x = calloc(n + 1, sizeof *x);
  for (size_t i = 0; i < n; ++i) {
    x[i] = (float)(0.5 * sin(0.05 * (double)i)) + (float)(lq_rng_at(1, i) >> 40U) * 0x1p-28F;
  }
  CHECK(f && sf_writef_float(f, x, (sf_count_t)n_frames) == (sf_count_t)n_frames);
  sf_close(f);
  free(x);
  return tool_load(tool_path(kinds[k].name), n_bytes);
}

// Open and read everything; whatever the bytes are, one of two things holds: a sentence that names
// the file, or as many sane samples as were promised.
static lq_status survive(const char* const path, lq_audio_info* const info, lq_error* const e)
{
  lq_audio_in* in  = NULL;
  *e               = (lq_error){0};
  *info            = (lq_audio_info){0};
  lq_status status = lq_audio_in_open(&in, path, e);
  if (status) {
    CHECK(!in && strlen(e->text) > 20 && strstr(e->text, path) && e->status == status);
    CHECK_TEXT(e->file, path);
    return status;
  }
  *info = *lq_audio_in_info(in);
  CHECK(info->n_frames > 0 && info->n_channels > 0 && info->n_channels <= LQ_AUDIO_MAX_CHANNELS);
  CHECK(info->rate_hz >= LQ_AUDIO_MIN_RATE_HZ && info->rate_hz <= LQ_AUDIO_MAX_RATE_HZ);
  enum { BLOCK = 1000 };
  float* const memory = malloc((size_t)BLOCK * info->n_channels * sizeof *memory);
  float*       x[LQ_AUDIO_MAX_CHANNELS];
  for (unsigned c = 0; c < info->n_channels; ++c) {
    x[c] = memory + (size_t)c * BLOCK;
  }
  uint64_t total = 0;
  bool     sane  = true;
  for (size_t n = 1; n && !status; total += n) {
    n      = 0;
    status = lq_audio_in_read(in, x, BLOCK, &n, e);
    for (size_t i = 0; i < n * info->n_channels; ++i) {
      sane = sane && fabsf(x[i / n][i % n]) <= 1e6F;
    }
  }
  CHECK(sane);
  CHECK(status ? strstr(e->text, "damaged at") != NULL : total == info->n_frames);
  free(memory);
  lq_audio_in_close(in);
  return status;
}

static bool refused(const char* const path, const lq_status want, const char* const says)
{
  lq_audio_info   info;
  lq_error        e;
  const lq_status got = survive(path, &info, &e);
  CHECK_TEXT(lq_status_name(got), lq_status_name(want));
  if (!strstr(e.text, says)) {
    CHECK_TEXT(e.text, says);
  }
  return got == want;
}

static void a_cut_pcm_file_gives_what_is_there_and_says_so(void)
{
  const size_t whole[] = {0, 1, 3, 4, 5, 6, 12}; // what has frames of fixed size
  enum { N = 50 };
  for (size_t w = 0; w < sizeof whole / sizeof *whole; ++w) {
    const size_t         k     = whole[w];
    size_t               n     = 0;
    unsigned char* const b     = make(k, N, &n);
    lq_audio_info        info  = {0};
    lq_error             e     = {0};
    uint64_t             least = 0;
    CHECK(!survive(tool_path(kinds[k].name), &info, &e) && info.n_frames == N && !info.truncated);
    for (size_t cut = 0; cut < n; ++cut) {
      tool_save(tool_path("cut"), b, cut);
      if (survive(tool_path("cut"), &info, &e)) {
        CHECK(least == 0); // once there is sound, more bytes never make it unreadable
        continue;
      }
      CHECK(info.n_frames >= least && info.n_frames <= N);
      if (!info.truncated && info.n_frames < N) {
        printf("# %s cut at %d of %d: %d frames\n", kinds[k].name, (int)cut, (int)n,
               (int)info.n_frames);
        CHECK(info.truncated);
      }
      least = info.n_frames;
    }
    CHECK(least >= N - 1);
    free(b);
  }
  tool_clean();
}

static void a_cut_coded_file_gives_what_is_there(void)
{
  for (size_t k = 0; k < N_KINDS; ++k) {
    size_t               n    = 0;
    const size_t         want = k == 7 || k == 8 ? 120000 : 9000; // several Ogg pages
    unsigned char* const b    = make(k, want, &n);
    const size_t         step = n / 100 + 1;
    lq_audio_info        info = {0}, all = {0};
    lq_error             e = {0};
    CHECK(!survive(tool_path(kinds[k].name), &all, &e) && !all.truncated);
    CHECK(all.n_frames >= want);
    // without its last frame an MP3 no longer says where the encoder's padding begins
    const uint64_t mp3_slack = k == 9 ? 2 * 1152 : 0;
    uint64_t       most      = 0;
    for (size_t cut = 0; cut < n; cut += step) {
      tool_save(tool_path("cut"), b, cut);
      if (!survive(tool_path("cut"), &info, &e)) {
        CHECK(info.n_frames <= all.n_frames + mp3_slack);
        most = info.n_frames > most ? info.n_frames : most;
      }
    }
    CHECK(most > all.n_frames / 2 || k == 10); // ALAC keeps its packet table at the end
    if (!(most > all.n_frames / 2)) {
      printf("# %s: %d of %d\n", kinds[k].name, (int)most, (int)all.n_frames);
    }
    free(b);
  }
  tool_clean();
}

static void cut_flac_and_streamed_flac_are_counted(void)
{
  size_t               n = 0;
  unsigned char* const b = make(2, 20000, &n);
  lq_audio_info        info;
  lq_error             e;
  tool_save(tool_path("cut"), b, n * 3 / 4);
  CHECK(!survive(tool_path("cut"), &info, &e) && info.truncated);
  CHECK(info.n_frames > 10000 && info.n_frames < 16000);
  // "total samples unknown", as an encoder that writes into a pipe leaves it
  b[21] &= 0xF0;
  memset(b + 22, 0, 4);
  tool_save(tool_path("streamed"), b, n);
  CHECK(!survive(tool_path("streamed"), &info, &e) && !info.truncated);
  CHECK(info.n_frames == 20000);
  free(b);
  tool_clean();
}

static void put(unsigned char* const b, const size_t at, uint64_t v, const unsigned n)
{
  for (unsigned i = 0; i < n; ++i, v >>= 8U) {
    b[at + i] = (unsigned char)(v & 0xFFU);
  }
}

enum {
  AT_RIFF     = 4,
  AT_TAG      = 56,
  AT_CHANNELS = 58,
  AT_RATE     = 60,
  AT_ALIGN    = 68,
  AT_BITS     = 70,
  AT_DATA     = 76,
  FRAMES      = 100,
  SIZE        = 80 + FRAMES * 6
};

static void wav(unsigned char* const b)
{
  const lq_wav w = {.rate_hz = 48000, .n_channels = 2, .bits = 24};
  memset(b, 3, SIZE);
  CHECK(lq_wav_header(&w, FRAMES, b) == 80);
}

static lq_audio_info with(const size_t at, const uint64_t v, const unsigned n)
{
  unsigned char b[SIZE];
  lq_audio_info info;
  lq_error      e;
  wav(b);
  put(b, at, v, n);
  tool_save(tool_path("w.wav"), b, sizeof b);
  (void)survive(tool_path("w.wav"), &info, &e);
  return info;
}

// fixed: two seconds of loud noise, then quiet; variable rate, so that the first frames say nothing
// about the length
static void an_mp3_without_a_length_is_read_to_its_end(void)
{
  enum { N = 480000 };
  SF_INFO sf = {
      .samplerate = 48000, .channels = 1, .format = SF_FORMAT_MPEG | SF_FORMAT_MPEG_LAYER_III};
  SNDFILE* const f    = sf_open(tool_path("a.mp3"), SFM_WRITE, &sf);
  int            mode = SF_BITRATE_MODE_VARIABLE;
  sf_command(f, SFC_SET_BITRATE_MODE, &mode, sizeof mode);
  float* const x = calloc(N, sizeof *x);
  for (size_t i = 0; i < N; ++i) {
    x[i] = i < 96000 ? (float)(int32_t)(lq_rng_at(1, i) >> 32U) * 0x1p-32F
                     : 0.001F * (float)sin(0.01 * (double)i);
  }
  CHECK(sf_writef_float(f, x, N) == N);
  sf_close(f);
  free(x);
  size_t               n = 0;
  unsigned char* const b = tool_load(tool_path("a.mp3"), &n);
  lq_audio_info        info;
  lq_error             e;
  CHECK(!survive(tool_path("a.mp3"), &info, &e) && info.n_frames == N && !info.truncated);
  size_t tag = 0;
  while (tag < 64 && memcmp(b + tag, "Xing", 4) && memcmp(b + tag, "Info", 4)) {
    ++tag;
  }
  CHECK(tag < 64);
  memset(b + tag, 0, 40); // a frame of silence, as it is for decoders that know no tag
  tool_save(tool_path("bare.mp3"), b, n);
  CHECK(!survive(tool_path("bare.mp3"), &info, &e) && !info.truncated);
  CHECK(info.n_frames >= N && info.n_frames < N + 4 * 1152);
  free(b);
  CHECK(!truncate(tool_path("a.mp3"), (off_t)(n / 2)));
  CHECK(!survive(tool_path("a.mp3"), &info, &e) && info.truncated && info.n_frames < N);
  tool_clean();
}

static void a_lying_header_is_not_believed(void)
{
  lq_audio_info i = with(AT_DATA, FRAMES * 6, 4);
  CHECK(i.n_frames == FRAMES && !i.truncated);
  i = with(AT_DATA, FRAMES * 6 + 6, 4);
  CHECK(i.n_frames == FRAMES && i.truncated);
  i = with(AT_DATA, 0x70000000, 4);
  CHECK(i.n_frames == FRAMES && i.truncated);
  i = with(AT_DATA, 0xFFFFFFFF, 4); // written into a pipe
  CHECK(i.n_frames == FRAMES && !i.truncated);
  i = with(AT_DATA, 0x7FFFF000, 4); // the same by sox
  CHECK(i.n_frames == FRAMES && !i.truncated);
  i = with(AT_DATA, 60, 4);
  CHECK(i.n_frames == 10 && !i.truncated);
  i = with(AT_RIFF, 0, 4);
  CHECK(i.n_frames == FRAMES && !i.truncated);
  i = with(AT_RIFF, 0xFFFFFFFF, 4);
  CHECK(i.n_frames == FRAMES && !i.truncated);
  const struct {
    size_t   at;
    uint64_t v;
    unsigned n;
  } lies[] = {{16, 0xFFFFFFFF, 4}, {16, 0x7FFFFFFF, 4},  {52, 0xFFFFFFFF, 4},   {52, 0, 4},
              {52, 0x10000, 4},    {AT_ALIGN, 0, 2},     {AT_ALIGN, 0xFFFF, 2}, {AT_BITS, 0, 2},
              {AT_BITS, 13, 2},    {AT_BITS, 0xFFFF, 2}, {AT_TAG, 0, 2},        {AT_TAG, 0x1234, 2},
              {AT_TAG, 0xFFFE, 2}, {AT_CHANNELS, 1, 2}};
  for (size_t k = 0; k < sizeof lies / sizeof *lies; ++k) {
    (void)with(lies[k].at, lies[k].v, lies[k].n);
  }
  tool_clean();
}

static void limits(const size_t at, const uint64_t v, const unsigned n, const lq_status want,
                   const char* const says)
{
  unsigned char b[SIZE];
  wav(b);
  put(b, at, v, n);
  tool_save(tool_path("w.wav"), b, sizeof b);
  (void)refused(tool_path("w.wav"), want, says);
}

static void channels_and_rates_out_of_range_are_refused(void)
{
  limits(AT_CHANNELS, 0, 2, LQ_ERR_FORMAT, "cannot be decoded");
  limits(AT_CHANNELS, 65, 2, LQ_ERR_LIMIT, "has 65 channels; expected 1 to 64");
  limits(AT_CHANNELS, 0xFFFF, 2, LQ_ERR_FORMAT, "cannot be decoded");
  limits(AT_RATE, 0, 4, LQ_ERR_FORMAT, "cannot be decoded");
  limits(AT_RATE, 7999, 4, LQ_ERR_LIMIT, "a sample rate of 7999 Hz; expected 8000 to 384000 Hz");
  limits(AT_RATE, 384001, 4, LQ_ERR_LIMIT, "384001 Hz");
  limits(AT_RATE, 0xFFFFFFFF, 4, LQ_ERR_FORMAT, "cannot be decoded");
  CHECK(with(AT_RATE, 8000, 4).rate_hz == 8000);
  CHECK(with(AT_RATE, 192000, 4).rate_hz == 192000);
  CHECK(with(AT_RATE, 384000, 4).rate_hz == 384000);
  tool_clean();
}

static void what_is_no_sound_has_a_sentence(void)
{
  const char text[] = "Mix notes: more vocal in the second chorus, please.\n";
  tool_save(tool_path("notes.wav"), text, sizeof text - 1);
  refused(tool_path("notes.wav"), LQ_ERR_FORMAT, "is a text file; expected a sound file");
  tool_save(tool_path("empty.wav"), "", 0);
  refused(tool_path("empty.wav"), LQ_ERR_FORMAT, "is empty (0 bytes)");
  tool_save(tool_path("one.wav"), "R", 1);
  refused(tool_path("one.wav"), LQ_ERR_FORMAT, "expected a sound file");
  tool_save(tool_path("song.m4a"),
            "\0\0\0\x20"
            "ftypM4A \0\0\0\0M4A mp42",
            24);
  refused(tool_path("song.m4a"), LQ_ERR_FORMAT, "MP4 or M4A file; convert it");
  tool_save(tool_path("p.wav"), "\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
  refused(tool_path("p.wav"), LQ_ERR_FORMAT, "is a picture");
  unsigned char zeros[5000] = {0};
  tool_save(tool_path("zeros.wav"), zeros, sizeof zeros);
  refused(tool_path("zeros.wav"), LQ_ERR_FORMAT, "expected a sound file");
  refused(tool_path("missing.wav"), LQ_ERR_NOT_FOUND, "no such file");
  refused(tool_path("empty.wav/x.wav"), LQ_ERR_NOT_FOUND, "cannot be read");
  refused(tool_folder, LQ_ERR_FORMAT, "is a folder");
  refused("/dev/zero", LQ_ERR_FORMAT, "is a device or a pipe");
  CHECK(!mkfifo(tool_path("pipe.wav"), 0600));
  refused(tool_path("pipe.wav"), LQ_ERR_FORMAT, "is a device or a pipe"); // and does not hang
  chmod(tool_path("notes.wav"), 0);
  if (geteuid()) {
    refused(tool_path("notes.wav"), LQ_ERR_READ, "this user may not");
  }
  tool_clean();
}

static void zero_length_sound_is_refused_and_one_sample_is_enough(void)
{
  for (size_t k = 0; k < N_KINDS; ++k) {
    lq_audio_info info;
    lq_error      e;
    size_t        n;
    free(make(k, 0, &n));
    if (kinds[k].format != (SF_FORMAT_CAF | SF_FORMAT_ALAC_16)) {
      const lq_status status = survive(tool_path(kinds[k].name), &info, &e);
      CHECK_TEXT(lq_status_name(status), "MISSING");
    }
    free(make(k, 1, &n));
    CHECK(!survive(tool_path(kinds[k].name), &info, &e) && info.n_frames >= 1);
    CHECK_TEXT(e.text, "");
  }
  tool_clean();
}

// fixed: 3000 frames of 0.25 with damage in both channels, on both sides of a block's end
static void damaged_floats_are_silenced_and_counted_once(void)
{
  SF_INFO sf = {.samplerate = 48000, .channels = 2, .format = SF_FORMAT_WAV | SF_FORMAT_FLOAT};
  SNDFILE* const f = sf_open(tool_path("a.wav"), SFM_WRITE, &sf);
  static float   x[3000][2];
  for (size_t i = 0; i < 3000; ++i) {
    x[i][0] = x[i][1] = 0.25F;
  }
  x[0][0] = NAN, x[999][1] = INFINITY, x[1000][0] = -INFINITY, x[2999][1] = 3e38F;
  x[1500][0] = -2e6F, x[1501][0] = 9e5F, x[1502][0] = 1e-40F;
  CHECK(sf_writef_float(f, x[0], 3000) == 3000);
  sf_close(f);
  lq_reader* r = NULL;
  CHECK(!lq_reader_open(&r, tool_path("a.wav"), 0, NULL));
  for (int pass = 0; pass < 2; ++pass) {
    static float l[3000], right[3000];
    float* const y[2] = {l, right};
    size_t       n    = 0;
    CHECK(!lq_reader_seek(r, 0, NULL) && !lq_reader_read(r, y, 3000, &n, NULL) && n == 3000);
    CHECK(l[0] == 0 && right[0] == 0.25F && right[999] == 0 && l[1000] == 0 && right[2999] == 0);
    CHECK(l[1500] == 0 && l[1501] == 9e5F && l[1] == 0.25F);
    CHECK(lq_reader_nonfinite(r) == 5);
  }
  lq_reader_close(r);
  tool_clean();
}

static long peak_mb(void)
{
  struct rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_maxrss / 1024;
}

// fixed: 2080 files with 1 to 8 changed bytes each, half of them in the header
static void random_damage_never_crashes_hangs_or_eats_memory(void)
{
  enum { ROUNDS = 160 };
  const long start_mb = peak_mb();
  unsigned   n_read   = 0;
  for (size_t k = 0; k < N_KINDS; ++k) {
    size_t               n     = 0;
    unsigned char* const whole = make(k, 3000, &n);
    unsigned char* const b     = malloc(n);
    for (uint64_t round = 0; round < ROUNDS; ++round) {
      memcpy(b, whole, n);
      const uint64_t seed = k * 1000003 + round, changes = 1 + lq_rng_at(seed, 0) % 8;
      for (uint64_t c = 1; c <= changes; ++c) {
        const uint64_t      z         = lq_rng_at(seed, c);
        const size_t        range     = round % 2 ? n : n < 200 ? n : 200;
        const unsigned char extreme[] = {0, 0xFF, 0x7F, 0x80};
        b[z % range] = z >> 40U & 1U ? extreme[z >> 41U & 3U] : (unsigned char)(z >> 48U);
      }
      tool_save(tool_path("damaged"), b, n);
      const clock_t  from = clock();
      lq_audio_info  info;
      lq_error       e;
      const unsigned faults = check_n_faults;
      n_read += !survive(tool_path("damaged"), &info, &e);
      const double took_sec = (double)(clock() - from) / CLOCKS_PER_SEC;
      if (took_sec > 1 || check_n_faults > faults) {
        printf("# %s, round %d, %g s\n", kinds[k].name, (int)round, took_sec);
      }
      CHECK_AT_MOST(took_sec, SANITIZED ? 10 : 1);
    }
    free(b);
    free(whole);
  }
  printf("# %u of %d were still readable; %ld MB more than before\n", n_read, ROUNDS * N_KINDS,
         peak_mb() - start_mb);
  CHECK(n_read > 100); // the test reaches the decoders
  CHECK_AT_MOST((double)(peak_mb() - start_mb), SANITIZED ? 1000 : 64);
  tool_clean();
}

static const check_test tests[] = {
    CHECK_TEST(a_cut_pcm_file_gives_what_is_there_and_says_so),
    CHECK_TEST(a_cut_coded_file_gives_what_is_there),
    CHECK_TEST(cut_flac_and_streamed_flac_are_counted),
    CHECK_TEST(an_mp3_without_a_length_is_read_to_its_end),
    CHECK_TEST(a_lying_header_is_not_believed),
    CHECK_TEST(channels_and_rates_out_of_range_are_refused),
    CHECK_TEST(what_is_no_sound_has_a_sentence),
    CHECK_TEST(zero_length_sound_is_refused_and_one_sample_is_enough),
    CHECK_TEST(damaged_floats_are_silenced_and_counted_once),
    CHECK_TEST(random_damage_never_crashes_hangs_or_eats_memory),
};

int main(void)
{
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
