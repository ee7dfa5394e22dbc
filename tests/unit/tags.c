// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Every tag comes back from every container as it was, whatever its length and script; loudness
// that is known late goes in without touching the sound; the same tags are the same bytes.
#include "tag_tools.h"

#include <FLAC/metadata.h>

enum { FRAMES = 30000 };

static const char* const tagged[] = {"a.wav", "a.aiff", "a.flac", "a.mp3", "a.opus", "a.ogg"};
enum { N_TAGGED = sizeof tagged / sizeof *tagged };

static lq_audio_out_spec spec_of(const char* const name, const lq_tags* const tags)
{
  return (lq_audio_out_spec){.rate_hz = 44100,
                             .bits    = strstr(name, ".mp3") ? 0 : 24,
                             .force   = true,
                             .dither  = LQ_DITHER_TPDF,
                             .tags    = tags,
                             .kbps    = 160}; // lossy ones only
}

static void write_file(const char* const name, const lq_tags* const tags)
{
  tool_sound s = tool_sound_new(2, FRAMES);
  lq_error   e = {0};
  tool_noise(&s, 16, 1);
  if (tool_write(tool_path(name), &s, spec_of(name, tags), &e)) {
    ++check_n_faults;
    printf("# %s: %s\n", name, e.text);
  }
  tool_sound_free(&s);
}

static bool loads(const char* const name, lq_pool* const pool, lq_tags* const tags)
{
  lq_error e = {0};
  if (lq_tags_read(tags, pool, tool_path(name), &e)) {
    ++check_n_faults;
    printf("# %s: %s\n", name, e.text);
    return false;
  }
  return true;
}

static bool said(const char* const text)
{
  return text && *text;
}

/// An INFO-free AIFF has ID3, a WAV has iXML: nothing is lost anywhere.
static void check_texts(const char* const name, const lq_tags* const got, const lq_tags* const want)
{
  for (unsigned i = 0; i < LQ_TAG_N; ++i) {
    const char* const g = got->text[i];
    const char* const w = want->text[i];
    if (said(w) ? !g || strcmp(g, w) : g != NULL) {
      ++check_n_faults;
      printf("# %s: the %s is '%.60s'; want '%.60s'\n", name, lq_tag_names_of((lq_tag)i)->name,
             g ? g : "(none)", w ? w : "(none)");
    }
  }
  CHECK(got->track == want->track && got->n_tracks == want->n_tracks);
  CHECK(got->disc == want->disc && got->n_discs == want->n_discs);
  CHECK(got->is_explicit == want->is_explicit);
}

static void check_loudness(const char* const name, const lq_loudness_tags* const got,
                           const lq_loudness_tags* const want)
{
  const bool opus = strstr(name, ".opus") != NULL, wav = strstr(name, ".wav") != NULL;
  CHECK(got->known && got->album_known);
  CHECK_NEAR(got->integrated_lufs, want->integrated_lufs, 0.005);
  CHECK_NEAR(got->album_lufs, want->album_lufs, 0.005);
  if (!opus) { // it has no place for peaks
    CHECK_NEAR(got->true_peak_dbtp, want->true_peak_dbtp, wav ? 0.005 : 0.0001);
    CHECK_NEAR(got->album_peak_dbtp, want->album_peak_dbtp, 0.0001);
  } else {
    CHECK(isnan(got->true_peak_dbtp));
  }
  if (wav) {
    CHECK_NEAR(got->range_lu, want->range_lu, 0.005);
    CHECK_NEAR(got->momentary_lufs, want->momentary_lufs, 0.005);
    CHECK_NEAR(got->short_term_lufs, want->short_term_lufs, 0.005);
  }
}

static void everything_comes_back(void)
{
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    const lq_tags want = tool_tags();
    lq_tags       got;
    lq_pool*      pool = NULL;
    CHECK(!lq_pool_new(&pool));
    write_file(tagged[i], &want);
    if (loads(tagged[i], pool, &got)) {
      check_texts(tagged[i], &got, &want);
      check_loudness(tagged[i], &got.loudness, &want.loudness);
      CHECK(!got.picture_bytes);
    }
    lq_pool_free(pool);
  }
}

static void each_text_comes_back_alone(void)
{
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    for (unsigned tag = 0; tag < LQ_TAG_N; ++tag) {
      lq_tags  want  = {0}, got;
      lq_pool* pool  = NULL;
      want.text[tag] = "x";
      CHECK(!lq_pool_new(&pool));
      write_file(tagged[i], &want);
      if (loads(tagged[i], pool, &got)) {
        check_texts(tagged[i], &got, &want);
        CHECK(!got.loudness.known && !got.loudness.album_known);
      }
      lq_pool_free(pool);
    }
  }
}

