// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// A good DDP set is found good. The same set with one fault in it is found to have that fault, said
// in the sentence that tells the plant's engineer where to look.
#include "disc_sets.h"

#include "disc/ddp.h"

static const char* const names[] = {"DDPID",     "DDPMS",        "CDTEXT.BIN",  "PQDESCR",
                                    "IMAGE.DAT", "CHECKSUM.MD5", "CHECKSUM.TXT"};

enum { N_NAMES = sizeof names / sizeof *names, ALL = -1 };

typedef struct {
  unsigned char* bytes;
  size_t         n;
} content;

static content   good[N_NAMES];
static tool_disc disc;

static void make_good(void)
{
  set_disc(&disc);
  tool_image(tool_path("IMAGE.DAT"), SET_END);
  lq_error error = {0};
  CHECK(!lq_ddp_write(&disc.disc, tool_folder, NULL, &error));
  CHECK_TEXT(error.text, "");
  for (size_t i = 0; i < N_NAMES; ++i) {
    good[i].bytes = tool_load(tool_path(names[i]), &good[i].n);
  }
}

/// At a byte of a file, so many bytes go and others come.
typedef struct {
  const char* file;
  long        at; // ALL: the whole file goes
  size_t      n_less;
  const char* more;
  size_t      n_more;
  bool        error;
  const char* want;   // the whole sentence
  const char* as;     // the file is called so afterwards; NULL: as before
  bool        mended; // its packs get the CRC of their bytes
} damage;

#define TEXT(file, at, text, error, want)                                        \
  {                                                                              \
    file, at, sizeof(text) - 1, text, sizeof(text) - 1, error, want, NULL, false \
  }
#define SPLICE(file, at, less, more, error, want)                    \
  {                                                                  \
    file, at, less, more, sizeof(more) - 1, error, want, NULL, false \
  }

#define PACKS(at, less, more, error, want)                                  \
  {                                                                         \
    "CDTEXT.BIN", at, less, more, sizeof(more) - 1, error, want, NULL, true \
  }

#define PQ(packet, at)  ((packet - 1) * 64 + (at))
#define MAP(packet, at) ((packet - 1) * 128 + (at))

