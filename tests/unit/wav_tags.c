// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// What stands where in a WAV with tags, byte by byte: what services, broadcasters and old players
// look at.
#include "tag_tools.h"

#include "audio/bytes.h"
#include "audio/chunks.h"
#include "audio/wav.h"

#include <fcntl.h>

enum { FRAMES = 999 };

typedef struct {
  char     order[128]; ///< names of the chunks
  uint64_t at[16], size[16];
  unsigned n;
} layout;

static layout layout_of(const char* const path)
{
  layout      l = {0};
  lq_chunks   chunks;
  lq_chunk    c;
  struct stat info;
  const int   fd = open(path, O_RDONLY | O_CLOEXEC);
  CHECK(fd >= 0 && !fstat(fd, &info) && lq_chunks_begin(&chunks, fd, (uint64_t)info.st_size));
  while (l.n < 16 && lq_chunks_next(&chunks, &c)) {
    strcat(strcat(l.order, c.id), " ");
    l.at[l.n]     = c.at;
    l.size[l.n++] = c.size;
  }
  CHECK(l.n && l.at[l.n - 1] + l.size[l.n - 1] + (l.size[l.n - 1] & 1U) == (uint64_t)info.st_size);
  close(fd);
  return l;
}

static void write_wav(const char* const name, lq_audio_out_spec spec, const uint64_t stamp,
                      const unsigned n_channels)
{
  tool_sound    s   = tool_sound_new(n_channels, FRAMES);
  lq_audio_out* out = NULL;
  lq_error      e   = {0};
  spec.rate_hz      = 48000;
  spec.n_channels   = n_channels;
  spec.force        = true;
  CHECK(!lq_audio_out_open(&out, tool_path(name), &spec, &e));
  CHECK(!lq_audio_out_write(out, (const float* const*)s.x, FRAMES, &e));
  lq_audio_out_stamp(out, stamp);
  CHECK(!lq_audio_out_commit(out, &e));
  tool_sound_free(&s);
}

static void everything_stands_before_the_sound(void)
{
  static const struct {
    unsigned    bits, n_channels, tag;
    const char* order;
  } cases[] = {
      {16, 1, 1, "JUNK fmt  bext LIST iXML axml id3  JUNK data "},
      {16, 2, 1, "JUNK fmt  bext LIST iXML axml id3  JUNK data "},
      {24, 2, 1, "JUNK fmt  bext LIST iXML axml id3  JUNK data "},
      {24, 1, 1, "JUNK fmt  bext LIST iXML axml id3  JUNK data "}, // odd: a byte of padding
      {32, 2, 3, "JUNK fmt  fact bext LIST iXML axml id3  JUNK data "}};
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; ++i) {
    const lq_tags tags = tool_tags();
    size_t        n    = 0;
    write_wav("a.wav", (lq_audio_out_spec){.bits = cases[i].bits, .tags = &tags}, 0,
              cases[i].n_channels);
    const layout         l     = layout_of(tool_path("a.wav"));
    unsigned char* const bytes = tool_load(tool_path("a.wav"), &n);
    CHECK_TEXT(l.order, cases[i].order);
    CHECK(lq_little(bytes + l.at[1], 2) == cases[i].tag);
    CHECK(lq_little(bytes + 4, 4) == n - 8);
    CHECK(l.size[l.n - 1] == FRAMES * cases[i].n_channels * (cases[i].bits / 8));
    free(bytes);
  }
}

static void bext_says_what_the_standard_says(void) // offsets of EBU Tech 3285, version 2
{
  lq_tags tags              = tool_tags();
  tags.loudness.range_lu    = (double)NAN;
  tags.loudness.album_known = false;
  write_wav("a.wav", (lq_audio_out_spec){.bits = 24, .tags = &tags, .stamped = true}, 123456789012,
            2);
  size_t                     n      = 0;
  unsigned char* const       bytes  = tool_load(tool_path("a.wav"), &n);
  const unsigned char* const b      = bytes + layout_of(tool_path("a.wav")).at[2];
  static const char          want[] = "Bjork & the <Senors> - Tin Harbour - ???? (instrumental)";
  CHECK(!memcmp(b, want, sizeof want));
  CHECK(!memcmp(b + 256, "Lacquer\0", 8) && !b[288]);
  CHECK(!memcmp(b + 320, "2026-11-25\0\0\0\0\0\0\0\0", 18));
  CHECK(lq_little(b + 338, 8) == 123456789012 && lq_little(b + 346, 2) == 2);
  CHECK((int16_t)lq_little(b + 412, 2) == -1423 && lq_little(b + 414, 2) == 0x7FFF);
  CHECK((int16_t)lq_little(b + 416, 2) == -105 && (int16_t)lq_little(b + 418, 2) == -1020);
  CHECK((int16_t)lq_little(b + 420, 2) == -1199);
  CHECK(!memcmp(b + 602, "A=PCM,F=48000,W=24,M=stereo,T=Lacquer\r\n", 39));
  free(bytes);
  tool_sound    s;
  lq_audio_info info = {0};
  lq_error      e    = {0};
  CHECK(!tool_read(tool_path("a.wav"), &s, &info, &e));
  CHECK(info.stamped && info.time_reference_frames == 123456789012);
  tool_sound_free(&s);
}

