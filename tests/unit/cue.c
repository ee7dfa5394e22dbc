// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// CUE sheets: what is written is what the strictest reader takes and comes back as the same disc;
// what others write is read; what is wrong is named by line and column.
#include "check_pool.h"
#include "disc_sets.h"

#include "disc/cue.h"
#include "disc/pq_sheet.h"
#include "disc/red_book.h"
#include "disc/toc.h"

static tool_disc disc;

static void same_disc(const lq_disc* const a, const lq_disc* const b)
{
  CHECK(a->n_tracks == b->n_tracks && a->lead_out == b->lead_out);
  CHECK_TEXT(a->ean, b->ean);
  for (unsigned i = 0; i < a->n_tracks && i < b->n_tracks; ++i) {
    const lq_disc_track *x = &a->tracks[i], *y = &b->tracks[i];
    CHECK(x->pause == y->pause && x->n_index == y->n_index && x->flags == y->flags);
    CHECK(x->n_index == y->n_index && !memcmp(x->index, y->index, x->n_index * sizeof *x->index));
    CHECK_TEXT(x->isrc, y->isrc);
    for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
      CHECK((!x->text[kind] && !y->text[kind]) ||
            (x->text[kind] && y->text[kind] && !strcmp(x->text[kind], y->text[kind])));
    }
  }
}

static const char* written(const lq_cue_piece* const pieces, const unsigned n, const bool latin1)
{
  const lq_cue_spec spec  = {.pieces = pieces, .n_pieces = n, .latin1 = latin1, .date = "2026"};
  const char*       text  = "";
  lq_error          error = {0};
  CHECK(!lq_cue_text(&disc.disc, &spec, pool, &text, &error));
  CHECK_TEXT(error.text, "");
  return text;
}

static void read_back(const char* const text, const uint32_t* const n_sectors, const unsigned n)
{
  lq_cue   cue   = {0};
  lq_disc  back  = {0};
  lq_error error = {0};
  CHECK(!lq_cue_parse(text, strlen(text), "a.cue", pool, &cue, &error));
  CHECK_TEXT(error.text, "");
  CHECK(cue.n_files == n);
  CHECK(!lq_cue_disc(&cue, n_sectors, pool, &back, &error));
  CHECK_TEXT(error.text, "");
  same_disc(&back, &disc.disc);
}

static void one_file_is_the_sheet_that_all_readers_take(void)
{
  static const char  want[] = "REM GENRE \"Pop\"\r\n"
                              "REM DATE \"2026\"\r\n"
                              "CATALOG 4006381333931\r\n"
                              "TITLE \"Überfahrt\"\r\n"
                              "PERFORMER \"Åse Blank\"\r\n"
                              "REM COMPOSER \"Bach\"\r\n"
                              "REM MESSAGE \"Gruß\"\r\n"
                              "FILE \"a.wav\" WAVE\r\n"
                              "  TRACK 01 AUDIO\r\n"
                              "    TITLE \"Erste\"\r\n"
                              "    PERFORMER \"Åse Blank\"\r\n"
                              "    REM COMPOSER \"Bach\"\r\n"
                              "    ISRC DEABC2600001\r\n"
                              "    INDEX 00 00:00:00\r\n"
                              "    INDEX 01 00:02:00\r\n"
                              "  TRACK 02 AUDIO\r\n"
                              "    TITLE \"Zweite\"\r\n"
                              "    PERFORMER \"Åse Blank\"\r\n"
                              "    REM COMPOSER \"Bach\"\r\n"
                              "    REM MESSAGE \"Hallo\"\r\n"
                              "    FLAGS DCP\r\n"
                              "    ISRC DEABC2600002\r\n"
                              "    INDEX 00 00:08:00\r\n"
                              "    INDEX 01 00:09:00\r\n"
                              "    INDEX 02 00:12:00\r\n"
                              "  TRACK 03 AUDIO\r\n"
                              "    TITLE \"Dritte\"\r\n"
                              "    PERFORMER \"Gäste\"\r\n"
                              "    ISRC DEABC2600003\r\n"
                              "    INDEX 01 00:16:00\r\n";
  const lq_cue_piece whole  = {.file = "a.wav", .start = 0, .end = SET_END};
  set_disc(&disc);
  const char* const text = written(&whole, 1, false);
  CHECK_TEXT(text, want);
  read_back(text, (const uint32_t[]){SET_END}, 1);
  read_back(written(&whole, 1, true), (const uint32_t[]){SET_END}, 1); // ISO 8859-1
  const lq_cue_piece after      = {.file = "a.wav", .start = 150, .end = SET_END};
  const char* const  short_text = written(&after, 1, false);
  CHECK(strstr(short_text, "INDEX 01 00:00:00") && !strstr(short_text, "PREGAP"));
  read_back(short_text, (const uint32_t[]){SET_END - 150}, 1);
}

