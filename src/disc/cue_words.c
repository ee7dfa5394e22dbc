// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/cue_words.h"

#include "base/utf8.h"
#include "disc/latin1.h"

#include <string.h>

lq_at lq_cue_at(const lq_cue_line* const line, const unsigned word)
{
  lq_at at  = line->at;
  at.column = word < line->n ? line->words[word].column : at.column;
  return at;
}

static bool is_utf8(const char* const bytes, const size_t n)
{
  uint32_t code;
  size_t   step;
  for (size_t i = 0; i < n; i += step) {
    step = lq_utf8_next(bytes + i, n - i, &code);
    if (!step) {
      return false;
    }
  }
  return true;
}

lq_status lq_cue_lines_start(lq_cue_lines* const lines, const char* bytes, size_t n)
{
  static const char mark[] = "\xEF\xBB\xBF"; // of UTF-8
  const lq_at       at     = {.file = lines->file, .line = 1, .column = 1};
  if (n >= 3 && !memcmp(bytes, mark, 3)) {
    bytes += 3;
    n -= 3;
  }
  if (n && memchr(bytes, 0, n)) {
    return lq_fail(lines->error, LQ_ERR_SYNTAX, at,
                   "this is no CUE sheet: it holds zeros; expected a text in UTF-8 or ISO 8859-1.");
  }
  lines->bytes  = bytes;
  lines->n      = n;
  lines->next   = 0;
  lines->line   = 0;
  lines->latin1 = !is_utf8(bytes, n);
  return LQ_OK;
}

static const char* take(const lq_cue_lines* const lines, const char* const text, const size_t n)
{
  if (lines->latin1) {
    return lq_latin1_to_utf8(lines->pool, text, n);
  }
  return lq_pool_format(lines->pool, "%.*s", (int)n, text);
}

// Characters, not bytes.
static unsigned column_of(const lq_cue_lines* const lines, const char* const start,
                          const char* const p)
{
  unsigned column = 1;
  for (const char* c = start; c < p; ++c) {
    column += lines->latin1 || ((unsigned char)*c & 0xC0U) != 0x80U;
  }
  return column;
}

static bool is_blank(const char c)
{
  return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static const char* skip_blanks(const char* p, const char* const end)
{
  while (p < end && is_blank(*p)) {
    ++p;
  }
  return p;
}

static lq_status take_words(const lq_cue_lines* const lines, const char* const start,
                            const char* const end, lq_cue_line* const line)
{
  const char* p = skip_blanks(start, end);
  for (line->n = 0; p < end && line->n < LQ_CUE_WORDS; ++line->n) {
    lq_cue_word* const w = &line->words[line->n];
    const char*        last;
    w->column = column_of(lines, start, p);
    if (line->n == 1) {
      line->rest = take(lines, p, (size_t)(end - p));
    }
    if (*p == '"') {
      last = memchr(p + 1, '"', (size_t)(end - p - 1));
      if (!last) {
        const lq_at at = {.file = lines->file, .line = lines->line, .column = w->column};
        return lq_fail(lines->error, LQ_ERR_SYNTAX, at,
                       "this quote is not closed on its line; expected one more \".");
      }
      w->text = take(lines, p + 1, (size_t)(last - p - 1));
      p       = last + 1;
    } else {
      for (last = p; last < end && !is_blank(*last); ++last) {
      }
      w->text = take(lines, p, (size_t)(last - p));
      p       = last;
    }
    if (!w->text || (line->n == 1 && !line->rest)) {
      return LQ_ERR_MEMORY;
    }
    p = skip_blanks(p, end);
  }
  return LQ_OK;
}

lq_status lq_cue_lines_next(lq_cue_lines* const lines, lq_cue_line* const line, bool* const more)
{
  *line = (lq_cue_line){.rest = ""};
  while (lines->next < lines->n && !line->n) {
    const char* const start = lines->bytes + lines->next;
    const size_t      left  = lines->n - lines->next;
    const char*       end   = memchr(start, '\n', left);
    end                     = end ? end : start + left;
    lines->next += (size_t)(end - start) + 1;
    ++lines->line;
    while (end > start && is_blank(end[-1])) {
      --end;
    }
    LQ_TRY(take_words(lines, start, end, line));
    line->at = (lq_at){.file = lines->file, .line = lines->line, .column = line->words[0].column};
  }
  *more = line->n > 0;
  return LQ_OK;
}