static const damage damages[] = {
    {"DDPID", ALL, 0, "", 0, true, "There is no DDPID, which a set begins with.", NULL, false},
    {"DDPMS", ALL, 0, "", 0, true, "There is no DDPMS, which names the other files.", NULL, false},
    SPLICE("DDPID", 128, 0, " ", true, "DDPID is 129 bytes long; expected 128."),
    TEXT("DDPID", 0, "CUE", true, "DDPID begins with 'CUE 2.00'; expected 'DDP 2.00'."),
    TEXT("DDPID", 4, "1.01", false,
         "DDPID says 'DDP 1.01'; 'DDP 2.00' is what plants expect of a CD."),
    TEXT("DDPID", 87, "DV", true, "DDPID says that the disc is a 'DV'; expected 'CD'."),
    TEXT("DDPID", 8, "40063813339-1", true,
         "DDPID: the bar code is '40063813339-1'; expected 13 digits or blanks."),
    TEXT("DDPID", 94, "05Hello", false,
         "DDPID has user text, ' 05Hello                           '; readers disagree where it "
         "stands, so leave it out."),
    SPLICE("DDPMS", 300, 84, "", true,
           "DDPMS is 300 bytes long; expected a multiple of 128, the length of a packet."),
    TEXT("DDPMS", MAP(2, 0), "VVVX", true, "DDPMS, packet 2 begins with 'VVVX'; expected 'VVVM'."),
    TEXT("DDPMS", MAP(2, 30), "PQ-DESCR", true,
         "DDPMS names no PQ descriptor; expected one packet of it (S0, PQ DESCR)."),
    TEXT("DDPMS", MAP(1, 30), "PQ DESCR", true,
         "DDPMS, packets 1 and 2 both are the PQ descriptor; expected one."),
    TEXT("DDPMS", MAP(3, 4), "D4", true,
         "DDPMS names no image; expected one packet of it (D0, DA)."),
    TEXT("DDPMS", MAP(3, 38), "20", true,
         "DDPMS, packet 3: its main data are of mode '20'; expected 'DA', sound."),
    TEXT("DDPMS", MAP(3, 40), "0", false,
         "DDPMS, packet 3: the image's storage mode is '0'; 7, whole sectors of 2352 bytes, is "
         "usual."),
    TEXT("DDPMS", MAP(3, 22), "00000150", true,
         "DDPMS, packet 3: the image begins at sector '00000150' of the disc; expected 0, with the "
         "pause of track 1 in it."),
    TEXT("DDPMS", MAP(3, 46), "0300", false,
         "DDPMS, packet 3 says that the first pause is 300 sectors long; track 1 begins at 150."),
    TEXT("DDPMS", MAP(3, 14), "00001801", true,
         "IMAGE.DAT is 4233600 bytes long; DDPMS, packet 3 says 1801 sectors of 2352."),
    TEXT("DDPMS", MAP(2, 14), "0000x576", true,
         "DDPMS, packet 2: the length of the PQ descriptor is '0000x576'; expected a number."),
    TEXT("DDPMS", MAP(3, 74), "IMAGE.RAW", true,
         "DDPMS, packet 3 names 'IMAGE.RAW' as the image; there is no such file."),
    TEXT("DDPMS", MAP(3, 74), "../MAGE.D", true,
         "DDPMS, packet 3: the file of the image is called '../MAGE.D'; expected a plain name."),
    {"PQDESCR", ALL, 0, "", 0, true,
     "DDPMS, packet 2 names 'PQDESCR' as the PQ descriptor; there is no such file.", NULL, false},
    {"PQDESCR", 0, 0, "", 0, false,
     "DDPMS, packet 2 names 'PQDESCR'; the file is called 'pqdescr', which some systems do not "
     "find.",
     "pqdescr", false},
    SPLICE("PQDESCR", 576, 0, "VVVS", true,
           "PQDESCR is 580 bytes long; DDPMS, packet 2 says 576 bytes."),
    TEXT("PQDESCR", PQ(3, 0), "VVVT", true,
         "PQDESCR, packet 3 (byte 128): it begins with 'VVVT'; expected 'VVVS'."),
    TEXT("PQDESCR", PQ(1, 15), "1", true,
         "PQDESCR, packet 1 (byte 0): it is of track 00, index 00 at 00:00:01; expected the "
         "lead-in, "
         "00, 00 at 00:00:00."),
    TEXT("PQDESCR", PQ(3, 10), "00x200", true,
         "PQDESCR, packet 3 (byte 128): the time is '00x200'; expected MMSSFF, seconds to 59, "
         "sectors to 74."),
    TEXT("PQDESCR", PQ(3, 10), "000275", true,
         "PQDESCR, packet 3 (byte 128): the time is '000275'; expected MMSSFF, seconds to 59, "
         "sectors to 74."),
    TEXT("PQDESCR", PQ(3, 8), "01", true,
         "PQDESCR, packet 3 (byte 128): the hours are '01'; expected blanks."),
    TEXT("PQDESCR", PQ(8, 10), "002501", true,
         "PQDESCR, packet 9 (byte 512): the lead-out is at 00:24:00 here and at 00:25:01 before."),
    SPLICE("PQDESCR", PQ(8, 0), 128, "", true,
           "PQDESCR: there is no lead-out (AA), which ends the disc."),
    SPLICE("PQDESCR", PQ(9, 0), 64, "", false,
           "PQDESCR: the lead-out (AA) stands there once; most programs write it twice."),
    TEXT("PQDESCR", PQ(5, 10), "000700", true,
         "Track 2: its pause begins at 00:08:00, behind its start at 00:07:00."),
    TEXT("PQDESCR", PQ(6, 10), "000700", true,
         "Track 2: index 02 at 00:07:00 is not behind index 01 at 00:09:00."),
    TEXT("PQDESCR", PQ(4, 10), "000100", true,
         "Track 1: index 01 at 00:02:00 is not before track 2, which begins at 00:01:00."),
    TEXT("PQDESCR", PQ(6, 6), "03", true,
         "PQDESCR, packet 6 (byte 320): index 03 of track 02 follows index 01; expected 02."),
    TEXT("PQDESCR", PQ(7, 4), "04", true,
         "PQDESCR, packet 7 (byte 384): track 04 follows track 02; expected 03."),
    TEXT("PQDESCR", PQ(7, 4), "0x", true,
         "PQDESCR, packet 7 (byte 384): the track is '0x'; expected 00 to 99 or AA."),
    SPLICE("PQDESCR", PQ(3, 0), 64, "", true,
           "Track 1 has 0 index marks; expected 1 to 99, from index 01."),
    TEXT(
        "PQDESCR", PQ(3, 16), "A1", true,
        "PQDESCR, packet 3 (byte 128): the control is 'A1'; expected 0 to 3, 8 or 9, then 1 or S."),
    TEXT("PQDESCR", PQ(2, 16), "41", true,
         "PQDESCR, packet 2 (byte 64): the control is '41', a track of data; expected sound."),
    TEXT("PQDESCR", PQ(4, 16), "2S", true,
         "Track 2 permits digital copies and limits them (DCP and SCMS); expected one of both, or "
         "none."),
    TEXT(
        "PQDESCR", PQ(5, 16), "01", false,
        "PQDESCR, packet 5 (byte 256): its control differs from that of the track's first packet."),
    TEXT("PQDESCR", PQ(7, 10), "002101", true,
         "Track 3 is 2.99 s long (00:02:74); expected at least 4 s."),
    TEXT("PQDESCR", PQ(3, 10), "000174", true,
         "Track 1 begins at 00:01:74; expected a pause of at least 2 s (00:02:00) before it."),
    TEXT("PQDESCR", PQ(2, 10), "000001", true,
         "The pause of track 1 begins at 00:00:01; expected 00:00:00, where the disc begins."),
    TEXT("PQDESCR", PQ(4, 10), "000557", false,
         "Track 1 has 3.76 s before the pause of the next one; some plants count only those, and "
         "ask for 4 s."),
    TEXT("PQDESCR", PQ(4, 20), "DEABC26O0002", true,
         "Track 2: the ISRC 'DEABC26O0002' is malformed; expected 12 characters, 2 letters, 3 "
         "letters or digits, 7 digits."),
    TEXT("PQDESCR", PQ(5, 20), "DEABC2600009", true,
         "PQDESCR, packet 5 (byte 256): track 02 has the ISRC DEABC2600009 here and DEABC2600002 "
         "before."),
    TEXT("PQDESCR", PQ(4, 20), "DEABC2600001", false,
         "Track 2 has the ISRC of track 1, DEABC2600001; each recording has its own."),
    TEXT("PQDESCR", PQ(1, 32), "400638133393 ", false,
         "DDPID has the bar code 4006381333931, and PQDESCR has 0400638133393."),
    TEXT("PQDESCR", PQ(1, 32), "4006381333932", false,
         "The bar code 4006381333932 ends in 2; its other digits ask for 1 as the last one."),
    TEXT("PQDESCR", PQ(1, 32), "40063813339AB", true,
         "The bar code '40063813339AB' is malformed; expected 13 digits."),
    TEXT("PQDESCR", PQ(1, 32), "             ", false,
         "DDPID has the bar code 4006381333931 and PQDESCR has none; the disc may come out without "
         "it."),
    TEXT("DDPID", 8, "             ", false,
         "PQDESCR has the bar code 4006381333931 and DDPID has none."),
    {"CDTEXT.BIN", ALL, 0, "", 0, true,
     "DDPMS, packet 1 names 'CDTEXT.BIN' as the CD-TEXT; there is no such file.", NULL, false},
    TEXT("DDPMS", MAP(1, 30), "WR18XX  ", false,
         "CDTEXT.BIN lies there and DDPMS does not name it; it may not get onto the disc."),
    TEXT("DDPMS", MAP(1, 30), "WR18XX  ", false,
         "DDPMS, packet 1: its sub-code is 'WR18XX  ', which is not read here; PQ DESCR and CDTEXT "
         "are."),
    TEXT("DDPMS", MAP(1, 4), "D2", false,
         "DDPMS, packet 1: its stream is of type 'D2'; a master of sound has D0 and S0."),
    SPLICE("CDTEXT.BIN", 18, 3, "", true,
           "CDTEXT.BIN is 357 bytes long; expected a multiple of 18, the length of a pack."),
    SPLICE("CDTEXT.BIN", 360, 0, "\0", false,
           "CDTEXT.BIN: a zero stands behind its packs; some plants' systems stumble over it."),
    SPLICE("CDTEXT.BIN", 0, 0, "\x01\xE8\0\0", false,
           "CDTEXT.BIN: a header of 4 bytes stands before its packs; expected packs alone."),
    TEXT("CDTEXT.BIN", 4, "O", true,
         "CDTEXT.BIN: pack 0 says CRC 0000 and its bytes give 0000; it is damaged."),
    PACKS(36, 1, "\x91", true, "CDTEXT.BIN: pack 2 is of type 0x91; expected 0x80 to 0x8F."),
    SPLICE("CDTEXT.BIN", 36, 18, "", true, "CDTEXT.BIN: pack 2 has the number 3; expected 2."),
    SPLICE("CDTEXT.BIN", 360 - 18, 18, "", true,
           "CDTEXT.BIN: there are 2 size packs (0x8F); expected 3."),
    PACKS(360 - 54 + 6, 1, "\x04", false,
          "CDTEXT.BIN is of tracks 1 to 4; the PQ descriptor has tracks 1 to 3."),
    PACKS(360 - 54 + 8, 1, "\x09", true,
          "CDTEXT.BIN: there are 3 packs of type 0x80; its size packs promise 9."),
    SPLICE("IMAGE.DAT", 4233600 - 2352, 2352, "", true,
           "The lead-out is at 00:24:00, sector 1800; IMAGE.DAT ends at sector 1799."),
    {"IMAGE.DAT", ALL, 0, "", 0, true,
     "DDPMS, packet 3 names 'IMAGE.DAT' as the image; there is no such file.", NULL, false},
    TEXT("IMAGE.DAT", 100 * 2352, "\1", false,
         "IMAGE.DAT has sound from 00:01:25 on, in the pause before track 1: a hidden song, or a "
         "slip."),
    TEXT("CHECKSUM.MD5", 0, "00000000000000000000000000000000", true,
         "CHECKSUM.MD5, line 1: the checksum of DDPID is"),
    TEXT("CHECKSUM.TXT", 17, "DDPID=00000000", true,
         "CHECKSUM.TXT, line 2: the checksum of DDPID is"),
    TEXT("CHECKSUM.TXT", 17, "DDPXX", false,
         "CHECKSUM.TXT, line 2 has a checksum for 'DDPXX', which is not in the folder."),
};