static void a_file_for_each_track_is_the_same_disc(void)
{
  const lq_cue_piece joined[] = {
      {"01.wav", 150, 675}, {"02.wav", 675, 1200}, {"03.wav", 1200, SET_END}};
  const lq_cue_piece apart[] = {
      {"01.wav", 150, 600}, {"02.wav", 675, 1200}, {"03.wav", 1200, SET_END}};
  set_disc(&disc);
  read_back(written(joined, 3, false), (const uint32_t[]){525, 525, 600}, 3);
  const char* const gap = written(apart, 3, false); // no file holds the pause: it is silence
  CHECK(strstr(gap, "PREGAP 00:01:00") != NULL);
  read_back(gap, (const uint32_t[]){450, 525, 600}, 3);
  disc.index[0][0]            = 400; // a hidden song
  const lq_cue_piece hidden[] = {{"00.wav", 0, 400}, {"01.wav", 400, SET_END}};
  read_back(written(hidden, 2, false), (const uint32_t[]){400, SET_END - 400}, 2);
}

static void long_and_odd_texts_fit_on_a_line(void)
{
  static char        title[700] = "\"Die\tlange\" ";
  const lq_cue_piece whole      = {.file = "a.wav", .start = 0, .end = SET_END};
  set_disc(&disc);
  for (size_t i = strlen(title); i + 2 < sizeof title; i += 2) {
    memcpy(title + i, "ü", 2);
  }
  disc.disc.text[LQ_CDTEXT_TITLE] = title;
  const char* const text          = written(&whole, 1, false);
  const char* const at            = strstr(text, "TITLE \"'Die lange' üü");
  CHECK(at && strcspn(at, "\r") <= 252 && strcspn(at, "\r") >= 251);
  CHECK(at && at[strcspn(at, "\r") - 1] == '"');
}

static void what_others_write_is_read(void)
{
  static const char text[] = "\xEF\xBB\xBFREM GENRE Rock\n"
                             "rem date 1999\n"
                             "title Bare words here\n"
                             "\n"
                             "FILE \"one.wav\" wave\n"
                             "TRACK 1 AUDIO\n"
                             "\tISRC us-abc-26-00001\n"
                             "\tFLAGS pre scms\n"
                             "PREGAP 0:2:0\n"
                             "INDEX 1 0:0:0\n"
                             "FILE two.aiff AIFF\n"
                             "TRACK 2 AUDIO\n"
                             "INDEX 01 00:00:10\n"
                             "POSTGAP 00:01:00";
  lq_cue            cue    = {0};
  lq_disc           d      = {0};
  lq_error          error  = {0};
  CHECK(!lq_cue_parse(text, sizeof text - 1, "b.cue", pool, &cue, &error));
  CHECK_TEXT(error.text, "");
  CHECK_TEXT(cue.text[0], "Bare words here");
  CHECK_TEXT(cue.genre, "Rock");
  CHECK_TEXT(cue.date, "1999");
  CHECK(cue.n_files == 2 && cue.n_tracks == 2);
  CHECK_TEXT(cue.files[1].kind, "AIFF");
  CHECK_TEXT(cue.tracks[0].isrc, "USABC2600001");
  CHECK(cue.tracks[0].flags == (LQ_DISC_PRE | LQ_DISC_SCMS));
  CHECK(!lq_cue_disc(&cue, (const uint32_t[]){1000, 2000}, pool, &d, &error));
  CHECK(d.tracks[0].pause == 0 && d.tracks[0].index[0] == 150);
  CHECK(d.tracks[1].index[0] == 150 + 1000 + 10 && d.lead_out == 150 + 3000 + 75);
}

