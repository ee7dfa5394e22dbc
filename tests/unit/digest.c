// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Fingerprints are those that their standards print, however the bytes came.
#include "audio_tools.h"

#include "base/digest.h"

static void digests_are_those_of_their_standards(void)
{
  // RFC 1321, A.5; FIPS 180-4's examples for SHA-256; CRC-32 of "123456789" is CBF43926 everywhere.
  static const struct {
    const char *text, *md5, *sha256, *crc;
  } rows[] = {
      {"", "d41d8cd98f00b204e9800998ecf8427e",
       "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "00000000"},
      {"abc", "900150983cd24fb0d6963f7d28e17f72",
       "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "352441C2"},
      {"123456789", "25f9e794323b453885f5181f1b624d0b",
       "15e2b0d3c33891ebb0f1ef609ec419420c20e320ce94c65fbc8c3312448eb225", "CBF43926"},
      {"message digest", "f96b697d7cb7938d525a2f31aaf161d0",
       "f7846f55cf23e14eebeab5b4e1550cad5b509e3348fbc4efa3a1413d393cb650", "20159D7F"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; ++i) {
    lq_digests d;
    lq_digest_bytes(&d, rows[i].text, strlen(rows[i].text));
    CHECK_TEXT(d.md5, rows[i].md5);
    CHECK_TEXT(d.sha256, rows[i].sha256);
    CHECK_TEXT(d.crc32, rows[i].crc);
    CHECK(d.n_bytes == strlen(rows[i].text));
  }
}

// One bit a step, as RFC 1952 words it.
static uint32_t slow_crc(const unsigned char* const p, const size_t n)
{
  uint32_t r = UINT32_MAX;
  for (size_t i = 0; i < n; ++i) {
    r ^= p[i];
    for (unsigned k = 0; k < 8; ++k) {
      r = r & 1U ? r >> 1U ^ 0xEDB88320U : r >> 1U;
    }
  }
  return ~r;
}

static bool same(const lq_digests* const a, const lq_digests* const b)
{
  return a->n_bytes == b->n_bytes && !strcmp(a->md5, b->md5) && !strcmp(a->sha256, b->sha256) &&
         !strcmp(a->crc32, b->crc32);
}

static void pieces_do_not_matter(void) // fixed: 100 000 bytes, cut at 1, 7, 8, 9 and 4096
{
  static unsigned char bytes[100000];
  static const size_t  cuts[] = {1, 7, 8, 9, 4096};
  for (size_t i = 0; i < sizeof bytes; ++i) {
    bytes[i] = (unsigned char)(i * 2654435761U >> 13U);
  }
  lq_digests whole, parts;
  char       crc[16];
  lq_digest_bytes(&whole, bytes, sizeof bytes);
  (void)snprintf(crc, sizeof crc, "%08X", slow_crc(bytes, sizeof bytes));
  CHECK_TEXT(whole.crc32, crc);
  for (size_t c = 0; c < sizeof cuts / sizeof *cuts; ++c) {
    lq_digester d;
    lq_digester_start(&d);
    for (size_t i = 0; i < sizeof bytes; i += cuts[c]) {
      lq_digester_add(&d, bytes + i, i + cuts[c] < sizeof bytes ? cuts[c] : sizeof bytes - i);
    }
    lq_digester_end(&d, &parts);
    CHECK(same(&parts, &whole));
  }
  tool_save(tool_path("x"), bytes, sizeof bytes);
  CHECK(!lq_digest_file(&parts, tool_path("x"), NULL));
  CHECK(same(&parts, &whole));
}

static void what_is_no_file_has_none(void)
{
  lq_digests d;
  lq_error   e = {0};
  CHECK(lq_digest_file(&d, tool_path("nowhere"), &e) == LQ_ERR_NOT_FOUND);
  CHECK(lq_digest_file(&d, "/dev/null", &e) == LQ_ERR_READ);
  CHECK_TEXT(e.text, "'/dev/null' is no plain file; expected one.");
  CHECK(!mkfifo(tool_path("fifo"), 0600));
  CHECK(lq_digest_file(&d, tool_path("fifo"), &e) == LQ_ERR_READ); // and does not wait
}

static const check_test tests[] = {
    CHECK_TEST(digests_are_those_of_their_standards),
    CHECK_TEST(pieces_do_not_matter),
    CHECK_TEST(what_is_no_file_has_none),
};

int main(void)
{
  const int code = check_all(tests, sizeof tests / sizeof *tests);
  tool_done();
  return code;
}
