// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Tags as they really come: written by others, in old character sets, cut off, lying, damaged.
#include "tag_tools.h"

#include "audio/bytes.h"
#include "audio/id3.h"

#include <sndfile.h>

enum { FRAMES = 3000 };

static const char* const tagged[] = {"a.wav", "a.aiff", "a.flac", "a.mp3", "a.opus", "a.ogg"};
enum { N_TAGGED = sizeof tagged / sizeof *tagged };

static unsigned char* make(const char* const name, size_t* const n)
{
  static unsigned char picture[900];
  tool_sound           s       = tool_sound_new(2, FRAMES);
  lq_error             e       = {0};
  lq_tags              tags    = tool_tags();
  tags.picture_bytes           = picture;
  tags.n_picture_bytes         = tool_png(picture, sizeof picture);
  const lq_audio_out_spec spec = {.rate_hz = 48000,
                                  .bits    = strstr(name, ".mp3") ? 0 : 16,
                                  .kbps    = 160,
                                  .force   = true,
                                  .tags    = &tags};
  tool_noise(&s, 16, 1);
  CHECK(!tool_write(tool_path(name), &s, spec, &e));
  tool_sound_free(&s);
  return tool_load(tool_path(name), n);
}

// Whatever the bytes are: tags, or a sentence that names the file and, when it is damaged, a byte.
static lq_status survive(const char* const name, const void* const bytes, const size_t n,
                         lq_tags* const tags, lq_pool* const pool, lq_error* const e)
{
  const char* const path = tool_path(name);
  *e                     = (lq_error){0};
  tool_save(path, bytes, n);
  const lq_status status = lq_tags_read(tags, pool, path, e);
  if (status) {
    CHECK(status == LQ_ERR_FORMAT && strstr(e->text, path));
    CHECK(strstr(e->text, "at byte ") || strstr(e->text, "are not read"));
  }
  return status;
}

static void cut_files_never_hurt(void) // fixed: at each of the first 1200 bytes, and every 97th
{
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    size_t               n     = 0;
    unsigned char* const bytes = make(tagged[i], &n);
    for (size_t cut = 0; cut < n; cut += cut < 1200 ? 1 : 97) {
      lq_pool* pool = NULL;
      lq_tags  tags;
      lq_error e;
      CHECK(!lq_pool_new(&pool));
      (void)survive("cut", bytes, cut, &tags, pool, &e);
      lq_pool_free(pool);
    }
    free(bytes);
  }
}

static void changed_bytes_never_hurt(void) // fixed: each of the first 2000, to four values
{
  static const unsigned char values[] = {0, 0x7F, 0x80, 0xFF};
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    size_t               n       = 0;
    unsigned char* const bytes   = make(tagged[i], &n);
    unsigned             refused = 0;
    for (size_t at = 0; at < n && at < 2000; ++at) {
      for (unsigned k = 0; k < sizeof values; ++k) {
        const unsigned char was  = bytes[at];
        lq_pool*            pool = NULL;
        lq_tags             tags;
        lq_error            e;
        CHECK(!lq_pool_new(&pool));
        bytes[at] = values[k];
        refused += survive("changed", bytes, n, &tags, pool, &e) != LQ_OK;
        bytes[at] = was;
        lq_pool_free(pool);
      }
    }
    CHECK(refused > 40); // sizes and names of all kinds
    free(bytes);
  }
}

/// Where `what` stands for the first time, or the test fails.
static size_t find(const unsigned char* const bytes, const size_t n, const char* const what)
{
  const unsigned char* const at = memmem(bytes, n, what, strlen(what));
  CHECK(at);
  return at ? (size_t)(at - bytes) : 0;
}

