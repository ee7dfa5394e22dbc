// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Codes as people write them, texts in a disc's alphabet, and what a disc may be.
#include "disc_sets.h"

#include "disc/codes.h"
#include "disc/latin1.h"
#include "disc/red_book.h"

static const lq_at at = {.file = "album.yaml", .line = 4, .column = 9};

static void isrcs_are_read_as_people_write_them(void)
{
  char     isrc[LQ_ISRC_CHARS + 1] = "";
  lq_error e                       = {0};
  CHECK(!lq_isrc_parse("us-abc-26-00001", isrc, at, &e));
  CHECK_TEXT(isrc, "USABC2600001");
  CHECK(!lq_isrc_parse("GB A1B 26 12345", isrc, at, &e));
  CHECK_TEXT(isrc, "GBA1B2612345");
  CHECK(lq_isrc_valid(isrc) && !lq_isrc_valid("GB-A1B-26-12345") && !lq_isrc_valid("") &&
        !lq_isrc_valid("GBA1B26123456"));
  static const char* const bad[][2] = {
      {"US-ABC-26-0001",
       "the ISRC 'US-ABC-26-0001' has 11 characters; expected 12, as in US-ABC-26-00001."},
      {"1S-ABC-26-00001", "the ISRC '1S-ABC-26-00001' has '1' as character 1; expected a letter of "
                          "the country's code, as in US-ABC-26-00001."},
      {"US-A?C-26-00001", "the ISRC 'US-A?C-26-00001' has '?' as character 4; expected a letter or "
                          "a digit of who gave it, as in US-ABC-26-00001."},
      {"US-ABC-26-O0001", "the ISRC 'US-ABC-26-O0001' has 'O' as character 8; expected a digit of "
                          "its year or number, as in US-ABC-26-00001."},
  };
  for (size_t i = 0; i < sizeof bad / sizeof *bad; ++i) {
    CHECK(lq_isrc_parse(bad[i][0], isrc, at, &e) == LQ_ERR_BAD_VALUE);
    CHECK_TEXT(e.text, bad[i][1]);
    CHECK(e.line == 4 && e.column == 9);
  }
  CHECK_TEXT(isrc, "GBA1B2612345"); // nothing was written
}

static void bar_codes_prove_themselves(void)
{
  char     ean[LQ_EAN_DIGITS + 1] = "";
  lq_error e                      = {0};
  CHECK(!lq_ean_parse("4006381 333931", ean, at, &e));
  CHECK_TEXT(ean, "4006381333931");
  CHECK(!lq_ean_parse("036000291452", ean, at, &e)); // the usual example of a UPC-A
  CHECK_TEXT(ean, "0036000291452");
  CHECK(lq_ean_parse("4006381333932", ean, at, &e) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text, "the bar code '4006381333932' ends in 2; its other digits ask for 1 as the "
                     "last one, so one of them is wrong.");
  CHECK(lq_ean_parse("40063813339", ean, at, &e) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text, "the bar code '40063813339' has 11 digits; expected 13 of an EAN or 12 of a "
                     "UPC.");
  CHECK(lq_ean_parse("40063813339ab", ean, at, &e) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(ean, "0036000291452");
  // Any one digit that is mistyped is found.
  char wrong[] = "4006381333931";
  for (size_t i = 0; i < LQ_EAN_DIGITS; ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      const char right = wrong[i];
      wrong[i]         = c;
      CHECK((lq_ean_parse(wrong, ean, at, &e) == LQ_OK) == (c == right));
      wrong[i] = right;
    }
  }
}

static void texts_are_brought_near_or_refused(void)
{
  static const struct {
    const char *utf8, *latin1, *changed;
  } rows[] = {
      {"Café Déjà Vu", "Caf\xE9 D\xE9j\xE0 Vu", ""},
      {"Cafe\xCC\x81", "Caf\xE9", ""}, // letter and mark apart, as some systems write file names
      {"“Dark” – ‘light’…", "\"Dark\" - 'light'...", "“ ” – ‘ ’ …"},
      {"Łódź Şımarık",
       "L\xF3"
       "dz Simarik",
       "Ł ź Ş ı"},
      {"Œuvre ﬁnale", "OEuvre finale", "Œ ﬁ"},
      {"Dvořák, Nguyễn Ệ", "Dvor\xE1k, Nguyen E", "ř ễ Ệ"},
      {"B♭ minor, F♯", "Bb minor, F#", "♭ ♯"},
      {"ＡＢ", "AB", "Ａ Ｂ"},
      {"Ｈ\u200Bi", "Hi", "Ｈ \u200B"},
      {"№ 5 ™", "No. 5 TM", "№ ™"},
      {"", "", ""},
  };
  lq_pool*  pool = NULL;
  lq_error  e    = {0};
  lq_latin1 l    = {0};
  CHECK(!lq_pool_new(&pool));
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    CHECK(!lq_latin1_make(&l, pool, rows[i].utf8, LQ_LATIN1_NEAR, "it", at, &e));
    CHECK_TEXT(l.text, rows[i].latin1);
    CHECK_TEXT(l.changed, rows[i].changed);
    CHECK((lq_latin1_make(&l, pool, rows[i].utf8, LQ_LATIN1_REFUSE, "it", at, &e) == LQ_OK) ==
          !*rows[i].changed);
  }
  CHECK(lq_latin1_make(&l, pool, "Жизнь", LQ_LATIN1_NEAR, "the title of track 3", at, &e) ==
        LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text,
             "the title of track 3, 'Жизнь', has 'Ж' (U+0416), which a disc's alphabet, ISO "
             "8859-1, has not; write it another way.");
  CHECK(!lq_latin1_make(&l, pool, "Жи 東", LQ_LATIN1_MARK, "it", at, &e));
  CHECK_TEXT(l.text, "?? ?");
  CHECK_TEXT(l.changed, "Ж и 東");
  CHECK(lq_latin1_make(&l, pool, "a\nb", LQ_LATIN1_MARK, "it", at, &e) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text, "it holds the control character U+000A; expected letters and signs.");
  CHECK(lq_latin1_make(&l, pool, "a\xE9z", LQ_LATIN1_MARK, "it", at, &e) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(e.text, "it is no UTF-8: byte 2 is 0xE9.");
  CHECK_TEXT(lq_latin1_to_utf8(pool, "Caf\xE9\x01", 5), "Café ");
  lq_pool_free(pool);
}

