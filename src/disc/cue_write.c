// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/cue.h"
#include "disc/red_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MOST = 254 }; // bytes that the strictest reader takes

typedef struct {
  const lq_disc*      disc;
  const lq_cue_spec*  spec;
  lq_pool*            pool;
  lq_error*           error;
  FILE*               out;
  const lq_cue_piece* piece; // that INDEX lines are of; NULL before the first
} writer;

/// Kinds of text as readers everywhere know them; others stand behind REM, which all of them skip.
static const char* const kind_words[LQ_CDTEXT_N] = {"TITLE",        "PERFORMER",    "SONGWRITER",
                                                    "REM COMPOSER", "REM ARRANGER", "REM MESSAGE"};
static const char* const kind_names[LQ_CDTEXT_N] = {"title",    "performer", "songwriter",
                                                    "composer", "arranger",  "message"};

// Where the last whole character ends within `most` bytes.
static size_t cut(const char* const text, const size_t most, const bool latin1)
{
  size_t n = strnlen(text, most + 1);
  if (n > most) {
    n = most;
    while (!latin1 && n && ((unsigned char)text[n] & 0xC0U) == 0x80U) {
      --n;
    }
  }
  return n;
}

// A text between quotes, which it cannot hold itself, on a line that is not too long.
static lq_status put_text(const writer* const w, const char* const indent, const char* const word,
                          const char* const text, const char* const name, const lq_at at)
{
  if (!text || !*text) {
    return LQ_OK;
  }
  char* copy = lq_pool_copy(w->pool, text);
  if (w->spec->latin1) {
    lq_latin1 l;
    LQ_TRY(lq_latin1_make(&l, w->pool, text, w->spec->way, name, at, w->error));
    copy = l.text;
  }
  for (char* p = copy; p && *p; ++p) {
    *p = *p == '"' ? '\'' : (unsigned char)*p < ' ' || *p == 127 ? ' ' : *p;
  }
  const size_t used = strlen(indent) + strlen(word) + 3; // blank and quotes
  const int    n    = copy ? (int)cut(copy, LINE_MOST - used, w->spec->latin1) : 0;
  fprintf(w->out, "%s%s \"%.*s\"\r\n", indent, word, n, copy ? copy : "");
  return copy ? LQ_OK : LQ_ERR_MEMORY;
}

static const lq_cue_piece* piece_of(const writer* const w, const uint32_t sector)
{
  for (unsigned i = 0; i < w->spec->n_pieces; ++i) {
    const lq_cue_piece* const p = &w->spec->pieces[i];
    if (sector >= p->start && sector < p->end) {
      return p;
    }
  }
  return NULL;
}

static void put_file(writer* const w, const lq_cue_piece* const piece)
{
  if (piece != w->piece) {
    fprintf(w->out, "FILE \"%s\" %s\r\n", piece->file, w->spec->kind ? w->spec->kind : "WAVE");
    w->piece = piece;
  }
}

static void put_index(writer* const w, const unsigned index, const uint32_t sector)
{
  const lq_cue_piece* const piece = piece_of(w, sector);
  put_file(w, piece);
  fprintf(w->out, "    INDEX %02u %s\r\n", index, lq_msf_of(sector - piece->start).text);
}

static void put_flags(const writer* const w, const unsigned flags)
{
  if (flags) {
    fprintf(w->out, "    FLAGS%s%s%s%s\r\n", flags & LQ_DISC_DCP ? " DCP" : "",
            flags & LQ_DISC_4CH ? " 4CH" : "", flags & LQ_DISC_PRE ? " PRE" : "",
            flags & LQ_DISC_SCMS ? " SCMS" : "");
  }
}

// The two seconds before track 1 go without saying.
static void put_marks(writer* const w, const unsigned i)
{
  const lq_disc_track* const t = &w->disc->tracks[i];
  if (t->pause < t->index[0] && piece_of(w, t->pause)) {
    put_index(w, 0, t->pause);
  } else if (t->pause < t->index[0] && (i || t->index[0] > LQ_DISC_PAUSE)) {
    fprintf(w->out, "    PREGAP %s\r\n", lq_msf_of(t->index[0] - t->pause).text);
  }
  for (unsigned k = 0; k < t->n_index; ++k) {
    put_index(w, k + 1, t->index[k]);
  }
}

