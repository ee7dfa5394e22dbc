// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// The parts of verification by themselves: lists of checksums, tables, TOC files, names, kinds.
#include "audio_tools.h"
#include "base/pool.h"
#include "verify/checksums.h"
#include "verify/csv.h"
#include "verify/kind.h"
#include "verify/toc_scan.h"

static lq_pool* pool;

static lq_checksums read_sums(const char* const text)
{
  lq_checksums      sums = {0};
  const char* const path = tool_path("sums");
  tool_save(path, text, strlen(text));
  CHECK(!lq_checksums_read(&sums, pool, path, NULL));
  return sums;
}

#define MD5    "d41d8cd98f00b204e9800998ecf8427e"
#define SHA256 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void all_forms_of_checksums_are_read(void)
{
  const lq_checksums s = read_sums("# by hand\r\n" MD5 "  ./a b.wav\r\n" SHA256 " *c.wav\n"
                                   "MD5 (d (1).wav) = " MD5 "\n"
                                   "[CRC32 Checksum]\nIMAGE.DAT=0123abCD\n\\" MD5 "  e\\\\f\\ng\n");
  CHECK(s.n == 5 && s.n_odd == 0);
  CHECK_TEXT(s.items[0].name, "a b.wav");
  CHECK(s.items[0].kind == LQ_CHECKSUM_MD5 && s.items[0].line == 2);
  CHECK_TEXT(s.items[1].name, "c.wav");
  CHECK(s.items[1].kind == LQ_CHECKSUM_SHA256);
  CHECK_TEXT(s.items[2].name, "d (1).wav");
  CHECK_TEXT(s.items[3].name, "IMAGE.DAT");
  CHECK_TEXT(s.items[3].sum, "0123ABCD");
  CHECK_TEXT(s.items[4].name, "e\\f\ng");
}

static void what_is_no_checksum_is_told_by_its_line(void)
{
  const lq_checksums s = read_sums(MD5 "  a\nhello\n" MD5 "\nd41d8cd98f00b204e9800998ecf8427  b\n");
  CHECK(s.n == 1 && s.n_odd == 3);
  CHECK(s.odd[0] == 2 && s.odd[1] == 3 && s.odd[2] == 4);
  CHECK(lq_checksums_is(MD5 "  a\n", 36) && !lq_checksums_is("hello\n", 6) &&
        !lq_checksums_is("", 0));
}

static lq_status parse(lq_csv* const csv, const char* const text)
{
  char* const copy = lq_pool_copy(pool, text);
  return lq_csv_parse(csv, pool, &(lq_text_bytes){.text = copy, .n = strlen(text)});
}

static void tables_are_read_as_written_by_any_office(void)
{
  static const char* const file[] = {"filename", "file", NULL};
  lq_csv                   csv;
  CHECK(!parse(&csv, "\xef\xbb\xbf"
                     "Title,File name\r\n\"a \"\"b\"\", c\nd\",x.wav\r\n\r\nshort\r\n"));
  CHECK(csv.n_columns == 2 && csv.n_rows == 2 && lq_csv_column(&csv, file) == 1);
  CHECK_TEXT(lq_csv_cell(&csv, 0, 0), "a \"b\", c\nd");
  CHECK_TEXT(lq_csv_cell(&csv, 0, 1), "x.wav");
  CHECK_TEXT(lq_csv_cell(&csv, 1, 0), "short");
  CHECK_TEXT(lq_csv_cell(&csv, 1, 1), "");
  CHECK_TEXT(lq_csv_cell(&csv, 1, -1), "");
  CHECK(!parse(&csv, "a;b\n1,5;2\n"));
  CHECK_TEXT(lq_csv_cell(&csv, 0, 0), "1,5");
  CHECK(parse(&csv, "a,b\n\"never closed\n") == LQ_ERR_FORMAT);
  CHECK(parse(&csv, "") == LQ_ERR_FORMAT);
}

