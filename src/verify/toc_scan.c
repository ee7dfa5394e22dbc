// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/toc_scan.h"

#include <stdio.h>
#include <string.h>

enum { WORD_MOST = 1024 };

typedef struct {
  const char *at, *end;
  char        word[WORD_MOST]; // the last one, cut where it is longer
  bool        quoted;
} scanner;

// Comments run from "//" to the end of the line.
static void skip_blank(scanner* const s)
{
  while (s->at < s->end) {
    if (s->end - s->at > 1 && s->at[0] == '/' && s->at[1] == '/') {
      while (s->at < s->end && *s->at != '\n') {
        ++s->at;
      }
    } else if (!strchr(" \t\r\n", *s->at)) {
      return;
    } else {
      ++s->at;
    }
  }
}

static bool next_word(scanner* const s)
{
  size_t n = 0;
  skip_blank(s);
  if (s->at >= s->end) {
    return false;
  }
  s->quoted = *s->at == '"';
  s->at += s->quoted;
  while (s->at < s->end && (s->quoted ? *s->at != '"' : !strchr(" \t\r\n\"", *s->at))) {
    const bool escaped = s->quoted && *s->at == '\\' && s->at + 1 < s->end;
    s->at += escaped;
    if (n + 1 < sizeof s->word) {
      s->word[n++] = *s->at;
    }
    ++s->at;
  }
  s->at += s->quoted && s->at < s->end;
  s->word[n] = '\0';
  return true;
}

static bool is(const scanner* const s, const char* const word)
{
  return !s->quoted && !strcmp(s->word, word);
}

// "04:01:37"; a plain 0 is no time at all.
static bool as_time(const scanner* const s, uint32_t* const sectors)
{
  unsigned minutes, seconds, frames;
  char     more;
  if (!strcmp(s->word, "0")) {
    *sectors = 0;
    return true;
  }
  if (s->quoted || sscanf(s->word, "%3u:%2u:%2u%c", &minutes, &seconds, &frames, &more) != 3) {
    return false;
  }
  *sectors = (minutes * 60 + seconds) * LQ_SECTORS_PER_SEC + frames;
  return true;
}

static lq_status take_file(scanner* const s, lq_toc_scan* const t, lq_pool* const pool,
                           lq_toc_track* const track)
{
  uint32_t start, length;
  LQ_TRY(next_word(s) ? LQ_OK : LQ_ERR_FORMAT);
  const bool known = !t->n_files || strcmp(t->files[t->n_files - 1], s->word) != 0;
  if (known && t->n_files < LQ_DISC_MOST_TRACKS) {
    t->files[t->n_files] = lq_pool_copy(pool, s->word);
    LQ_TRY(t->files[t->n_files++] ? LQ_OK : LQ_ERR_MEMORY);
  }
  LQ_TRY(next_word(s) && as_time(s, &start) ? LQ_OK : LQ_ERR_FORMAT);
  const scanner behind = *s;
  if (next_word(s) && as_time(s, &length)) {
    track->n_sectors += length;
  } else { // to the end of the file, whose length is another one's business
    *s           = behind;
    track->known = false;
  }
  return LQ_OK;
}

static lq_status take_text(scanner* const s, const char** const to, lq_pool* const pool)
{
  LQ_TRY(next_word(s) && s->quoted ? LQ_OK : LQ_ERR_FORMAT);
  *to = lq_pool_copy(pool, s->word);
  return *to ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_status take_time(scanner* const s, uint32_t* const sectors)
{
  return next_word(s) && as_time(s, sectors) ? LQ_OK : LQ_ERR_FORMAT;
}

static lq_status take_word(scanner* const s, lq_toc_scan* const t, lq_pool* const pool)
{
  lq_toc_track* const track = t->n_tracks ? &t->tracks[t->n_tracks - 1] : NULL;
  uint32_t            time  = 0;
  if (is(s, "TRACK")) {
    LQ_TRY(t->n_tracks < LQ_DISC_MOST_TRACKS ? LQ_OK : LQ_ERR_FORMAT);
    t->tracks[t->n_tracks++].known = true;
  } else if (is(s, "CATALOG") && !track) {
    return take_text(s, &t->ean, pool);
  } else if (is(s, "ISRC") && track) {
    return take_text(s, &track->isrc, pool);
  } else if ((is(s, "FILE") || is(s, "AUDIOFILE")) && track) {
    return take_file(s, t, pool, track);
  } else if ((is(s, "PREGAP") || is(s, "SILENCE") || is(s, "ZERO")) && track) {
    const bool pregap = is(s, "PREGAP");
    LQ_TRY(take_time(s, &time));
    track->n_sectors += time;
    track->pause += pregap ? time : 0;
  } else if (is(s, "START") && track) {
    const scanner behind = *s;
    if (next_word(s) && as_time(s, &time)) {
      track->pause += time;
    } else { // all that stands before it
      *s           = behind;
      track->pause = track->n_sectors;
    }
  }
  return LQ_OK;
}

lq_status lq_toc_scan_text(lq_toc_scan* const scan, lq_pool* const pool,
                           const lq_text_bytes* const bytes)
{
  scanner s   = {.at = bytes->text, .end = bytes->text + bytes->n};
  bool    any = false;
  *scan       = (lq_toc_scan){0};
  while (next_word(&s)) {
    any = any || is(&s, "CD_DA");
    LQ_TRY(take_word(&s, scan, pool));
  }
  return any && scan->n_tracks ? LQ_OK : LQ_ERR_FORMAT;
}
