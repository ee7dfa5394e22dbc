// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// CD-TEXT: packs byte for byte, texts back as they were, whatever others write tolerated.
#include "check_pool.h"
#include "disc_sets.h"

#include "disc/cdtext.h"

static void packs_are_those_of_the_reference(void)
{
  // As another program wrote them, from a public record.
  static const unsigned char want[10][LQ_CDTEXT_PACK_BYTES] = {
      {0x80, 0, 0, 0, 0x44, 0x69, 0x73, 0x63, 0, 0x54, 0x72, 0x61, 0x63, 0x6b, 0x20, 0x4f, 0x48, 4},
      {0x80, 1, 1, 7, 0x6e, 0x65, 0, 0x54, 0x72, 0x61, 0x63, 0x6b, 0x20, 0x54, 0x77, 0x6f, 0x55,
       0xc9},
      {0x80, 2, 2, 9, 0, 0x54, 0x72, 0x61, 0x63, 0x6b, 0x20, 0x54, 0x68, 0x72, 0x65, 0x65, 0xe6,
       0x6f},
      {0x80, 3, 3, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x5d, 0xf7},
      {0x81, 0, 4, 0, 0x41, 0x72, 0x74, 0x69, 0x73, 0x74, 0, 0x41, 0x72, 0x74, 0x69, 0x73, 0xfd,
       0x22},
      {0x81, 1, 5, 5, 0x74, 0, 0x41, 0x72, 0x74, 0x69, 0x73, 0x74, 0, 0x41, 0x72, 0x74, 0x8c, 0x25},
      {0x81, 3, 6, 3, 0x69, 0x73, 0x74, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x62, 0xac},
      {0x8f, 0, 7, 0, 0, 1, 3, 0, 4, 3, 0, 0, 0, 0, 0, 0, 0x40, 0xfb},
      {0x8f, 1, 8, 0, 0, 0, 0, 0, 0, 0, 0, 3, 9, 0, 0, 0, 0xd6, 0xa6},
      {0x8f, 2, 9, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0x0a, 0x4e},
  };
  static const char* const titles[] = {"Track One", "Track Two", "Track Three"};
  static tool_disc         d;
  d.disc = (lq_disc){.lead_out = 1800, .text = {"Disc", "Artist"}};
  for (uint32_t i = 0; i < 3; ++i) {
    lq_disc_track* const t       = tool_track(&d, 150 + 300 * i, 150 + 300 * i, 0);
    t->text[LQ_CDTEXT_TITLE]     = titles[i];
    t->text[LQ_CDTEXT_PERFORMER] = "Artist";
  }
  const lq_cdtext_spec spec  = {0};
  unsigned char*       packs = NULL;
  size_t               n     = 0;
  CHECK(!lq_cdtext_encode(&d.disc, &spec, pool, &packs, &n, NULL, NULL));
  CHECK(n == 10 && !memcmp(packs, want, sizeof want));
}

static void texts_come_back_as_they_were(void)
{
  static tool_disc     d;
  static lq_cdtext     text;
  const lq_cdtext_spec spec   = {.codes = true};
  lq_disc_faults       faults = {0};
  unsigned char*       packs  = NULL;
  size_t               n      = 0;
  set_disc(&d);
  CHECK(!lq_cdtext_encode(&d.disc, &spec, pool, &packs, &n, &(lq_fault_list){pool, &faults}, NULL));
  CHECK(!lq_cdtext_decode(packs, n * LQ_CDTEXT_PACK_BYTES, "it", pool, &text, &faults));
  CHECK(!faults.n);
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    for (unsigned track = 0; track <= 3; ++track) {
      const char* const want = track ? d.tracks[track - 1].text[kind] : d.disc.text[kind];
      const char* const got  = text.text[kind][track];
      CHECK((!want && !got) || (want && got && !strcmp(want, got)));
    }
  }
  CHECK_TEXT(text.code[0], d.disc.ean);
  CHECK_TEXT(text.code[2], d.tracks[1].isrc);
  CHECK_TEXT(text.catalogue, "LQ-001");
  CHECK_TEXT(text.genre, "Pop");
  CHECK(text.genre_code == 20 && text.first == 1 && text.last == 3 && text.language == 9);
  CHECK(text.n_blocks == 1 && text.n_packs == n);
  CHECK_TEXT(lq_cdtext_genre(20), "Pop");
  CHECK(lq_cdtext_genre_code("pop") == 20 && !lq_cdtext_genre_code("Polka") &&
        !lq_cdtext_genre(200) && !lq_cdtext_genre(0));
}

