// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/checksums.h"

#include "base/digest.h"
#include "verify/text_file.h"

#include <string.h>

enum { ODD_MOST = 16 };

/// One line, its end taken off.
typedef struct {
  const char* at;
  size_t      n;
} line;

/// Of what a line says: where its sum and its name stand.
typedef struct {
  lq_checksum_kind kind;
  line             sum, name;
  bool             escaped; ///< "\\" and "\n" stand for a backslash and a line's end
} parsed;

static bool is_hex(const char c)
{
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static size_t hex_run(const line l, const size_t from)
{
  size_t n = 0;
  while (from + n < l.n && is_hex(l.at[from + n])) {
    ++n;
  }
  return n;
}

static bool kind_of(const size_t n_chars, lq_checksum_kind* const kind)
{
  *kind = n_chars == LQ_SHA256_CHARS ? LQ_CHECKSUM_SHA256
          : n_chars == LQ_MD5_CHARS  ? LQ_CHECKSUM_MD5
                                     : LQ_CHECKSUM_CRC32;
  return n_chars == LQ_SHA256_CHARS || n_chars == LQ_MD5_CHARS || n_chars == LQ_CRC32_CHARS;
}

// "0123...  name" or "0123... *name"; a backslash before it says that the name is escaped.
static bool parse_plain(const line l, parsed* const p)
{
  const size_t from = l.n && l.at[0] == '\\';
  const size_t n    = hex_run(l, from);
  if (!kind_of(n, &p->kind) || p->kind == LQ_CHECKSUM_CRC32 || from + n + 2 >= l.n ||
      l.at[from + n] != ' ' || (l.at[from + n + 1] != ' ' && l.at[from + n + 1] != '*')) {
    return false;
  }
  p->escaped = from;
  p->sum     = (line){.at = l.at + from, .n = n};
  p->name    = (line){.at = l.at + from + n + 2, .n = l.n - from - n - 2};
  return true;
}

// "MD5 (name) = 0123..."
static bool parse_tagged(const line l, parsed* const p)
{
  static const char* const words[] = {"MD5 (", "SHA256 ("};
  for (size_t w = 0; w < sizeof words / sizeof *words; ++w) {
    const size_t k = strlen(words[w]);
    size_t       n = l.n;
    while (n > 0 && is_hex(l.at[n - 1])) {
      --n;
    }
    if (l.n > k && !memcmp(l.at, words[w], k) && n > k + 4 && !memcmp(l.at + n - 4, ") = ", 4) &&
        kind_of(l.n - n, &p->kind) && p->kind == (w ? LQ_CHECKSUM_SHA256 : LQ_CHECKSUM_MD5)) {
      p->sum  = (line){.at = l.at + n, .n = l.n - n};
      p->name = (line){.at = l.at + k, .n = n - 4 - k};
      return true;
    }
  }
  return false;
}

// "name=0123ABCD"
static bool parse_crc(const line l, parsed* const p)
{
  if (l.n < LQ_CRC32_CHARS + 2 || l.at[l.n - LQ_CRC32_CHARS - 1] != '=' ||
      hex_run(l, l.n - LQ_CRC32_CHARS) != LQ_CRC32_CHARS) {
    return false;
  }
  p->kind = LQ_CHECKSUM_CRC32;
  p->sum  = (line){.at = l.at + l.n - LQ_CRC32_CHARS, .n = LQ_CRC32_CHARS};
  p->name = (line){.at = l.at, .n = l.n - LQ_CRC32_CHARS - 1};
  return true;
}

static bool parse(const line l, parsed* const p)
{
  *p = (parsed){0};
  return !memchr(l.at, 0, l.n) && (parse_plain(l, p) || parse_tagged(l, p) || parse_crc(l, p));
}

static line next_line(const char* const bytes, const size_t n, size_t* const at)
{
  const char* const end = memchr(bytes + *at, '\n', n - *at);
  line              l   = {.at = bytes + *at, .n = end ? (size_t)(end - bytes) - *at : n - *at};
  *at += l.n + (end != NULL);
  while (l.n && (l.at[l.n - 1] == '\r' || l.at[l.n - 1] == ' ')) {
    --l.n;
  }
  return l;
}

// What need not be understood: nothing, comments of some writers, the title of a section.
static bool says_nothing(const line l)
{
  return !l.n || l.at[0] == '#' || l.at[0] == ';' || l.at[0] == '[';
}

bool lq_checksums_is(const char* const bytes, const size_t n)
{
  for (size_t at = 0; at < n;) {
    const line l = next_line(bytes, n, &at);
    parsed     p;
    if (!says_nothing(l)) {
      return parse(l, &p);
    }
  }
  return false;
}

static const char* name_of(const parsed* const p, lq_pool* const pool)
{
  char* const name = LQ_POOL_TAKE(pool, char, p->name.n + 1);
  size_t      n    = 0;
  for (size_t i = 0; name && i < p->name.n; ++i) {
    const bool pair = p->escaped && p->name.at[i] == '\\' && i + 1 < p->name.n;
    i += pair;
    const char c = p->name.at[i];
    name[n++]    = (char)(pair && c == 'n' ? '\n' : pair && c == 'r' ? '\r' : c);
  }
  return name && !strncmp(name, "./", 2) ? name + 2 : name;
}

static const char* sum_of(const parsed* const p, lq_pool* const pool)
{
  char* const sum = LQ_POOL_TAKE(pool, char, p->sum.n + 1);
  for (size_t i = 0; sum && i < p->sum.n; ++i) {
    const char c     = p->sum.at[i];
    const bool big   = p->kind == LQ_CHECKSUM_CRC32;
    const char small = (char)(c >= 'A' && c <= 'F' ? c + 'a' - 'A' : c);
    sum[i]           = (char)(big && c >= 'a' ? c + 'A' - 'a' : big ? c : small);
  }
  return sum;
}

static size_t count_lines(const lq_text_bytes* const bytes)
{
  size_t n = 1;
  for (size_t i = 0; i < bytes->n; ++i) {
    n += bytes->text[i] == '\n';
  }
  return n;
}

lq_status lq_checksums_read(lq_checksums* const list, lq_pool* const pool, const char* const path,
                            lq_error* const error)
{
  lq_text_bytes bytes;
  LQ_TRY(lq_text_file_read(&bytes, pool, path, error));
  lq_checksum* const items = LQ_POOL_TAKE(pool, lq_checksum, count_lines(&bytes));
  unsigned* const    odd   = LQ_POOL_TAKE(pool, unsigned, ODD_MOST);
  *list                    = (lq_checksums){.items = items, .odd = odd};
  if (!items || !odd) {
    return LQ_ERR_MEMORY;
  }
  unsigned number = 0;
  for (size_t at = 0; at < bytes.n;) {
    const line l = next_line(bytes.text, bytes.n, &at);
    parsed     p;
    ++number;
    if (parse(l, &p)) {
      lq_checksum* const to = &items[list->n++];
      to->kind              = p.kind;
      to->name              = name_of(&p, pool);
      to->sum               = sum_of(&p, pool);
      to->line              = number;
      LQ_TRY(to->name && to->sum ? LQ_OK : LQ_ERR_MEMORY);
    } else if (!says_nothing(l) && list->n_odd < ODD_MOST) {
      odd[list->n_odd++] = number;
    }
  }
  return LQ_OK;
}