static lq_status check_marks(const writer* const w, const unsigned i)
{
  const lq_disc_track* const t = &w->disc->tracks[i];
  for (unsigned k = 0; k < t->n_index; ++k) {
    if (!piece_of(w, t->index[k])) {
      return lq_fail(w->error, LQ_ERR_BAD_VALUE, t->at,
                     "index %02u of track %02u at %s lies in none of the sheet's files.", k + 1,
                     i + 1, lq_msf_of(t->index[k]).text);
    }
  }
  return LQ_OK;
}

static lq_status put_track(writer* const w, const unsigned i)
{
  const lq_disc_track* const t     = &w->disc->tracks[i];
  const lq_cue_piece* const  first = piece_of(w, t->pause);
  LQ_TRY(check_marks(w, i));
  put_file(w, first ? first : piece_of(w, t->index[0]));
  fprintf(w->out, "  TRACK %02u AUDIO\r\n", i + 1);
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    char name[64];
    (void)snprintf(name, sizeof name, "the %s of track %u", kind_names[kind], i + 1);
    LQ_TRY(put_text(w, "    ", kind_words[kind], t->text[kind], name, t->at));
  }
  put_flags(w, t->flags);
  if (t->isrc) {
    fprintf(w->out, "    ISRC %s\r\n", t->isrc);
  }
  put_marks(w, i);
  return LQ_OK;
}

static lq_status put_all(writer* const w)
{
  static const lq_at nowhere = {0};
  LQ_TRY(put_text(w, "", "REM GENRE", w->disc->genre, "the genre", nowhere));
  LQ_TRY(put_text(w, "", "REM DATE", w->spec->date, "the date", nowhere));
  LQ_TRY(put_text(w, "", "REM COMMENT", w->spec->comment, "the comment", nowhere));
  if (w->disc->ean) {
    fprintf(w->out, "CATALOG %s\r\n", w->disc->ean);
  }
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    char name[64];
    (void)snprintf(name, sizeof name, "the %s of the disc", kind_names[kind]);
    LQ_TRY(put_text(w, "", kind_words[kind], w->disc->text[kind], name, nowhere));
  }
  for (unsigned i = 0; i < w->disc->n_tracks; ++i) {
    LQ_TRY(put_track(w, i));
  }
  return LQ_OK;
}

static lq_status check_names(const writer* const w)
{
  enum { NAME_MOST = 200 }; // leaves room on the line
  for (unsigned i = 0; i < w->spec->n_pieces; ++i) {
    const char* const file = w->spec->pieces[i].file;
    if (strlen(file) > NAME_MOST || strpbrk(file, "\"\r\n")) {
      return lq_fail(w->error, LQ_ERR_BAD_VALUE, (lq_at){0},
                     "a file of the CUE sheet is called '%s'; expected at most 200 bytes without "
                     "quotes.",
                     file);
    }
  }
  return LQ_OK;
}

lq_status lq_cue_text(const lq_disc* const disc, const lq_cue_spec* const spec, lq_pool* const pool,
                      const char** const text, lq_error* const error)
{
  char*  made = NULL;
  size_t n    = 0;
  writer w    = {.disc = disc, .spec = spec, .pool = pool, .error = error};
  LQ_TRY(check_names(&w));
  w.out = open_memstream(&made, &n);
  if (!w.out) {
    return LQ_ERR_MEMORY;
  }
  lq_status st = put_all(&w);
  if (fclose(w.out)) {
    st = LQ_ERR_MEMORY;
  }
  const char* const copy = st ? NULL : lq_pool_copy(pool, made);
  free(made);
  if (!st) {
    *text = copy;
    st    = copy ? LQ_OK : LQ_ERR_MEMORY;
  }
  return st;
}