static void toc_files_tell_lengths_pauses_and_codes(void)
{
  static const char text[] =
      "// made by hand\nCD_DA\nCATALOG \"4006381333931\"\nTRACK AUDIO\nISRC \"QZABC2600001\"\n"
      "PREGAP 00:01:00\nFILE \"a.wav\" 0 00:10:00\nTRACK AUDIO // no ISRC\n"
      "FILE \"a.wav\" 00:10:00 00:05:30\nSTART 00:02:00\nSILENCE 00:00:01\nTRACK AUDIO\nFILE "
      "\"b.wav\" 0\nSTART\n";
  lq_toc_scan   t;
  lq_text_bytes bytes = {.text = lq_pool_copy(pool, text), .n = sizeof text - 1};
  CHECK(!lq_toc_scan_text(&t, pool, &bytes));
  CHECK(t.n_tracks == 3 && t.n_files == 2);
  CHECK_TEXT(t.ean, "4006381333931");
  CHECK_TEXT(t.tracks[0].isrc, "QZABC2600001");
  CHECK(!t.tracks[1].isrc && t.tracks[0].n_sectors == 11 * 75 && t.tracks[0].pause == 75);
  CHECK(t.tracks[1].n_sectors == 5 * 75 + 31 && t.tracks[1].pause == 150 && t.tracks[1].known);
  CHECK(!t.tracks[2].known);
  CHECK(lq_toc_scan_text(&t, pool, &(lq_text_bytes){.text = bytes.text, .n = 20}) == LQ_ERR_FORMAT);
}

static void names_tell_number_and_title(void)
{
  bool     numbered;
  unsigned number;
  CHECK_TEXT(lq_kind_title(pool, "03_Song.wav", &numbered, &number), "Song");
  CHECK(numbered && number == 3);
  CHECK_TEXT(lq_kind_title(pool, "00 - Hidden.flac", &numbered, &number), "Hidden");
  CHECK(numbered && number == 0);
  CHECK_TEXT(lq_kind_title(pool, "1979.wav", &numbered, &number), "1979");
  CHECK(!numbered);
  CHECK_TEXT(lq_kind_title(pool, "99Luft.wav", &numbered, &number), "99Luft");
  CHECK(!numbered);
}

static lq_entry_kind kind(const char* const head, const char* const name)
{
  return lq_kind_of((const unsigned char*)head, strlen(head), name);
}

static void contents_count_more_than_names(void)
{
  CHECK(kind("fLaC", "song.dat") == LQ_ENTRY_SOUND);
  CHECK(kind("RIFF1234WAVE", "x") == LQ_ENTRY_SOUND && kind("RIFF1234AVI ", "x") == LQ_ENTRY_OTHER);
  CHECK(kind("", "song.wav") == LQ_ENTRY_EMPTY && kind("", "x") == LQ_ENTRY_EMPTY);
  CHECK(kind("FILE \"a\" WAVE\r\n  TRACK 01 AUDIO\r\n", "x.txt") == LQ_ENTRY_CUE);
  CHECK(kind("CD_DA\nTRACK AUDIO\nFILE \"x\" 0\n", "x.cue") == LQ_ENTRY_TOC);
  CHECK(kind(MD5 "  a\n", "whatever") == LQ_ENTRY_MANIFEST);
  CHECK(kind("track,isrc\n", "tracks.csv") == LQ_ENTRY_SHEET &&
        kind("a,b\n", "b.csv") == LQ_ENTRY_OTHER);
  CHECK(kind("{}", "report.json") == LQ_ENTRY_REPORT && kind("{}", "x.json") == LQ_ENTRY_OTHER);
}

static const check_test tests[] = {CHECK_TEST(all_forms_of_checksums_are_read),
                                   CHECK_TEST(what_is_no_checksum_is_told_by_its_line),
                                   CHECK_TEST(tables_are_read_as_written_by_any_office),
                                   CHECK_TEST(toc_files_tell_lengths_pauses_and_codes),
                                   CHECK_TEST(names_tell_number_and_title),
                                   CHECK_TEST(contents_count_more_than_names)};

int main(void)
{
  CHECK(!lq_pool_new(&pool));
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  lq_pool_free(pool);
  tool_done();
  return code;
}
