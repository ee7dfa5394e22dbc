// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// DDP sets are byte for byte those of another program: what cue2ddp 1.1 (Andreas Ruge) made of the
// same discs, as recorded in the public repository ddp-reverse-eng, exp/005, 025, 029, 031 and 092.
#include "disc_sets.h"

#include "disc/cdtext.h"
#include "disc/ddp.h"

/// MD5 and CRC-32 of a file.
typedef struct {
  const char *name, *md5, *crc;
} golden;

static void set_is(const tool_disc* const d, const golden* const files, const size_t n)
{
  lq_error          error = {0};
  lq_digests        image = {0};
  const lq_ddp_spec spec  = {.dialect = &lq_ddp_cue2ddp, .master_id = "", .digests = &image};
  tool_image(tool_path("IMAGE.DAT"), d->disc.lead_out);
  CHECK(!lq_ddp_write(&d->disc, tool_folder, &spec, &error));
  CHECK_TEXT(error.text, "");
  for (size_t i = 0; i < n; ++i) {
    lq_digests of = {0};
    CHECK(!lq_digest_file(&of, tool_path(files[i].name), NULL));
    printf("# %s, %llu bytes\n", files[i].name, (unsigned long long)of.n_bytes);
    CHECK_TEXT(of.md5, files[i].md5);
    CHECK_TEXT(of.crc32, files[i].crc);
  }
  CHECK(tool_count_files() == (int)n + 2); // and two checksum files
  CHECK_TEXT(image.md5, files[n - 1].md5);
  tool_clean();
}

#define SET_IS(d, files) set_is((d), (files), sizeof(files) / sizeof *(files))

static void vector_005_one_track_with_codes(void)
{
  static const golden files[] = {
      {"DDPID", "dd89c874714f94418b20feea4d9b2ac6", "7C7CF497"},
      {"DDPMS", "4ddcd3c75e054c6685453524a0973a1a", "EA0D5627"},
      {"SD", "e6d506c61b61150a572f5290379e47d9", "F08A87A6"},
      {"IMAGE.DAT", "bcebec4d225e28c6899a24a4c5b968b3", "5D3DE4A4"},
  };
  static tool_disc d;
  d.disc                          = (lq_disc){.lead_out = 900, .ean = "0123456789012"};
  tool_track(&d, 0, 150, 0)->isrc = "USABC1234567";
  SET_IS(&d, files);
}

static void vector_025_flags_indexes_and_titles(void)
{
  static const golden files[] = {
      {"DDPID", "dd89c874714f94418b20feea4d9b2ac6", "7C7CF497"},
      {"DDPMS", "8cdd88389667f7fdb961eb3e11996f31", "AA43B9E5"},
      {"SD", "2700efab3adbb14722d72bc321d9589a", "1A4317B9"},
      {"CDTEXT.BIN", "665cfffec87796d5236091b226f63deb", "9C07E6B8"},
      {"IMAGE.DAT", "7b4dad7a5114569b4e25550ca6278dda", "38107698"},
  };
  static tool_disc d;
  d.disc                   = (lq_disc){.lead_out = 1650, .ean = "0123456789012", .text = {"Disc"}};
  lq_disc_track* const one = tool_track(&d, 0, 150, 525);
  one->isrc                = "USABC1111111";
  one->flags               = LQ_DISC_PRE;
  one->text[0]             = "One";
  lq_disc_track* const two = tool_track(&d, 750, 900, 0);
  two->flags               = LQ_DISC_DCP | LQ_DISC_4CH;
  two->text[0]             = "Two";
  SET_IS(&d, files);
}