static void lengths_do_not_matter(void) // fixed: 0 bytes to 100 000, every tag as long
{
  static const size_t lengths[] = {0, 40, 1000, 100000};
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    for (unsigned k = 0; k < sizeof lengths / sizeof *lengths; ++k) {
      char* const text = tool_long_text(lengths[k]);
      lq_tags     want = {0}, got;
      lq_pool*    pool = NULL;
      for (unsigned tag = 0; tag < LQ_TAG_N; ++tag) {
        want.text[tag] = text;
      }
      CHECK(!lq_pool_new(&pool));
      write_file(tagged[i], &want);
      if (loads(tagged[i], pool, &got)) {
        check_texts(tagged[i], &got, &want);
      }
      lq_pool_free(pool);
      free(text);
    }
  }
}

static void pictures_come_back(void) // fixed: 70 001 bytes, more than a page of Ogg holds
{
  enum { N = 70001 };
  static unsigned char picture[N];
  for (unsigned i = 1; i < N_TAGGED; ++i) { // a WAV holds none
    for (unsigned jpeg = 0; jpeg < 2; ++jpeg) {
      lq_tags  want = tool_tags(), got;
      lq_pool* pool = NULL;
      char     path[512];
      (void)(jpeg ? tool_jpeg(picture, N) : tool_png(picture, N));
      snprintf(path, sizeof path, "%s", tool_path("cover"));
      tool_save(path, picture, N);
      want.picture = path;
      CHECK(!lq_pool_new(&pool));
      write_file(tagged[i], &want);
      if (loads(tagged[i], pool, &got)) {
        check_texts(tagged[i], &got, &want);
        CHECK(got.n_picture_bytes == N && !memcmp(got.picture_bytes, picture, N));
        lq_tags again; // what was read can be written
        write_file(tagged[i], &got);
        CHECK(loads(tagged[i], pool, &again) && again.n_picture_bytes == N);
        CHECK(!memcmp(again.picture_bytes, picture, N));
      }
      lq_pool_free(pool);
    }
  }
}

/// Written without loudness, which is told when the sound is complete.
static void write_late(const char* const name, const lq_tags* const early,
                       const lq_tags* const late)
{
  tool_sound        s    = tool_sound_new(2, FRAMES);
  lq_audio_out*     out  = NULL;
  lq_error          e    = {0};
  lq_audio_out_spec spec = spec_of(name, early);
  spec.n_channels        = 2;
  tool_noise(&s, 16, 1);
  CHECK(!lq_audio_out_open(&out, tool_path(name), &spec, &e));
  CHECK(!lq_audio_out_write(out, (const float* const*)s.x, FRAMES, &e));
  if (lq_audio_out_retag(out, late, &e)) {
    ++check_n_faults;
    printf("# %s: %s\n", name, e.text);
  }
  CHECK(!lq_audio_out_commit(out, &e));
  tool_sound_free(&s);
}

static void late_loudness_touches_no_sound(void)
{
  static unsigned char picture[5000];
  char                 path[512];
  snprintf(path, sizeof path, "%s", tool_path("cover"));
  tool_save(path, picture, tool_png(picture, sizeof picture));
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    const bool wav  = i == 0;
    lq_tags    late = tool_tags(), early = tool_tags(), got;
    lq_pool*   pool = NULL;
    char       other[32];
    early.picture = late.picture = wav ? NULL : path;
    early.loudness               = (lq_loudness_tags){0};
    snprintf(other, sizeof other, "early%s", strrchr(tagged[i], '.'));
    write_file(other, &early);
    write_late(tagged[i], &early, &late);
    CHECK(!lq_pool_new(&pool));
    if (loads(tagged[i], pool, &got)) {
      check_texts(tagged[i], &got, &late);
      check_loudness(tagged[i], &got.loudness, &late.loudness);
      CHECK(wav || got.n_picture_bytes == sizeof picture);
    }
    tool_sound    a, b;
    lq_audio_info info;
    lq_error      e = {0};
    CHECK(!tool_read(tool_path(other), &a, &info, &e) &&
          !tool_read(tool_path(tagged[i]), &b, &info, &e));
    CHECK(tool_same_sound(&a, &b));
    tool_sound_free(&a);
    tool_sound_free(&b);
    lq_pool_free(pool);
  }
}

static void texts_that_outgrow_their_room_are_refused(void)
{
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    char* const   text        = tool_long_text(LQ_TAGS_ROOM + 2000);
    const lq_tags early       = tool_tags();
    lq_tags       late        = tool_tags();
    late.text[LQ_TAG_COMMENT] = text;
    tool_sound        s       = tool_sound_new(2, FRAMES);
    lq_audio_out*     out     = NULL;
    lq_error          e       = {0};
    lq_audio_out_spec spec    = spec_of(tagged[i], &early);
    spec.n_channels           = 2;
    CHECK(!lq_audio_out_open(&out, tool_path(tagged[i]), &spec, &e));
    CHECK(!lq_audio_out_write(out, (const float* const*)s.x, FRAMES, &e));
    CHECK(lq_audio_out_retag(out, &late, &e) == LQ_ERR_LIMIT && strstr(e.text, "2048 bytes"));
    lq_audio_out_abandon(out);
    tool_sound_free(&s);
    free(text);
  }
}