static void damage_is_named_with_its_byte(void)
{
  static const struct {
    const char* file;
    const char* what; ///< stands where the damage is done
    int         behind;
    int         value;
    const char* says;
  } cases[] = {
      {"a.wav", "LIST", 7, 0x7F, "the chunk 'LIST' claims"},
      {"a.wav", "INAM", 7, 0x7F, "'INAM' claims"},
      {"a.wav", "bext", 7, 0x7F, "the chunk 'bext' claims"},
      {"a.wav", "fmt ", 7, 0x7F, "the chunk 'fmt ' claims"},
      {"a.wav", "</USER>", 0, '&', "the XML of its iXML chunk: it is not well-formed"},
      {"a.wav", "</USER>", 2, 'W', "the XML of its iXML chunk: an element ends"},
      {"a.wav", "</dc:identifier>", 1, '!', "the XML of its axml chunk"},
      {"a.wav", "WAVE", 0, 'X', "the form is 'XAVE'; expected 'WAVE'"},
      {"a.aiff", "AIFF", 0, 'X', "the form is 'XIFF'; expected 'AIFF' or 'AIFC'"},
      {"a.aiff", "AUTH", 4, 0x7F, "the chunk 'AUTH' claims"},
      {"a.aiff", "TPE1", 4, 0x7F, "the frame 'TPE1' claims"},
      {"a.flac", "reference", -4, 0xFF, "a comment claims"},
      {"a.flac", "reference", 0, 'r', NULL},
      {"a.flac", "image/png", 29, 0x7F, "the picture's sizes do not fit its block"},
      {"a.mp3", "TALB", 0, 'a', "no frame where one should begin"},
      {"a.mp3", "TALB", 4, 0x7F, "the frame 'TALB' claims"},
      {"a.mp3", "ID3", 6, 0x7F, "its ID3 tag claims"},
      {"a.opus", "OpusTags", 20, 'X', "the checksum of a page is wrong"},
      {"a.opus", "OpusHead", -28, 'X', "are not read"},
  };
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; ++i) {
    size_t               n     = 0;
    unsigned char* const bytes = make(cases[i].file, &n);
    lq_pool*             pool  = NULL;
    lq_tags              tags;
    lq_error             e;
    CHECK(!lq_pool_new(&pool));
    const size_t at        = find(bytes, n, cases[i].what) + (size_t)cases[i].behind;
    bytes[at]              = (unsigned char)cases[i].value;
    const lq_status status = survive("damaged", bytes, n, &tags, pool, &e);
    if (cases[i].says ? !status || !strstr(e.text, cases[i].says) : status) {
      ++check_n_faults;
      printf("# %s, %s: '%s'; want '%s'\n", cases[i].file, cases[i].what, e.text,
             cases[i].says ? cases[i].says : "no error");
    }
    lq_pool_free(pool);
    free(bytes);
  }
}

static void a_chunk(lq_bytes* const to, const char* const id, const void* const from,
                    const size_t n)
{
  lq_bytes_put(to, id, 4);
  lq_bytes_little(to, n, 4);
  lq_bytes_put(to, from, n);
  lq_bytes_zeros(to, n & 1U);
}

/// A file of one kind of chunk before 8 bytes of sound.
static lq_status read_chunk(const char* const magic, const char* const id, const void* const from,
                            const size_t n, lq_tags* const tags, lq_pool* const pool,
                            lq_error* const e)
{
  static const unsigned char format[16] = {1, 0,    1, 0, 0x80, 0xBB, 0,  0,
                                           0, 0x77, 1, 0, 2,    0,    16, 0};
  static const unsigned char ds64[28]   = {0, 0, 0, 0, 0, 0, 0, 0, 8};
  lq_bytes                   b          = {0};
  lq_bytes_put(&b, magic, 4);
  lq_bytes_little(&b, 0xFFFFFFFFU, 4);
  lq_bytes_put(&b, "WAVE", 4);
  a_chunk(&b, strcmp(magic, "RIFF") ? "ds64" : "JUNK", ds64, sizeof ds64);
  a_chunk(&b, "fmt ", format, sizeof format);
  a_chunk(&b, "data", "12345678", 8);
  lq_bytes_set_little(&b, b.n - 12, 0xFFFFFFFFU, 4);
  a_chunk(&b, id, from, n); // behind the sound, as many write it
  const lq_status status = survive("chunk", b.at, b.n, tags, pool, e);
  lq_bytes_free(&b);
  return status;
}