static void vector_029_as_many_tracks_as_there_may_be(void)
{
  static const golden files[] = {
      {"DDPID", "187970110683c92c25bdb82256354780", "730DC92D"},
      {"DDPMS", "d9aa94fdd3eb800807bcd8f360b522a1", "4CE5C551"},
      {"SD", "c56cf58383f40e9d0aa2c047580d57db", "80B6637B"},
      {"IMAGE.DAT", "af28fd7d4ffe161aebc94229d2a9b1fa", "AEEF0857"},
  };
  static tool_disc d;
  d.disc = (lq_disc){.lead_out = 150 + 99 * 300};
  for (uint32_t i = 0; i < 99; ++i) {
    (void)tool_track(&d, i ? 150 + 300 * i : 0, 150 + 300 * i, 0);
  }
  SET_IS(&d, files);
}

static void vector_031_letters_with_marks(void)
{
  static const golden files[] = {
      {"DDPID", "187970110683c92c25bdb82256354780", "730DC92D"},
      {"DDPMS", "9c99880c8aad05802f1a7f0ae104e026", "0DF069E6"},
      {"SD", "efb6f54229b585f060c421277c8003e0", "E90F165A"},
      {"CDTEXT.BIN", "304998a5d6126f1c9525bf83d1ca0a1c", "C5BB72AA"},
      {"IMAGE.DAT", "bcebec4d225e28c6899a24a4c5b968b3", "5D3DE4A4"},
  };
  static tool_disc d;
  d.disc = (lq_disc){.lead_out = 900, .text = {"Café Déjà Vu", "Björk"}};
  tool_track(&d, 0, 150, 0)->text[0] = "Über";
  SET_IS(&d, files);
}

static void vector_092_six_kinds_of_text(void)
{
  static const golden files[] = {
      {"DDPID", "187970110683c92c25bdb82256354780", "730DC92D"},
      {"DDPMS", "5ae3c96a6caceb111ee72124bda0ddde", "31953E2F"},
      {"SD", "705ac1ddd23cde9d353cb4c70283318d", "F2F41BFF"},
      {"CDTEXT.BIN", "e32d4f200b75c6951613106447b65a01", "825E244D"},
      {"IMAGE.DAT", "7b4dad7a5114569b4e25550ca6278dda", "38107698"},
  };
  static tool_disc d;
  d.disc                         = (lq_disc){.lead_out = 1650,
                                             .text = {"Disc Title", "Disc Performer", "Disc Songwriter", "Disc Composer",
                                                      "Disc Arranger", "Disc Message"}};
  static const char* const one[] = {"One",          NULL,           NULL,
                                    "Composer One", "Arranger One", "Message One"};
  static const char* const two[] = {"Two", "Performer Two", NULL, "Composer Two", NULL, NULL};
  memcpy(tool_track(&d, 0, 150, 0)->text, one, sizeof one);
  memcpy(tool_track(&d, 900, 900, 0)->text, two, sizeof two);
  SET_IS(&d, files);
}

static void starts_with(const char* const name, const size_t at, const char* const want)
{
  size_t               n     = 0;
  unsigned char* const bytes = tool_load(tool_path(name), &n);
  char                 got[128];
  CHECK(at + strlen(want) <= n);
  (void)snprintf(got, sizeof got, "%.*s", (int)strlen(want), bytes ? (char*)bytes + at : "");
  CHECK_TEXT(got, want);
  free(bytes);
}