static void the_same_is_the_same_bytes(void)
{
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    const lq_tags tags = tool_tags();
    char          other[32];
    snprintf(other, sizeof other, "again%s", strrchr(tagged[i], '.'));
    write_file(tagged[i], &tags);
    write_file(other, &tags);
    CHECK(tool_same_files(tool_path(tagged[i]), tool_path(other)));
    write_late(other, &tags, &tags);
    CHECK(tool_same_files(tool_path(tagged[i]), tool_path(other)));
  }
}

static void lossy_files_keep_their_length(void) // fixed: lengths around a frame, three rates
{
  static const size_t lengths[] = {1, 575, 1151, 1152, 1153, 2304, 30001};
  static const double rates[]   = {44100, 48000, 96000};
  for (unsigned k = 0; k < sizeof lengths / sizeof *lengths; ++k) {
    for (unsigned r = 0; r < sizeof rates / sizeof *rates; ++r) {
      for (unsigned i = 3; i < N_TAGGED; ++i) {
        const lq_tags     tags  = tool_tags();
        const double      to_hz = i == 4 || rates[r] > 44100 ? 48000 : 44100;
        tool_sound        s     = tool_sound_new(2, lengths[k]), got;
        lq_audio_info     info  = {0};
        lq_error          e     = {0};
        lq_audio_out_spec spec  = spec_of(tagged[i], &tags);
        spec.rate_hz            = rates[r];
        tool_noise(&s, 16, 1);
        CHECK(!tool_write(tool_path(tagged[i]), &s, spec, &e));
        CHECK(!tool_read(tool_path(tagged[i]), &got, &info, &e));
        CHECK(info.rate_hz == to_hz);
        const double want = floor((double)lengths[k] * to_hz / rates[r] + 0.5);
        if ((double)info.n_frames != want) {
          ++check_n_faults;
          printf("# %s at %g Hz: %llu frames; want %g\n", tagged[i], rates[r],
                 (unsigned long long)info.n_frames, want);
        }
        tool_sound_free(&s);
        tool_sound_free(&got);
      }
    }
  }
}

static void no_sound_at_all_still_has_tags(void)
{
  for (unsigned i = 0; i < N_TAGGED; ++i) {
    const lq_tags     want = tool_tags();
    lq_tags           got;
    lq_pool*          pool = NULL;
    lq_audio_out*     out  = NULL;
    lq_error          e    = {0};
    lq_audio_out_spec spec = spec_of(tagged[i], &want);
    spec.n_channels        = 1;
    CHECK(!lq_pool_new(&pool));
    CHECK(!lq_audio_out_open(&out, tool_path(tagged[i]), &spec, &e));
    const lq_status status = lq_audio_out_commit(out, &e);
    if (strstr(tagged[i], ".opus")) {
      CHECK(status == LQ_ERR_MISSING && strstr(e.text, "would hold no sound"));
    } else if (status) {
      ++check_n_faults;
      printf("# %s: %s\n", tagged[i], e.text);
    } else if (loads(tagged[i], pool, &got)) {
      check_texts(tagged[i], &got, &want);
    }
    lq_pool_free(pool);
  }
}

static void flac_has_the_integers_of_wav(void)
{
  for (unsigned bits = 16; bits <= 24; bits += 8) {
    const lq_tags     tags = tool_tags();
    tool_sound        s    = tool_sound_new(2, FRAMES), a, b;
    lq_audio_info     info = {0};
    lq_error          e    = {0};
    lq_audio_out_spec spec = spec_of("a.flac", &tags);
    spec.bits              = bits;
    tool_noise(&s, 24, 5);
    CHECK(!tool_write(tool_path("a.flac"), &s, spec, &e) &&
          !tool_write(tool_path("a.wav"), &s, spec, &e));
    CHECK(!tool_read(tool_path("a.flac"), &a, &info, &e) &&
          !tool_read(tool_path("a.wav"), &b, &info, &e));
    CHECK(tool_same_sound(&a, &b));
    tool_sound_free(&s);
    tool_sound_free(&a);
    tool_sound_free(&b);
  }
}