static void half_a_date_is_no_day(void)
{
  lq_tags tags            = {0};
  size_t  n               = 0;
  tags.text[LQ_TAG_DATE]  = "2026-11";
  tags.text[LQ_TAG_TITLE] = "Song";
  write_wav("a.wav", (lq_audio_out_spec){.bits = 16, .tags = &tags}, 0, 2);
  unsigned char* const       bytes = tool_load(tool_path("a.wav"), &n);
  const layout               l     = layout_of(tool_path("a.wav"));
  const unsigned char* const b     = bytes + l.at[2];
  CHECK_TEXT(l.order, "JUNK fmt  bext LIST iXML id3  JUNK data "); // and no axml without an ISRC
  CHECK(!memcmp(b, "Song\0", 5) && !b[320] && lq_little(b + 412, 2) == 0x7FFF);
  free(bytes);
}

static void past_4_gb_it_becomes_rf64(void) // fixed: the header alone
{
  static const unsigned char chunk[12] = {'t', 'e', 's', 't', 4};
  const lq_wav   w = {.rate_hz = 48000, .n_channels = 2, .bits = 24, .extra = chunk, .n_extra = 12};
  const uint64_t n_small = 1000, n_large = UINT64_C(800000000); // 4.8e9 bytes
  unsigned char  small[LQ_WAV_HEADER_MOST + 12], large[LQ_WAV_HEADER_MOST + 12];
  const size_t   n = lq_wav_header(&w, n_small, small);
  CHECK(n == 92 && lq_wav_header(&w, n_large, large) == n);
  CHECK(!memcmp(small, "RIFF", 4) && lq_little(small + 4, 4) == n - 8 + n_small * 6);
  CHECK(!memcmp(large, "RF64\xFF\xFF\xFF\xFFWAVEds64", 16));
  CHECK(lq_little(large + 20, 8) == n - 8 + n_large * 6 && lq_little(large + 28, 8) == n_large * 6);
  CHECK(!memcmp(large + 72, chunk, 12) && !memcmp(large + 84, "data\xFF\xFF\xFF\xFF", 8));
}

static void a_pipe_gets_its_tags_at_once(void)
{
  const lq_tags     tags = tool_tags();
  lq_audio_out*     out  = NULL;
  lq_error          e    = {0};
  tool_sound        s    = tool_sound_new(2, FRAMES);
  lq_audio_out_spec spec = {
      .rate_hz = 48000, .n_channels = 2, .bits = 16, .force = true, .tags = &tags};
  char path[512];
  snprintf(path, sizeof path, "%s", tool_path("pipe"));
  CHECK(!mkfifo(path, 0600));
  const int end = open(path, O_RDWR | O_CLOEXEC);
  CHECK(!lq_audio_out_open(&out, path, &spec, &e));
  CHECK(!lq_audio_out_write(out, (const float* const*)s.x, FRAMES, &e));
  CHECK(lq_audio_out_retag(out, &tags, &e) == LQ_ERR_USAGE && strstr(e.text, "no room for tags"));
  CHECK(!lq_audio_out_commit(out, &e));
  static unsigned char got[20000];
  const ssize_t        n = read(end, got, sizeof got);
  close(end);
  tool_save(tool_path("a.wav"), got, n > 0 ? (size_t)n : 0);
  lq_pool* pool = NULL;
  lq_tags  back;
  CHECK(!lq_pool_new(&pool) && !lq_tags_read(&back, pool, tool_path("a.wav"), &e));
  CHECK_TEXT(back.text[LQ_TAG_TITLE], tags.text[LQ_TAG_TITLE]);
  lq_pool_free(pool);
  tool_sound_free(&s);
}

static void a_tagged_file_can_be_cut(void)
{
  const lq_tags     tags = tool_tags();
  lq_audio_out*     out  = NULL;
  lq_error          e    = {0};
  tool_sound        s    = tool_sound_new(2, FRAMES), got;
  lq_audio_info     info = {0};
  lq_audio_out_spec spec = {
      .rate_hz = 48000, .n_channels = 2, .bits = 16, .force = true, .tags = &tags};
  tool_noise(&s, 16, 3);
  for (unsigned i = 0; i < 2; ++i) {
    const char* const name = i ? "a.aiff" : "a.wav";
    CHECK(!lq_audio_out_open(&out, tool_path(name), &spec, &e));
    CHECK(!lq_audio_out_write(out, (const float* const*)s.x, FRAMES, &e));
    CHECK(!lq_audio_out_fit(out, 500, &e) && !lq_audio_out_fit(out, 600, &e));
    CHECK(!lq_audio_out_commit(out, &e));
    CHECK(!tool_read(tool_path(name), &got, &info, &e) && got.n_frames == 600);
    CHECK(!memcmp(got.x[1], s.x[1], 500 * sizeof(float)) && got.x[1][500] == 0);
    tool_sound_free(&got);
  }
  tool_sound_free(&s);
}

int main(void)
{
  static const check_test tests[] = {CHECK_TEST(everything_stands_before_the_sound),
                                     CHECK_TEST(bext_says_what_the_standard_says),
                                     CHECK_TEST(half_a_date_is_no_day),
                                     CHECK_TEST(past_4_gb_it_becomes_rf64),
                                     CHECK_TEST(a_pipe_gets_its_tags_at_once),
                                     CHECK_TEST(a_tagged_file_can_be_cut)};
  const int               failed  = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