static void the_usual_set_is_as_it_is_documented(void)
{
  static tool_disc d;
  lq_pool*         pool  = NULL;
  lq_disc_faults   said  = {0};
  lq_error         error = {0};
  set_disc(&d);
  d.disc.text[LQ_CDTEXT_TITLE] = "Łódź";
  CHECK(!lq_pool_new(&pool));
  const lq_fault_list notes = {pool, &said};
  lq_ddp_spec         spec  = {.way = LQ_LATIN1_NEAR, .notes = &notes};
  tool_image(tool_path("IMAGE.DAT"), SET_END);
  CHECK(!lq_ddp_write(&d.disc, tool_folder, &spec, &error));
  starts_with("DDPID", 0, "DDP 2.004006381333931                 LQ-001 Lodz    ");
  starts_with(
      "DDPMS", 0,
      "VVVMS0        00000360        CDTEXT                   00              017CDTEXT.BIN ");
  starts_with("DDPMS", 128,
              "VVVMS0        00000576        PQ DESCR                                 017PQDESCR ");
  starts_with(
      "DDPMS", 256,
      "VVVMD0        0000180000000000        DA70    0150                     017IMAGE.DAT ");
  starts_with("PQDESCR", 0, "VVVS0000  00000001              4006381333931   ");
  starts_with("PQDESCR", 64, "VVVS0100  00000001  DEABC2600001             ");
  starts_with("PQDESCR", 128, "VVVS0101  00020001                           ");
  starts_with("PQDESCR", 512, "VVVSAA01  00240001                           ");
  CHECK(said.n == 1 && said.n_errors == 0);
  CHECK_TEXT(said.n ? said.items[0].sentence : "",
             "In CD-TEXT the title of the disc is written 'Lódz': its alphabet has no Ł ź.");
  lq_ddp_dialect both = lq_ddp_usual;
  both.both_isrc      = true;
  both.text_codes     = false;
  spec.dialect        = &both;
  CHECK(!lq_ddp_write(&d.disc, tool_folder, &spec, &error));
  starts_with("PQDESCR", 64, "VVVS0100  00000001  DEABC2600001             ");
  starts_with("PQDESCR", 128, "VVVS0101  00020001  DEABC2600001             ");
  starts_with("DDPMS", 14, "00000270"); // five packs of codes less
  spec.way = LQ_LATIN1_REFUSE;
  CHECK(lq_ddp_write(&d.disc, tool_folder, &spec, &error) == LQ_ERR_BAD_VALUE);
  CHECK(strstr(error.text, "the title of the disc, 'Łódź', has 'Ł' (U+0141)") != NULL);
  lq_pool_free(pool);
  tool_clean();
}

static void what_may_not_be_pressed_is_not_written(void)
{
  static tool_disc d;
  lq_error         error = {0};
  set_disc(&d);
  tool_image(tool_path("IMAGE.DAT"), SET_END - 1);
  CHECK(lq_ddp_write(&d.disc, tool_folder, NULL, &error) == LQ_ERR_FORMAT);
  CHECK(strstr(error.text, "is 4231248 bytes long; the disc ends at 00:24:00, which is 4233600."));
  tool_image(tool_path("IMAGE.DAT"), SET_END);
  d.tracks[1].flags = LQ_DISC_4CH;
  CHECK(lq_ddp_write(&d.disc, tool_folder, NULL, &error) == LQ_ERR_BAD_VALUE);
  CHECK_TEXT(error.text, "track 2 has the flag of four channels, which plants' readers refuse.");
  d.tracks[1].flags = 0;
  d.tracks[1].at    = (lq_at){.file = "album.yaml", .line = 12, .column = 5};
  d.tracks[1].isrc  = "nonsense";
  CHECK(lq_ddp_write(&d.disc, tool_folder, NULL, &error) == LQ_ERR_BAD_VALUE);
  CHECK(error.line == 12 && error.column == 5);
  d.tracks[1].isrc = NULL;
  CHECK(lq_ddp_write(&d.disc, tool_folder, &(lq_ddp_spec){.image = "a-name-far-too-long.dat"},
                     &error) == LQ_ERR_BAD_VALUE);
  CHECK(lq_ddp_write(&d.disc, tool_folder, &(lq_ddp_spec){.image = "OTHER.DAT"}, &error) ==
        LQ_ERR_NOT_FOUND);
  CHECK(tool_count_files() == 1); // the image alone
  tool_clean();
}

static const check_test tests[] = {
    CHECK_TEST(vector_005_one_track_with_codes),
    CHECK_TEST(vector_025_flags_indexes_and_titles),
    CHECK_TEST(vector_029_as_many_tracks_as_there_may_be),
    CHECK_TEST(vector_031_letters_with_marks),
    CHECK_TEST(vector_092_six_kinds_of_text),
    CHECK_TEST(the_usual_set_is_as_it_is_documented),
    CHECK_TEST(what_may_not_be_pressed_is_not_written),
};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