static void a_disc_in_one_flac_has_its_cues(void)
{
  const uint64_t     one[] = {0}, two[] = {588 * 20, 588 * 30};
  const lq_audio_cue tracks[] = {
      {.pause_frame = 0, .index_frames = one, .n_index = 1, .isrc = "DEABC2600001"},
      {.pause_frame = 588 * 10, .index_frames = two, .n_index = 2, .pre_emphasis = true}};
  const lq_audio_cues cues = {
      .tracks = tracks, .n_tracks = 2, .n_frames = 588 * 50, .ean = "4006381333931"};
  const lq_tags     tags = tool_tags();
  tool_sound        s    = tool_sound_new(2, 588 * 50);
  lq_error          e    = {0};
  lq_audio_out_spec spec = spec_of("a.flac", &tags);
  spec.bits              = 16;
  spec.cues              = &cues;
  CHECK(!tool_write(tool_path("a.flac"), &s, spec, &e));
  FLAC__StreamMetadata* sheet = NULL;
  CHECK(FLAC__metadata_get_cuesheet(tool_path("a.flac"), &sheet) && sheet);
  if (sheet) {
    const FLAC__StreamMetadata_CueSheet* const c = &sheet->data.cue_sheet;
    CHECK(c->is_cd && c->lead_in == 88200 && c->num_tracks == 3);
    CHECK_TEXT(c->media_catalog_number, "4006381333931");
    CHECK_TEXT(c->tracks[0].isrc, "DEABC2600001");
    CHECK(c->tracks[1].offset == 588 * 10 && c->tracks[1].pre_emphasis);
    CHECK(c->tracks[1].num_indices == 3 && c->tracks[1].indices[0].number == 0);
    CHECK(c->tracks[1].indices[2].number == 2 && c->tracks[1].indices[2].offset == 588 * 20);
    CHECK(c->tracks[2].number == 170 && c->tracks[2].offset == 588 * 50);
    FLAC__metadata_object_delete(sheet);
  }
  tool_sound_free(&s);
}

static void impossible_wishes_are_refused(void)
{
  static const struct {
    const char* name;
    unsigned    bits, kbps, n_channels;
    const char* picture;
    const char* says;
  } cases[] = {{"a.mp3", 0, 0, 2, NULL, "does not say which kind"},
               {"a.ogg", 0, 501, 2, NULL, "vorbis 45 to 500"},
               {"a.flac", 32, 0, 2, NULL, "FLAC has 16 or 24 bits"},
               {"a.mp3", 32, 320, 2, NULL, "a lossy file has a bit rate"},
               {"a.opus", 32, 160, 2, NULL, "a lossy file has a bit rate"},
               {"a.mp3", 0, 300, 2, NULL, "cannot have 300 kbit/s"},
               {"a.opus", 0, 511, 2, NULL, "16 to 510"},
               {"a.mp3", 0, 320, 3, NULL, "MP3 takes 1 to 2"},
               {"a.wav", 0, 0, 2, NULL, "cannot have 0 bits"},
               {"a.flac", 16, 0, 2, "nowhere.png", "cannot be read"},
               {"a.opus", 0, 96, 2, ".", "not a plain file"},
               {"a.mp3", 0, 320, 2, "text.png", "neither a JPEG nor a PNG"}};
  tool_save(tool_path("text.png"), "no picture", 10);
  for (unsigned i = 0; i < sizeof cases / sizeof *cases; ++i) {
    lq_tags           tags = tool_tags();
    lq_audio_out*     out  = NULL;
    lq_error          e    = {0};
    lq_audio_out_spec spec = {.rate_hz    = 44100,
                              .n_channels = cases[i].n_channels,
                              .bits       = cases[i].bits,
                              .kbps       = cases[i].kbps,
                              .force      = true,
                              .tags       = &tags};
    char              path[512];
    snprintf(path, sizeof path, "%s", tool_path(cases[i].picture ? cases[i].picture : ""));
    tags.picture = cases[i].picture ? path : NULL;
    CHECK(lq_audio_out_open(&out, tool_path(cases[i].name), &spec, &e) && !out);
    if (!strstr(e.text, cases[i].says)) {
      ++check_n_faults;
      printf("# %s says '%s'; want '%s'\n", cases[i].name, e.text, cases[i].says);
    }
  }
}

int main(void)
{
  static const check_test tests[] = {CHECK_TEST(everything_comes_back),
                                     CHECK_TEST(each_text_comes_back_alone),
                                     CHECK_TEST(lengths_do_not_matter),
                                     CHECK_TEST(pictures_come_back),
                                     CHECK_TEST(late_loudness_touches_no_sound),
                                     CHECK_TEST(texts_that_outgrow_their_room_are_refused),
                                     CHECK_TEST(the_same_is_the_same_bytes),
                                     CHECK_TEST(lossy_files_keep_their_length),
                                     CHECK_TEST(no_sound_at_all_still_has_tags),
                                     CHECK_TEST(flac_has_the_integers_of_wav),
                                     CHECK_TEST(a_disc_in_one_flac_has_its_cues),
                                     CHECK_TEST(impossible_wishes_are_refused)};
  const int               failed  = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return failed;
}