// The polynomial x^16 + x^12 + x^5 + 1 bit by bit, apart from the code that is tested.
static void mend_packs(unsigned char* const packs, const size_t n_bytes)
{
  for (unsigned char* p = packs; p + 18 <= packs + n_bytes; p += 18) {
    unsigned crc = 0;
    for (unsigned bit = 0; bit < 128; ++bit) {
      const unsigned in = p[bit / 8] >> (7 - bit % 8) & 1U;
      crc               = (crc << 1U ^ ((crc >> 15U ^ in) & 1U) * 0x1021U) & 0xFFFFU;
    }
    p[16] = (unsigned char)(~crc >> 8U & 0xFFU);
    p[17] = (unsigned char)(~crc & 0xFFU);
  }
}

static void write_damaged(const damage* const d)
{
  for (size_t i = 0; i < N_NAMES; ++i) {
    const char* const path = tool_path(names[i]);
    const content*    c    = &good[i];
    if (strcmp(names[i], d->file) != 0) {
      continue;
    }
    (void)unlink(path);
    if (d->at == ALL) {
      continue;
    }
    unsigned char* const made = malloc(c->n + d->n_more + 1);
    const size_t         at = (size_t)d->at, behind = at + d->n_less;
    if (behind > c->n) {
      ++check_n_faults;
      printf("# %s has %zu bytes, none at %zu\n", d->file, c->n, behind);
      free(made);
      continue;
    }
    memcpy(made, c->bytes, at);
    memcpy(made + at, d->more, d->n_more);
    memcpy(made + at + d->n_more, c->bytes + behind, c->n - behind);
    if (d->mended) {
      mend_packs(made, c->n - d->n_less + d->n_more);
    }
    tool_save(d->as ? tool_path(d->as) : path, made, c->n - d->n_less + d->n_more);
    free(made);
  }
}