static void faults_have_line_and_column(void)
{
#define HEAD "FILE \"a\" WAVE\nTRACK 01 AUDIO\n"
  static const struct {
    const char* text;
    unsigned    line, column;
    const char* want;
  } rows[] = {
      {"", 1, 1, "the sheet has no TRACK; expected one at least."},
      {"HELLO world\n", 1, 1,
       "a CUE sheet has no command 'HELLO'; expected one like FILE, TRACK or INDEX."},
      {"TITLE \"a\nFILE", 1, 7, "this quote is not closed on its line; expected one more \"."},
      {"PERFORMER \"Ü\"  x\nTITLE \"ü\" \"b\n", 2, 11,
       "this quote is not closed on its line; expected one more \"."},
      {"FILE \"a\"\n", 1, 1, "FILE has too few words; expected FILE \"NAME\" WAVE."},
      {"FILE \"a\" OGG\n", 1, 10,
       "FILE 'a' is of kind 'OGG'; expected a name in quotes, then WAVE, AIFF, MP3, BINARY, "
       "MOTOROLA or FLAC."},
      {"TRACK 01 AUDIO\n", 1, 1, "TRACK stands before any FILE; expected FILE first."},
      {"FILE \"a\" WAVE\nTRACK 02 AUDIO\n", 2, 7, "the track's number is '02'; expected 01."},
      {HEAD "TRACK 02 AUDIO\n", 2, 1, "track 01 has no INDEX 01, where it begins."},
      {HEAD "INDEX 01 00:60:00\n", 3, 10,
       "the time is '00:60:00'; expected MM:SS:FF, seconds to 59, sectors to 74."},
      {HEAD "INDEX 01 00:00:75\n", 3, 10,
       "the time is '00:00:75'; expected MM:SS:FF, seconds to 59, sectors to 74."},
      {HEAD "INDEX 02 00:00:00\n", 3, 7, "the index of track 01 is '02'; expected 00 or 01."},
      {HEAD "INDEX 01 00:00:00\n  INDEX 03 00:01:00\n", 4, 9,
       "the index of track 01 is '03'; expected 02."},
      {HEAD "INDEX 01 00:02:00\nTRACK 02 AUDIO\nINDEX 01 00:01:74\n", 5, 10,
       "INDEX 01 of track 02 is at 00:01:74, and the mark before it, on line 3, at 00:02:00; "
       "expected a later one."},
      {HEAD "INDEX 01 00:00:00\nPREGAP 00:02:00\n", 4, 1,
       "PREGAP stands behind INDEX 01 of track 01; expected it before."},
      {HEAD "FLAGS DCP XYZ\n", 3, 11, "there is no flag 'XYZ'; expected DCP, 4CH, PRE or SCMS."},
      {HEAD "ISRC ABC\n", 3, 6,
       "the ISRC 'ABC' has 3 characters; expected 12, as in US-ABC-26-00001."},
      {HEAD "CATALOG 4006381333931\n", 3, 1,
       "CATALOG stands in a track; expected it once, before the first TRACK."},
      {"CATALOG 400638133393\n", 1, 9, "CATALOG is '400638133393'; expected 13 digits."},
      {HEAD "INDEX 01 00:00:00\nFILE \"b\" WAVE\n", 4, 1,
       "no INDEX lies in the file 'b'; expected one at least."},
      {"INDEX 01 00:00:00\n", 1, 1, "INDEX stands before the first TRACK; expected it in one."},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    lq_cue   cue   = {0};
    lq_error error = {0};
    CHECK(lq_cue_parse(rows[i].text, strlen(rows[i].text), "c.cue", pool, &cue, &error));
    CHECK_TEXT(error.text, rows[i].want);
    CHECK_TEXT(error.file, "c.cue");
    CHECK_NEAR(error.line, rows[i].line, 0);
    CHECK_NEAR(error.column, rows[i].column, 0);
  }
  lq_cue   cue   = {0};
  lq_disc  d     = {0};
  lq_error error = {0};
  CHECK(lq_cue_parse("\xFF\xFE"
                     "F\0I\0",
                     6, "c.cue", pool, &cue, &error) == LQ_ERR_SYNTAX);
  const char* const late = HEAD "INDEX 01 00:00:00\nTRACK 02 AUDIO\nINDEX 01 00:10:00\n";
  CHECK(!lq_cue_parse(late, strlen(late), "c.cue", pool, &cue, &error));
  CHECK(lq_cue_disc(&cue, (const uint32_t[]){750}, pool, &d, &error) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(error.text, "this mark at 00:10:00 lies behind the end of 'a' at 00:10:00.");
  CHECK(error.line == 5 && error.column == 1);
  const char* const data = "FILE \"a\" BINARY\nTRACK 01 MODE1/2352\nINDEX 01 00:00:00\n";
  CHECK(!lq_cue_parse(data, strlen(data), "c.cue", pool, &cue, &error));
  CHECK(lq_cue_disc(&cue, (const uint32_t[]){750}, pool, &d, &error) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(error.text, "track 01 is one of data; expected AUDIO.");
}

static void a_toc_has_every_length(void)
{
  const lq_toc_spec spec  = {.file = "a.wav"};
  const char*       text  = "";
  lq_error          error = {0};
  set_disc(&disc);
  CHECK(!lq_toc_text(&disc.disc, &spec, pool, &text, &error));
  CHECK(strstr(text, "CD_DA\nCATALOG \"4006381333931\"\n") == text);
  CHECK(strstr(text, "FILE \"a.wav\" 00:02:00 00:06:00\n") != NULL);
  CHECK(strstr(text, "FILE \"a.wav\" 00:08:00 00:08:00\nSTART 00:01:00\nINDEX 00:03:00\n") != NULL);
  CHECK(strstr(text, "FILE \"a.wav\" 00:16:00 00:08:00\n") != NULL);
  CHECK(strstr(text, "TITLE \"\\334berfahrt\"") != NULL);
}

static void a_pq_sheet_says_all_that_a_plant_asks_for(void)
{
  static const char want[] =
      "PQ SHEET\n\n"
      "Album             Überfahrt\n"
      "Artist            Åse Blank\n"
      "Label             Teer\n"
      "Catalogue number  LQ-001\n"
      "UPC/EAN           4006381333931\n"
      "Tracks            3\n"
      "Total time        00:24:00 (1800 sectors)\n"
      "Mastered by       A <b>\n"
      "\n"
      "Trk Idx  Start     Pause     Length    ISRC          Flags          Title\n"
      "01  00   00:00:00  00:02:00\n"
      "01  01   00:02:00            00:06:00  DEABC2600001                 Erste\n"
      "02  00   00:08:00  00:01:00\n"
      "02  01   00:09:00            00:07:00  DEABC2600002  copy           Zweite\n"
      "02  02   00:12:00\n"
      "03  01   00:16:00            00:08:00  DEABC2600003                 Dritte\n"
      "AA  01   00:24:00                                                   lead-out\n"
      "\n";
  const lq_pq_facts facts = {.label = "Teer", .engineer = "A <b>"};
  set_disc(&disc);
  char* const text = lq_pq_sheet_text(&disc.disc, &facts);
  char* const page = lq_pq_sheet_html(&disc.disc, &facts);
  CHECK(text && !strncmp(text, want, sizeof want - 1));
  if (text && strncmp(text, want, sizeof want - 1) != 0) {
    printf("%s\n", text);
  }
  CHECK(page && strstr(page, "<dd>A &lt;b&gt;</dd>") && strstr(page, "<td>00:16:00<td>"));
  CHECK(page && !strstr(page, "http") && !strstr(page, "src=")); // nothing from elsewhere
  free(text);
  free(page);
}

static const check_test tests[] = {
    CHECK_TEST(one_file_is_the_sheet_that_all_readers_take),
    CHECK_TEST(a_file_for_each_track_is_the_same_disc),
    CHECK_TEST(long_and_odd_texts_fit_on_a_line),
    CHECK_TEST(what_others_write_is_read),
    CHECK_TEST(faults_have_line_and_column),
    CHECK_TEST(a_toc_has_every_length),
    CHECK_TEST(a_pq_sheet_says_all_that_a_plant_asks_for),
};

CHECK_MAIN_WITH_POOL(tests)