static void wide_files_are_read_behind_their_sound(void)
{
  static const char        info[]   = "INFOINAM\6\0\0\0Gr\xFC\xDF"
                                      "e\0IART\3\0\0\0Me\0\0IPRT\2\0\0\0"
                                      "7";
  static const char* const magics[] = {"RF64", "BW64"};
  for (unsigned i = 0; i < 2; ++i) {
    lq_pool* pool = NULL;
    lq_tags  tags;
    lq_error e;
    CHECK(!lq_pool_new(&pool));
    CHECK(!read_chunk(magics[i], "LIST", info, sizeof info, &tags, pool, &e));
    CHECK_TEXT(tags.text[LQ_TAG_TITLE], "Grüße"); // Latin-1
    CHECK_TEXT(tags.text[LQ_TAG_ARTIST], "Me");
    CHECK(tags.track == 7);
    lq_pool_free(pool);
  }
}

static void a_bomb_of_entities_is_refused(void)
{
  static const char bomb[] = "<!DOCTYPE a [<!ENTITY b \"12345678901234567890\">"
                             "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>"
                             "<BWFXML><USER><TITLE>&c;</TITLE></USER></BWFXML>";
  lq_pool*          pool   = NULL;
  lq_tags           tags;
  lq_error          e;
  CHECK(!lq_pool_new(&pool));
  CHECK(read_chunk("RF64", "iXML", bomb, sizeof bomb - 1, &tags, pool, &e) == LQ_ERR_FORMAT);
  CHECK(strstr(e.text, "document type"));
  lq_pool_free(pool);
}

static void zero_loudness_of_old_writers_is_none(void)
{
  unsigned char bext[602] = {0};
  lq_pool*      pool      = NULL;
  lq_tags       tags;
  lq_error      e;
  CHECK(!lq_pool_new(&pool));
  bext[346] = 2;
  CHECK(!read_chunk("RF64", "bext", bext, sizeof bext, &tags, pool, &e) && !tags.loudness.known);
  bext[412] = 0x38; // -14.00, and a range that is not set
  bext[413] = 0xFA;
  bext[414] = 0xFF;
  bext[415] = 0x7F;
  CHECK(!read_chunk("RF64", "bext", bext, sizeof bext, &tags, pool, &e) && tags.loudness.known);
  CHECK_NEAR(tags.loudness.integrated_lufs, -14.8, 1e-9);
  CHECK(isnan(tags.loudness.range_lu));
  bext[346] = 1; // a version that had no loudness
  CHECK(!read_chunk("RF64", "bext", bext, sizeof bext, &tags, pool, &e) && !tags.loudness.known);
  lq_pool_free(pool);
}

static void a_frame(lq_bytes* const to, const char* const id, const void* const from,
                    const size_t n)
{
  lq_bytes_put(to, id, 4);
  lq_bytes_big(to, n, 4);
  lq_bytes_zeros(to, 2);
  lq_bytes_put(to, from, n);
}

static lq_status read_id3(lq_bytes* const frames, const unsigned version, const unsigned flags,
                          lq_tags* const tags, lq_pool* const pool, lq_error* const e)
{
  lq_bytes b = {0};
  lq_bytes_put(&b, "ID3", 3);
  lq_bytes_big(&b, version, 1);
  lq_bytes_zeros(&b, 1);
  lq_bytes_big(&b, flags, 1);
  lq_bytes_big(&b, (frames->n >> 7U) << 8U | (frames->n & 0x7FU), 4); // below 16 kB
  lq_bytes_put(&b, frames->at, frames->n);
  const lq_status status = survive("tag.mp3", b.at, b.n, tags, pool, e);
  lq_bytes_free(&b);
  lq_bytes_free(frames);
  return status;
}