static void mend(const damage* const d)
{
  for (size_t i = 0; i < N_NAMES; ++i) {
    if (!strcmp(names[i], d->file)) {
      if (d->as) {
        (void)unlink(tool_path(d->as));
      }
      tool_save(tool_path(names[i]), good[i].bytes, good[i].n);
    }
  }
}

// Digits of a CRC or an MD5 are beside the point.
static bool matches(const char* sentence, const char* const want)
{
  const char* const crc = strstr(want, "CRC 0000");
  return crc ? !strncmp(sentence, want, (size_t)(crc - want))
             : !strcmp(sentence, want) ||
                   (strstr(want, "the checksum of") && !strncmp(sentence, want, strlen(want)));
}

static void a_good_set_has_no_faults(void)
{
  lq_pool* pool  = NULL;
  lq_ddp   ddp   = {0};
  lq_error error = {0};
  CHECK(!lq_pool_new(&pool));
  CHECK(!lq_ddp_read(tool_folder, pool, &ddp, &error));
  for (size_t i = 0; i < ddp.faults.n; ++i) {
    printf("# %s\n", ddp.faults.items[i].sentence);
  }
  CHECK(ddp.faults.n == 0 && ddp.n_files == 5 && ddp.has_checksums && ddp.has_text);
  lq_pool_free(pool);
}

