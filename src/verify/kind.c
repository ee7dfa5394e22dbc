// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/kind.h"

#include "base/path.h"
#include "base/text.h"
#include "verify/checksums.h"

#include <stdlib.h>
#include <string.h>

typedef struct {
  const unsigned char* head;
  size_t               n;
} bytes;

static bool stands(const bytes* const b, const size_t at, const char* const what)
{
  const size_t n = strlen(what);
  return at + n <= b->n && !memcmp(b->head + at, what, n);
}

static bool is_sound(const bytes* const b)
{
  const bool riff = stands(b, 0, "RIFF") || stands(b, 0, "RF64") || stands(b, 0, "BW64");
  return (riff && stands(b, 8, "WAVE")) || stands(b, 0, "fLaC") || stands(b, 0, "OggS") ||
         (stands(b, 0, "FORM") && (stands(b, 8, "AIFF") || stands(b, 8, "AIFC"))) ||
         stands(b, 0, "riff\x2e\x91\xcf\x11") || stands(b, 0, "caff") || stands(b, 0, ".snd") ||
         stands(b, 0, "ID3");
}

static bool ends_in(const char* const name, const char* const ending)
{
  const size_t n = strlen(name), k = strlen(ending);
  return n >= k && lq_text_same(name + n - k, ending);
}

// A line that begins with the word, blanks before it allowed.
static bool has_line(const bytes* const b, const char* const word)
{
  const size_t k = strlen(word);
  for (size_t i = 0; i + k < b->n; ++i) {
    size_t from = i;
    while (from > 0 && (b->head[from - 1] == ' ' || b->head[from - 1] == '\t')) {
      --from;
    }
    const bool fresh =
        !from || b->head[from - 1] == '\n' || b->head[from - 1] == '\r' || b->head[from - 1] > 0x7f;
    if (fresh && stands(b, i, word)) {
      return true;
    }
  }
  return false;
}

static bool is_sheet(const bytes* const b, const char* const name)
{
  if (!ends_in(name, ".csv") && !ends_in(name, ".tsv")) {
    return false;
  }
  bool isrc = false;
  for (size_t i = 0; i + 4 <= b->n; ++i) {
    isrc |= stands(b, i, "ISRC") || stands(b, i, "isrc");
  }
  return isrc;
}

static bool is_report(const bytes* const b, const char* const name)
{
  if (!ends_in(name, ".json")) {
    return false;
  }
  bool ours = !strcmp(name, "report.json");
  for (size_t i = 0; i + 8 <= b->n && !ours; ++i) {
    ours = stands(b, i, "\"made_by\": \"lacquer");
  }
  return ours;
}

lq_entry_kind lq_kind_of(const unsigned char* const head, const size_t n, const char* const name)
{
  const bytes b = {.head = head, .n = n};
  if (is_sound(&b)) {
    return LQ_ENTRY_SOUND;
  }
  if (lq_audio_named(name)) { // MPEG audio without a tag too; what is none is said when it is heard
    return n ? LQ_ENTRY_SOUND : LQ_ENTRY_EMPTY;
  }
  if (!n) {
    return LQ_ENTRY_EMPTY;
  }
  if (stands(&b, 0, "DDP ") && n >= 64 && !memchr(head, '\n', 32)) {
    return LQ_ENTRY_DDPID;
  }
  if (has_line(&b, "CD_DA") || (ends_in(name, ".toc") && has_line(&b, "TRACK AUDIO"))) {
    return LQ_ENTRY_TOC;
  }
  if (has_line(&b, "FILE \"") && has_line(&b, "TRACK ")) {
    return LQ_ENTRY_CUE;
  }
  if (is_report(&b, name)) {
    return LQ_ENTRY_REPORT;
  }
  if (is_sheet(&b, name)) {
    return LQ_ENTRY_SHEET;
  }
  return lq_checksums_is((const char*)head, n) ? LQ_ENTRY_MANIFEST : LQ_ENTRY_OTHER;
}

const char* lq_kind_title(lq_pool* const pool, const char* const name, bool* const numbered,
                          unsigned* const number)
{
  char* const stem = lq_path_stem(pool, name);
  *numbered        = false;
  *number          = 0;
  if (!stem) {
    return NULL;
  }
  const size_t n = strspn(stem, "0123456789");
  const size_t k = strspn(stem + n, "_-. ");
  if (n < 1 || n > 3 || !k || !stem[n + k]) {
    return stem;
  }
  *numbered = true;
  *number   = (unsigned)strtoul(stem, NULL, 10);
  return stem + n + k;
}