static void tags_of_version_3_are_read(void)
{
  lq_bytes f    = {0};
  lq_pool* pool = NULL;
  lq_tags  tags;
  lq_error e;
  CHECK(!lq_pool_new(&pool));
  a_frame(&f, "TIT2",
          "\1\xFF\xFE"
          "B\0\xF6\0\x3D\xD8\x00\xDE\0\0",
          13); // UTF-16, a pair in it
  a_frame(&f, "TPE1", "\1\xFE\xFF\0A\0B", 7);
  a_frame(&f, "TALB", "\0Caf\xE9\0", 6);
  a_frame(&f, "TYER",
          "\0"
          "1999",
          5);
  a_frame(&f, "TRCK",
          "\0"
          "4/9",
          4);
  a_frame(&f, "IPLS", "\0engineer\0Al\0producer\0Ann\0", 26);
  a_frame(&f, "TXXX",
          "\0BARCODE\0"
          "4006381333931",
          22);
  a_frame(&f, "TXXX", "\0replaygain_track_gain\0-4.22 dB", 31);
  a_frame(&f, "COMM", "\0engiTunNORM\0 0000", 18);
  a_frame(&f, "COMM", "\0eng\0Fine", 9);
  CHECK(!read_id3(&f, 3, 0, &tags, pool, &e));
  CHECK_TEXT(tags.text[LQ_TAG_TITLE], "Bö😀");
  CHECK_TEXT(tags.text[LQ_TAG_ARTIST], "AB");
  CHECK_TEXT(tags.text[LQ_TAG_ALBUM], "Café");
  CHECK_TEXT(tags.text[LQ_TAG_DATE], "1999");
  CHECK_TEXT(tags.text[LQ_TAG_ENGINEER], "Al");
  CHECK_TEXT(tags.text[LQ_TAG_BARCODE], "4006381333931");
  CHECK_TEXT(tags.text[LQ_TAG_COMMENT], "Fine");
  CHECK(tags.track == 4 && tags.n_tracks == 9);
  CHECK_NEAR(tags.loudness.integrated_lufs, -13.78, 1e-9);
  lq_pool_free(pool);
}

static void frames_are_unwrapped(void)
{
  lq_pool* pool = NULL;
  lq_tags  tags;
  lq_error e;
  lq_bytes f = {0};
  CHECK(!lq_pool_new(&pool));
  a_frame(&f, "TIT2", "\0A\xFF\0B", 5); // a zero stuffed behind 0xFF, in the whole tag
  f.at[7] = 4;                          // sizes are those before the stuffing
  CHECK(!read_id3(&f, 3, 0x80, &tags, pool, &e) && tags.text[LQ_TAG_TITLE]);
  CHECK_TEXT(tags.text[LQ_TAG_TITLE], "AÿB");
  a_frame(&f, "TIT2", "\0\0\0\5\0A\xFF\0B", 9); // in one frame, whose length comes first
  f.at[9] = 0x03;
  CHECK(!read_id3(&f, 4, 0, &tags, pool, &e));
  CHECK_TEXT(tags.text[LQ_TAG_TITLE], "AÿB");
  a_frame(&f, "TIT2", "\3secret", 7); // encrypted
  f.at[9] = 0x04;
  a_frame(&f, "TPE1",
          "\3"
          "A\0B",
          4); // two artists
  CHECK(!read_id3(&f, 4, 0, &tags, pool, &e) && !tags.text[LQ_TAG_TITLE]);
  CHECK_TEXT(tags.text[LQ_TAG_ARTIST], "A; B");
  lq_bytes_zeros(&f, 10); // an extended header, then nothing
  CHECK(read_id3(&f, 4, 0x40, &tags, pool, &e) == LQ_ERR_FORMAT &&
        strstr(e.text, "extended header"));
  lq_bytes_put(&f, "TT2\0\0\2\0A", 8); // of 1998
  CHECK(!read_id3(&f, 2, 0, &tags, pool, &e) && !tags.text[LQ_TAG_TITLE]);
  lq_pool_free(pool);
}