static void each_fault_is_named(void)
{
  for (size_t k = 0; k < sizeof damages / sizeof *damages; ++k) {
    const damage* const d     = &damages[k];
    lq_pool*            pool  = NULL;
    lq_ddp              ddp   = {0};
    lq_error            error = {0};
    bool                found = false, refused = false;
    write_damaged(d);
    CHECK(!lq_pool_new(&pool));
    CHECK(!lq_ddp_read(tool_folder, pool, &ddp, &error));
    for (size_t i = 0; i < ddp.faults.n; ++i) {
      const lq_disc_fault* const f = &ddp.faults.items[i];
      found   = found || (matches(f->sentence, d->want) && f->error == d->error);
      refused = refused || f->error;
    }
    if (!found || (d->error && !refused)) {
      ++check_n_faults;
      printf("# %s at %ld: want %s '%s'; got\n", d->file, d->at, d->error ? "error" : "warning",
             d->want);
      for (size_t i = 0; i < ddp.faults.n; ++i) {
        printf("#   %s %s\n", ddp.faults.items[i].error ? "error" : "warning",
               ddp.faults.items[i].sentence);
      }
    }
    lq_pool_free(pool);
    mend(d);
  }
}

static void what_is_no_set_is_refused(void)
{
  lq_pool* pool  = NULL;
  lq_ddp   ddp   = {0};
  lq_error error = {0};
  CHECK(!lq_pool_new(&pool));
  CHECK(lq_ddp_read(tool_path("nowhere"), pool, &ddp, &error) == LQ_ERR_NOT_FOUND);
  (void)mkdir(tool_path("empty"), 0777);
  CHECK(lq_ddp_read(tool_path("empty"), pool, &ddp, &error) == LQ_ERR_FORMAT);
  CHECK(strstr(error.text, "holds no DDP set; expected at least DDPID and DDPMS") != NULL);
  lq_pool_free(pool);
}

static const check_test tests[] = {
    CHECK_TEST(a_good_set_has_no_faults),
    CHECK_TEST(each_fault_is_named),
    CHECK_TEST(a_good_set_has_no_faults), // all was mended
    CHECK_TEST(what_is_no_set_is_refused),
};

int main(void)
{
  make_good();
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  for (size_t i = 0; i < N_NAMES; ++i) {
    free(good[i].bytes);
  }
  tool_done();
  return code;
}
