// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/ddp_sums.h"

#include "base/text.h"
#include "disc/fields.h"

#include <ctype.h>
#include <string.h>

enum { MOST_BYTES = 65536 }; // of a checksum file that is read

typedef struct {
  const lq_ddp_folder* folder;
  lq_pool*             pool;
  lq_fault_list        faults;
  lq_error*            error;
  const char*          file; // the checksum file
  unsigned             line;
  unsigned             n_sums; // found in it
} checker;

static bool holds(const char* const text, const char* const word)
{
  return strcasestr(text, word) != NULL;
}

static bool is_sum_file(const lq_ddp_entry* const e)
{
  return !e->is_part &&
         (holds(e->name, "md5") || holds(e->name, "checksum") || holds(e->name, "crc") ||
          holds(e->name, "sha256") || holds(e->name, ".sfv"));
}

/// A digest in a line, and what else stands there.
typedef struct {
  const char* hex;
  size_t      n;
  const char* rest; // of the line, the digest cut out
} sum;

// A word all of hexadecimal digits as long as a digest; as short as a CRC only at the line's end.
static bool find_sum(const checker* const c, const char* const line, sum* const s)
{
  for (const char* p = line; *p;) {
    size_t n = 0, n_hex = 0;
    for (; isalnum((unsigned char)p[n]); ++n) {
      n_hex += isxdigit((unsigned char)p[n]) != 0;
    }
    const bool is_long = n == LQ_MD5_CHARS || n == LQ_SHA256_CHARS;
    const bool is_crc  = n == LQ_CRC32_CHARS && p > line && (p[-1] == '=' || p[-1] == ' ') &&
                        !p[n + strspn(p + n, " \t")];
    if (n && n_hex == n && (is_long || is_crc)) {
      s->hex  = p;
      s->n    = n;
      s->rest = lq_pool_format(c->pool, "%.*s %s", (int)(p - line), line, p + n);
      return s->rest != NULL;
    }
    p += n ? n : 1;
  }
  return false;
}

static bool is_name_sign(const char c)
{
  return isalnum((unsigned char)c) || c == '.' || c == '_' || c == '-';
}

// The longest name of the folder that stands in the text as a word.
static lq_ddp_entry* named(const checker* const c, const char* const text)
{
  lq_ddp_entry* best = NULL;
  for (size_t i = 0; i < c->folder->n; ++i) {
    lq_ddp_entry* const e = &c->folder->entries[i];
    const size_t        n = strlen(e->name);
    const char* const   p = strcasestr(text, e->name);
    if (p && (p == text || !is_name_sign(p[-1])) && !is_name_sign(p[n]) &&
        (!best || n > strlen(best->name))) {
      best = e;
    }
  }
  return best;
}

static lq_status check_line(checker* const c, const char* const line)
{
  sum s;
  if (!find_sum(c, line, &s)) {
    return LQ_OK;
  }
  ++c->n_sums;
  lq_ddp_entry* const e = named(c, s.rest);
  if (!e) {
    const char* const word = s.rest + strspn(s.rest, " *=\t");
    lq_fault_warn(&c->faults, (lq_at){0},
                  "%s, line %u has a checksum for '%s', which is not in the folder.", c->file,
                  c->line, lq_field_shown(word, strcspn(word, "\r\t=")).text);
    return LQ_OK;
  }
  LQ_TRY(lq_ddp_entry_digest(e, c->error));
  const char* const found = s.n == LQ_MD5_CHARS      ? e->digests.md5
                            : s.n == LQ_SHA256_CHARS ? e->digests.sha256
                                                     : e->digests.crc32;
  e->covered              = true;
  if (strncasecmp(found, s.hex, s.n) != 0) {
    lq_fault_error(
        &c->faults, (lq_at){0},
        "%s, line %u: the checksum of %s is %.*s; that of the file is %s. It is damaged, "
        "or was changed.",
        c->file, c->line, e->name, (int)s.n, s.hex, found);
  }
  return LQ_OK;
}

static lq_status check_file(checker* const c, const lq_ddp_entry* const e)
{
  char*  text = NULL;
  size_t n    = 0;
  LQ_TRY(lq_ddp_entry_load(e, MOST_BYTES, c->pool, &text, &n, c->error));
  c->file   = e->name;
  c->line   = 0;
  c->n_sums = 0;
  for (size_t i = 0; i < n;) {
    char* const  line         = text + i;
    const size_t end          = strcspn(line, "\n"); // a zero ends the text
    line[end]                 = '\0';
    line[strcspn(line, "\r")] = '\0';
    ++c->line;
    LQ_TRY(check_line(c, line));
    i += end + 1;
  }
  if (!c->n_sums) {
    lq_fault_warn(&c->faults, (lq_at){0}, "%s has no checksum that is understood here.", e->name);
  }
  return LQ_OK;
}

lq_status lq_ddp_sums_check(const lq_ddp_folder* const folder, lq_pool* const pool,
                            bool* const found, lq_disc_faults* const faults, lq_error* const error)
{
  checker c = {
      .folder = folder, .pool = pool, .faults = {.pool = pool, .to = faults}, .error = error};
  *found = false;
  for (size_t i = 0; i < folder->n; ++i) {
    if (is_sum_file(&folder->entries[i])) {
      *found = true;
      LQ_TRY(check_file(&c, &folder->entries[i]));
    }
  }
  if (!*found) {
    lq_fault_warn(
        &c.faults, (lq_at){0},
        "There is no checksum file; nobody would notice a copy that was damaged on its way.");
  }
  for (size_t i = 0; *found && i < folder->n; ++i) {
    const lq_ddp_entry* const e = &folder->entries[i];
    if (e->is_part && !e->covered) {
      lq_fault_warn(&c.faults, (lq_at){0}, "No checksum covers %s.", e->name);
    }
  }
  return faults->no_memory ? LQ_ERR_MEMORY : LQ_OK;
}
