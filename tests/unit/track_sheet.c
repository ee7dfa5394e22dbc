// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The track sheet of a package, read back as a spreadsheet would (RFC 4180) and by eye.
#include "check.h"

#include "base/columns.h"
#include "deliver/track_sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_CELLS = 64, MOST_ROWS = 8 };

static const lq_song songs[] = {
    {.hidden = true, .tags = {.text = {[LQ_TAG_TITLE] = "Before"}}},
    {.tags = {.text        = {[LQ_TAG_TITLE]    = "Night, \"Drive\"",
                              [LQ_TAG_ISRC]     = "USABC2400001",
                              [LQ_TAG_FEATURED] = "Ada",
                              [LQ_TAG_COMPOSER] = "Łucja\nand friends"},
              .is_explicit = LQ_EXPLICIT_YES}},
    {.tags = {.text = {[LQ_TAG_TITLE] = "夜の歌", [LQ_TAG_ARTIST] = "Other"}}},
};
static const unsigned sides[] = {0, 2};
static const lq_album album   = {.tags    = {.text = {[LQ_TAG_ALBUM]   = "Tides",
                                                      [LQ_TAG_ARTIST]  = "Mira Flor",
                                                      [LQ_TAG_BARCODE] = "4006381333931"}},
                                 .sides   = sides,
                                 .n_sides = 2,
                                 .songs   = songs,
                                 .n_songs = 3};

static const lq_place  places[] = {{.pause = 0, .mark = 0, .end = 750},
                                   {.pause = 750, .mark = 900, .end = 16000},
                                   {.pause = 16000, .mark = 16000, .end = 30000}};
static const lq_layout layout   = {.places = places, .n = 3, .n_sectors = 30000};

static const lq_sheet_file files[] = {
    {.file            = "cd/01_Night-Drive.wav",
     .song            = 1,
     .duration_sec    = 201.3333,
     .rate_hz         = 44100,
     .bits            = 16,
     .integrated_lufs = -9.5,
     .range_lu        = 6.13,
     .true_peak_dbtp  = -1,
     .md5             = "d41d8cd98f00b204e9800998ecf8427e"},
    {.file            = "cd/clean/01_Night-Drive_clean.wav",
     .song            = 1,
     .version         = "clean",
     .duration_sec    = 201.3333,
     .rate_hz         = 44100,
     .bits            = 16,
     .integrated_lufs = NAN,
     .range_lu        = NAN,
     .true_peak_dbtp  = NAN},
    {.file = "cd/02_no.wav", .song = 2, .duration_sec = 3723, .rate_hz = 96000, .bits = 32},
};
static const lq_sheet sheet = {.album = &album, .layout = &layout, .files = files, .n_files = 3};

// A reader of its own, letter by letter. Cells of one row; NULL-ended rows in `cells`.
static size_t read_csv(char* const text, char* cells[MOST_ROWS][MOST_CELLS], size_t n_cells[])
{
  size_t n = 0;
  char*  p = text;
  while (*p) {
    size_t k = 0;
    for (bool more = true; more; ++k) {
      char* to       = p;
      cells[n][k]    = p;
      const bool quo = *p == '"';
      p += quo;
      while (quo ? *p != '"' || p[1] == '"' : *p != ',' && *p != '\r') {
        p += quo && *p == '"';
        *to++ = *p++;
      }
      p += quo;
      more = *p == ',';
      CHECK(more || (p[0] == '\r' && p[1] == '\n'));
      p += more ? 1 : 2;
      *to = '\0';
    }
    n_cells[n++] = k;
  }
  return n;
}

static void cell_is(char* cells[MOST_ROWS][MOST_CELLS], const size_t row, const char* const column,
                    const char* const want)
{
  size_t c = 0;
  while (strcmp(cells[0][c], column) != 0) {
    ++c;
  }
  CHECK_TEXT(cells[row][c], want);
}