/// The faults of the good disc after a change.
static void faults_are(void (*change)(tool_disc* d), const bool error, const char* const want)
{
  static tool_disc d;
  lq_pool*         pool   = NULL;
  lq_disc_faults   faults = {0};
  lq_error         e      = {0};
  set_disc(&d);
  change(&d);
  CHECK(!lq_pool_new(&pool));
  CHECK(!lq_red_book_judge(&d.disc, pool, &faults));
  CHECK(faults.n >= 1);
  CHECK_TEXT(faults.n ? faults.items[0].sentence : "", want);
  CHECK(faults.n && faults.items[0].error == error);
  CHECK((lq_red_book_demand(&d.disc, &e) == LQ_ERR_BAD_VALUE) == (faults.n_errors > 0));
  if (error) {
    CHECK_TEXT(e.text, want);
  }
  lq_pool_free(pool);
}

static void none(tool_disc* const d)
{
  d->disc.n_tracks = 0;
}
static void hundred(tool_disc* const d)
{
  d->disc.n_tracks = 0;
  for (uint32_t i = 0; i < 100; ++i) {
    (void)tool_track(d, i ? 150 + 300 * i : 0, 150 + 300 * i, 0);
  }
  d->disc.lead_out = 150 + 300 * 100;
}
static void just_short(tool_disc* const d)
{
  d->disc.lead_out = 1200 + 299;
}
static void endless(tool_disc* const d)
{
  d->disc.lead_out = LQ_DISC_END;
}
static void long_one(tool_disc* const d)
{
  d->disc.lead_out = (79 * 60 + 57) * 75 + 1;
}
static void nominal(tool_disc* const d)
{
  d->disc.lead_out = (74 * 60 + 33) * 75 + 1;
}
static void index_behind_end(tool_disc* const d)
{
  d->index[2][1]       = 1800;
  d->tracks[2].n_index = 2;
}

static void limits_of_the_red_book_hold(void)
{
  static tool_disc d;
  lq_pool*         pool   = NULL;
  lq_disc_faults   faults = {0};
  set_disc(&d);
  CHECK(!lq_pool_new(&pool));
  CHECK(!lq_red_book_judge(&d.disc, pool, &faults) && !faults.n);
  d.disc.lead_out = 1200 + 300; // four seconds to the sector
  CHECK(!lq_red_book_judge(&d.disc, pool, &faults) && !faults.n);
  d.disc.lead_out = (74 * 60 + 33) * 75;
  CHECK(!lq_red_book_judge(&d.disc, pool, &faults) && !faults.n);
  lq_pool_free(pool);
  faults_are(none, true, "The disc has 0 tracks; expected 1 to 99.");
  faults_are(hundred, true, "The disc has 100 tracks; expected 1 to 99.");
  faults_are(just_short, true, "Track 3 is 3.99 s long (00:03:74); expected at least 4 s.");
  faults_are(endless, true, "The disc is 100:00:00 long; CD times end at 99:59:74.");
  faults_are(long_one, false, "The disc is 79:57:01 long; hardly a plant presses more than 79:57.");
  faults_are(nominal, false, "The disc is 74:33:01 long; above 74:33 ask the plant first.");
  faults_are(index_behind_end, true,
             "Track 3: index 02 at 00:24:00 is not before the end of the disc at 00:24:00.");
}

static const check_test tests[] = {
    CHECK_TEST(isrcs_are_read_as_people_write_them), CHECK_TEST(bar_codes_prove_themselves),
    CHECK_TEST(texts_are_brought_near_or_refused), CHECK_TEST(limits_of_the_red_book_hold)};

CHECK_MAIN(tests)