static void the_disc_gets_what_only_its_tracks_have(void)
{
  static tool_disc     d;
  static lq_cdtext     text;
  const lq_cdtext_spec spec   = {0};
  lq_disc_faults       faults = {0};
  unsigned char*       packs  = NULL;
  size_t               n      = 0;
  set_disc(&d);
  d.disc.text[LQ_CDTEXT_PERFORMER] = NULL; // of two artists
  d.disc.text[LQ_CDTEXT_COMPOSER]  = NULL; // of one
  d.disc.text[LQ_CDTEXT_MESSAGE]   = NULL;
  CHECK(!lq_cdtext_encode(&d.disc, &spec, pool, &packs, &n, &(lq_fault_list){pool, &faults}, NULL));
  CHECK(!lq_cdtext_decode(packs, n * LQ_CDTEXT_PACK_BYTES, "it", pool, &text, &faults));
  CHECK_TEXT(text.text[LQ_CDTEXT_PERFORMER][0], "Various");
  CHECK_TEXT(text.text[LQ_CDTEXT_COMPOSER][0], "Bach");
  CHECK_TEXT(text.text[LQ_CDTEXT_MESSAGE][0], "Überfahrt");
  CHECK(faults.n == 3 && !faults.n_errors);
  CHECK_TEXT(faults.items[0].sentence,
             "Tracks have a performer in CD-TEXT and the disc has none; 'Various' stands for it, "
             "because players show the first they find as the disc's.");
}

static void too_much_text_is_refused(void)
{
  static tool_disc     d;
  static char          message[160];
  const lq_cdtext_spec spec  = {0};
  lq_error             error = {0};
  unsigned char*       packs = NULL;
  size_t               n     = 0;
  memset(message, 'x', sizeof message - 1);
  d.disc = (lq_disc){.lead_out = 1800, .text = {"Disc", NULL, NULL, NULL, NULL, "m"}};
  for (uint32_t i = 0; i < 19; ++i) {
    tool_track(&d, 150 + 300 * i, 150 + 300 * i, 0)->text[LQ_CDTEXT_MESSAGE] = message;
  }
  // titles: 5 + 19 bytes, 2 packs; messages: 2 + 19 * 156 = 2966, 248 packs; sizes: 3
  message[155] = '\0';
  CHECK(!lq_cdtext_encode(&d.disc, &spec, pool, &packs, &n, NULL, &error));
  CHECK(n == LQ_CDTEXT_MOST_PACKS);
  message[155] = 'x';
  message[156] = '\0'; // 2985 bytes, one pack more
  CHECK(lq_cdtext_encode(&d.disc, &spec, pool, &packs, &n, NULL, &error) == LQ_ERR_LIMIT);
  CHECK(strstr(error.text, "more than 253 packs") != NULL);
}

static void what_others_write_is_read(void)
{
  // TAB repeats, two blocks, a header and a zero behind: texts "A", then A again, then "C".
  static const unsigned char payload[12] = {'D', 0, 'A', 0, '\t', 0, 'C', 0, 0, 0, 0, 0};
  static unsigned char       bytes[4 + 8 * LQ_CDTEXT_PACK_BYTES + 1] = {0, 146};
  static lq_cdtext           text;
  lq_disc_faults             faults = {0};
  for (unsigned i = 0; i < 8; ++i) {
    unsigned char* const p = bytes + 4 + (size_t)i * LQ_CDTEXT_PACK_BYTES;
    const unsigned       k = i % 4;
    p[0]                   = k ? 0x8F : 0x80;
    p[1]                   = (unsigned char)(k ? k - 1 : 0);
    p[2]                   = (unsigned char)k;
    p[3]                   = (unsigned char)(i / 4 << 4U);
    if (!k) {
      memcpy(p + 4, payload, 12);
      p[4] = (unsigned char)(i ? 'X' : 'D');
    } else if (k == 1) {
      p[5] = 1;
      p[6] = 3;
      p[8] = 1;
    } else if (k == 2) {
      p[11] = 3; // size packs
      p[12] = p[13] = 3;
    }
    unsigned crc = 0;
    for (unsigned bit = 0; bit < 128; ++bit) {
      const unsigned in = p[bit / 8] >> (7 - bit % 8) & 1U;
      crc               = (crc << 1U ^ ((crc >> 15U ^ in) & 1U) * 0x1021U) & 0xFFFFU;
    }
    p[16] = (unsigned char)(~crc >> 8U & 0xFFU);
    p[17] = (unsigned char)(~crc & 0xFFU);
  }
  CHECK(!lq_cdtext_decode(bytes, sizeof bytes, "it", pool, &text, &faults));
  CHECK(faults.n == 2 && !faults.n_errors); // header, zero
  CHECK_TEXT(text.text[0][0], "D");
  CHECK_TEXT(text.text[0][1], "A");
  CHECK_TEXT(text.text[0][2], "A");
  CHECK_TEXT(text.text[0][3], "C");
  CHECK(text.n_blocks == 2 && text.n_packs == 4 && text.last == 3);
}

static const check_test tests[] = {
    CHECK_TEST(packs_are_those_of_the_reference),
    CHECK_TEST(texts_come_back_as_they_were),
    CHECK_TEST(the_disc_gets_what_only_its_tracks_have),
    CHECK_TEST(too_much_text_is_refused),
    CHECK_TEST(what_others_write_is_read),
};

CHECK_MAIN_WITH_POOL(tests)
