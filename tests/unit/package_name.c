// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Names of files that every system, store and plant takes.
#include "check_pool.h"

#include "base/columns.h"
#include "base/near.h"
#include "base/rng.h"
#include "deliver/package_name.h"

#include <string.h>

static void near_is(const uint32_t c, const char* const want)
{
  char near[LQ_NEAR_BYTES];
  CHECK(lq_near_ascii(c, near) == (want != NULL));
  CHECK_TEXT(near, want ? want : "");
}

static void characters_have_something_near(void)
{
  near_is('a', "a");
  near_is(0xC5, "A");
  near_is(0xDF, "ss");
  near_is(0x142, "l");    // Polish
  near_is(0x1EBF, "e");   // Vietnamese
  near_is(0x416, "Zh");   // Cyrillic
  near_is(0x44C, "");     // its soft sign is not heard
  near_is(0x3A9, "O");    // Greek
  near_is(0x30C4, "tsu"); // Katakana, by the row of Hiragana
  near_is(0xFF21, "A");   // wide
  near_is(0x301, "");     // a mark on the letter before
  near_is(0x2019, "'");
  near_is(0x2026, "...");
  near_is(0x4E00, NULL);
  near_is(0x1F3B8, NULL);
}

static void word_is(const char* const text, const size_t most, const char blank,
                    const char* const want)
{
  CHECK_TEXT(lq_package_word(pool, text, most, blank), want);
}

static void words_are_plain_letters(void)
{
  word_is("Café déjà vu!", 80, '-', "Cafe-deja-vu");
  word_is("Don't stop (live)", 80, '-', "Dont-stop-live");
  word_is("  ...hidden / ../../etc ", 80, '-', "hidden-etc");
  word_is("a_b", 80, '-', "a-b"); // parts are parted by it
  word_is("夜の歌", 80, '-', "no");
  word_is("夜", 80, '-', "");
  word_is("\xFF\xFEx", 80, '-', "x");
  word_is("one two", 5, '-', "one-t");
  word_is("one two", 4, '-', "one");
  word_is("night drive in the rain", 14, '\0', "NightDriveInTh");
}

static const char* name_of(const lq_package_song song)
{
  return lq_package_name(pool, &song, NULL, 0);
}

static void names_have_their_number(void)
{
  const lq_package_song s = {.number = 3, .n_songs = 12, .title = "Night Drive", .ending = "wav"};
  CHECK_TEXT(name_of(s), "03_Night-Drive.wav");
  lq_package_song t = s;
  t.version         = "a-cappella";
  CHECK_TEXT(name_of(t), "03_Night-Drive_a-cappella.wav");
  t         = s;
  t.n_songs = 120;
  CHECK_TEXT(name_of(t), "003_Night-Drive.wav");
  t        = s;
  t.title  = "夜";
  t.number = 0;
  CHECK_TEXT(name_of(t), "00_Untitled.wav");
  t.title = NULL;
  CHECK_TEXT(name_of(t), "00_Untitled.wav");
}

static void wing_names_say_format_and_version(void)
{
  const lq_package_song s = {.names   = LQ_NAMES_WING,
                             .number  = 3,
                             .artist  = "Mira Flor & the Tides",
                             .title   = "Night Drive",
                             .rate_hz = 96000,
                             .bits    = 24,
                             .ending  = "wav"};
  CHECK_TEXT(name_of(s), "MFTT_NightDrive_Main_96k24.wav");
  lq_package_song t = s;
  t.version         = "a-cappella";
  t.rate_hz         = 44100;
  t.bits            = 16;
  t.title           = "The Longest Night of All";
  CHECK_TEXT(name_of(t), "MFTT_TheLongestNigh_ACappella_44k16.wav");
  t      = s;
  t.bits = 32;
  CHECK_TEXT(name_of(t), "MFTT_NightDrive_Main_96k32f.wav");
  t.bits   = 0;
  t.artist = NULL;
  t.ending = "mp3";
  CHECK_TEXT(name_of(t), "X_NightDrive_Main_96k.mp3");
}

static void names_are_unique_on_every_disk(void)
{
  const lq_package_song    s       = {.number = 1, .title = "Hi", .ending = "wav"};
  static const char* const taken[] = {"01_HI.wav", "01_Hi-2.wav", "02_Hi.wav"};
  CHECK_TEXT(lq_package_name(pool, &s, taken, 3), "01_Hi-3.wav");
  CHECK_TEXT(lq_package_name(pool, &s, taken + 2, 1), "01_Hi.wav");
}

// Whatever a title holds: fixed seed, 2000 titles of random bytes and of characters.
static void any_title_gives_a_name(void)
{
  char title[64];
  for (unsigned i = 0; i < 2000; ++i) {
    for (size_t k = 0; k < sizeof title; ++k) {
      title[k] = (char)lq_rng_at(i, k);
    }
    title[sizeof title - 1]    = '\0';
    const lq_package_song s    = {.names   = i % 2 ? LQ_NAMES_WING : LQ_NAMES_NUMBERED,
                                  .number  = i % 100,
                                  .artist  = title,
                                  .title   = title,
                                  .version = title,
                                  .rate_hz = 48000,
                                  .bits    = 24,
                                  .ending  = "wav"};
    const char* const     name = name_of(s);
    const size_t          n    = strlen(name);
    CHECK(n > 4 && n < 140 && !strcmp(name + n - 4, ".wav"));
    CHECK(strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-") ==
          n - 4);
    CHECK(name[0] != '-' && name[0] != '_');
  }
}

static void columns_are_counted_as_terminals_do(void)
{
  CHECK(lq_text_columns("Night") == 5);
  CHECK(lq_text_columns("Café") == 4);
  CHECK(lq_text_columns("Cafe\xCC\x81") == 4); // with a combining accent
  CHECK(lq_text_columns("夜の歌") == 6);
  CHECK(lq_text_columns("\xFF") == 1);
  CHECK(lq_text_columns("") == 0);
}

static const check_test tests[] = {CHECK_TEST(characters_have_something_near),
                                   CHECK_TEST(words_are_plain_letters),
                                   CHECK_TEST(names_have_their_number),
                                   CHECK_TEST(wing_names_say_format_and_version),
                                   CHECK_TEST(names_are_unique_on_every_disk),
                                   CHECK_TEST(any_title_gives_a_name),
                                   CHECK_TEST(columns_are_counted_as_terminals_do)};

CHECK_MAIN_WITH_POOL(tests)