/// What libsndfile writes: Vorbis with comments, AIFF with texts, WAV with a list.
static void files_of_others_are_read(void)
{
  static const struct {
    const char* name;
    int         format;
  } kinds[] = {{"o.ogg", SF_FORMAT_OGG | SF_FORMAT_VORBIS},
               {"o.opus", SF_FORMAT_OGG | SF_FORMAT_OPUS},
               {"o.flac", SF_FORMAT_FLAC | SF_FORMAT_PCM_16},
               {"o.aiff", SF_FORMAT_AIFF | SF_FORMAT_PCM_16},
               {"o.wav", SF_FORMAT_WAV | SF_FORMAT_PCM_16}};
  for (unsigned i = 0; i < sizeof kinds / sizeof *kinds; ++i) {
    static const float x[48000];
    SF_INFO            info = {.samplerate = 48000, .channels = 1, .format = kinds[i].format};
    SNDFILE* const     file = sf_open(tool_path(kinds[i].name), SFM_WRITE, &info);
    lq_pool*           pool = NULL;
    lq_tags            tags;
    lq_error           e = {0};
    sf_set_string(file, SF_STR_TITLE, "Grüße");
    sf_set_string(file, SF_STR_ARTIST, "Me");
    sf_set_string(file, SF_STR_COPYRIGHT, "2026 I");
    CHECK(sf_writef_float(file, x, 48000) == 48000);
    sf_close(file);
    CHECK(!lq_pool_new(&pool));
    if (lq_tags_read(&tags, pool, tool_path(kinds[i].name), &e)) {
      ++check_n_faults;
      printf("# %s\n", e.text);
    } else {
      CHECK_TEXT(tags.text[LQ_TAG_TITLE], "Grüße");
      CHECK_TEXT(tags.text[LQ_TAG_ARTIST], "Me");
      CHECK_TEXT(tags.text[LQ_TAG_COPYRIGHT], "2026 I");
    }
    lq_pool_free(pool);
  }
}

static void what_is_no_sound_file_is_refused(void)
{
  lq_pool* pool = NULL;
  lq_tags  tags = {.track = 77};
  lq_error e    = {0};
  CHECK(!lq_pool_new(&pool));
  CHECK(survive("text", "hello", 5, &tags, pool, &e) == LQ_ERR_FORMAT);
  CHECK(survive("empty", "", 0, &tags, pool, &e) == LQ_ERR_FORMAT);
  CHECK(lq_tags_read(&tags, pool, tool_path("nowhere"), &e) == LQ_ERR_NOT_FOUND);
  CHECK(lq_tags_read(&tags, pool, tool_folder, &e) == LQ_ERR_FORMAT);
  CHECK(tags.track == 77); // untouched
  lq_pool_free(pool);
}

static void a_name_said_again_and_again_does_not_eat_memory(void)
{
  lq_bytes f    = {0};
  lq_pool* pool = NULL;
  lq_tags  tags;
  lq_error e;
  CHECK(!lq_pool_new(&pool));
  lq_bytes_put(&f, "fLaC\x84", 5);
  lq_bytes_big(&f, 8 + 10 * 400000U, 3);
  lq_bytes_little(&f, 0, 4);
  lq_bytes_little(&f, 400000, 4);
  for (unsigned i = 0; i < 400000; ++i) {
    lq_bytes_put(&f, "\6\0\0\0GENRE=", 10);
  }
  CHECK(!survive("many.flac", f.at, f.n, &tags, pool, &e) && !tags.text[LQ_TAG_GENRE]);
  for (unsigned i = 0; i < 400000; ++i) {
    memcpy(f.at + 16 + 10 * (size_t)i, "\6\0\0\0DATE=x", 10);
  }
  CHECK(!survive("many.flac", f.at, f.n, &tags, pool, &e));
  CHECK(tags.text[LQ_TAG_DATE] && strlen(tags.text[LQ_TAG_DATE]) < 5000);
  lq_bytes_free(&f);
  lq_pool_free(pool);
}

int main(void)
{
  static const check_test tests[] = {
      CHECK_TEST(cut_files_never_hurt),
      CHECK_TEST(changed_bytes_never_hurt),
      CHECK_TEST(damage_is_named_with_its_byte),
      CHECK_TEST(wide_files_are_read_behind_their_sound),
      CHECK_TEST(a_bomb_of_entities_is_refused),
      CHECK_TEST(zero_loudness_of_old_writers_is_none),
      CHECK_TEST(tags_of_version_3_are_read),
      CHECK_TEST(frames_are_unwrapped),
      CHECK_TEST(files_of_others_are_read),
      CHECK_TEST(what_is_no_sound_file_is_refused),
      CHECK_TEST(a_name_said_again_and_again_does_not_eat_memory),
  };
  const int failed = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