static void the_csv_has_a_line_a_file(void)
{
  char*       cells[MOST_ROWS][MOST_CELLS] = {0};
  size_t      n[MOST_ROWS];
  char* const text = lq_sheet_csv(&sheet);
  CHECK(read_csv(text, cells, n) == 4);
  CHECK(n[0] == 34 && n[1] == 34 && n[2] == 34 && n[3] == 34);
  cell_is(cells, 1, "track", "1");
  cell_is(cells, 1, "side", "A");
  cell_is(cells, 1, "title", "Night, \"Drive\"");
  cell_is(cells, 1, "version", "");
  cell_is(cells, 1, "artist", "Mira Flor");
  cell_is(cells, 1, "featured", "Ada");
  cell_is(cells, 1, "composer", "Łucja\nand friends");
  cell_is(cells, 1, "isrc", "USABC2400001");
  cell_is(cells, 1, "parental_warning", "Explicit");
  cell_is(cells, 1, "duration", "PT3M21.333S");
  cell_is(cells, 1, "start", "PT12S");
  cell_is(cells, 1, "gap_sec", "2");
  cell_is(cells, 1, "integrated_lufs", "-9.5");
  cell_is(cells, 1, "loudness_range_lu", "6.13");
  cell_is(cells, 1, "true_peak_dbtp", "-1");
  cell_is(cells, 1, "sample_rate_hz", "44100");
  cell_is(cells, 1, "bits", "16");
  cell_is(cells, 1, "file", "cd/01_Night-Drive.wav");
  cell_is(cells, 1, "md5", "d41d8cd98f00b204e9800998ecf8427e");
  cell_is(cells, 1, "album", "Tides");
  cell_is(cells, 1, "upc_ean", "4006381333931");
  cell_is(cells, 2, "version", "clean");
  cell_is(cells, 2, "isrc", ""); // the main one's is not its own
  cell_is(cells, 2, "parental_warning", "ExplicitContentEdited");
  cell_is(cells, 2, "integrated_lufs", "");
  cell_is(cells, 3, "track", "2");
  cell_is(cells, 3, "side", "B");
  cell_is(cells, 3, "title", "夜の歌");
  cell_is(cells, 3, "artist", "Other");
  cell_is(cells, 3, "album_artist", "Mira Flor");
  cell_is(cells, 3, "parental_warning", "Unknown");
  cell_is(cells, 3, "duration", "PT1H2M3S");
  free(text);
}

static void durations_are_iso_8601(void)
{
  CHECK_TEXT(lq_sheet_duration(0).text, "PT0S");
  CHECK_TEXT(lq_sheet_duration(59.9996).text, "PT1M0S");
  CHECK_TEXT(lq_sheet_duration(225.25).text, "PT3M45.25S");
  CHECK_TEXT(lq_sheet_duration(3600).text, "PT1H0M0S");
}

static void words_are_told_as_ddex_does(void)
{
  CHECK_TEXT(lq_sheet_explicit(LQ_EXPLICIT_YES, "instrumental"), "NotExplicit");
  CHECK_TEXT(lq_sheet_explicit(LQ_EXPLICIT_YES, "tv"), "Explicit");
  CHECK_TEXT(lq_sheet_explicit(LQ_EXPLICIT_NO, "clean"), "NotExplicit");
  CHECK_TEXT(lq_sheet_explicit(LQ_EXPLICIT_UNSAID, "clean"), "Unknown");
}

// The line of the text that holds `what`, up to it: how many columns.
static size_t column_of(const char* const text, const char* const what)
{
  const char* const at = strstr(text, what);
  CHECK(at);
  const char* from = at;
  while (from && from > text && from[-1] != '\n') {
    --from;
  }
  char* const  line    = strndup(from, (size_t)(at - from));
  const size_t columns = lq_text_columns(line);
  free(line);
  return columns;
}

static void the_text_is_aligned_for_the_eye(void)
{
  char* const text = lq_sheet_text(&sheet);
  CHECK(strstr(text, "Tides\n\nartist     Mira Flor\nUPC/EAN    4006381333931\n"));
  CHECK(column_of(text, "Mira Flor   ") == column_of(text, "Other "));
  CHECK(strstr(text, "\n00  A     Before"));
  CHECK(strstr(text, "Night, \"Drive\" feat. Ada"));
  CHECK(strstr(text, "   3:21.3    0:12.0   2.00  USABC2400001  Explicit\n"));
  CHECK(strstr(text, "1:02:03.0"));
  CHECK(strstr(text, "cd/clean/01_Night-Drive_clean.wav    44100   16       -       -       -"));
  free(text);
  const lq_sheet bare = {.album = &album, .files = NULL, .n_files = 0};
  char* const    less = lq_sheet_text(&bare);
  CHECK(strstr(less, "        -         -      -"));
  free(less);
}

static const check_test tests[] = {
    CHECK_TEST(the_csv_has_a_line_a_file), CHECK_TEST(durations_are_iso_8601),
    CHECK_TEST(words_are_told_as_ddex_does), CHECK_TEST(the_text_is_aligned_for_the_eye)};
CHECK_MAIN(tests)
