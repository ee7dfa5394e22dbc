// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/toc.h"

#include "disc/cdtext.h"
#include "disc/red_book.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const lq_disc*     disc;
  const lq_toc_spec* spec;
  lq_pool*           pool;
  lq_error*          error;
  FILE*              out;
} writer;

static const char* const kind_words[LQ_CDTEXT_N] = {"TITLE",    "PERFORMER", "SONGWRITER",
                                                    "COMPOSER", "ARRANGER",  "MESSAGE"};

// Between quotes; what is not plain ASCII, quotes and backslashes as octal codes.
static void put_quoted(const writer* const w, const char* text)
{
  (void)fputc('"', w->out);
  for (; *text; ++text) {
    const unsigned char c = (unsigned char)*text;
    if (c < ' ' || c > '~' || c == '"' || c == '\\') {
      fprintf(w->out, "\\%03o", c);
    } else {
      (void)fputc(c, w->out);
    }
  }
  (void)fputc('"', w->out);
}

// Which kinds any track or the disc has: those stand everywhere, empty where nothing is said.
static bool has_kind(const lq_disc* const d, const unsigned kind)
{
  bool has = d->text[kind] && *d->text[kind];
  for (unsigned i = 0; i < d->n_tracks; ++i) {
    has = has || (d->tracks[i].text[kind] && *d->tracks[i].text[kind]);
  }
  return has;
}

static lq_status put_texts(const writer* const w, const char* const* const texts,
                           const unsigned track, const lq_at at)
{
  if (!lq_cdtext_wanted(w->disc)) {
    return LQ_OK;
  }
  fprintf(w->out, "CD_TEXT {\n%s  LANGUAGE 0 {\n", track ? "" : "  LANGUAGE_MAP { 0 : EN }\n");
  for (unsigned kind = 0; kind < LQ_CDTEXT_N; ++kind) {
    char      name[64];
    lq_latin1 l = {.text = NULL};
    (void)snprintf(name, sizeof name, "the %s of track %u", kind_words[kind], track);
    if (has_kind(w->disc, kind)) {
      LQ_TRY(lq_latin1_make(&l, w->pool, texts[kind] ? texts[kind] : "", w->spec->way, name, at,
                            w->error));
      fprintf(w->out, "    %s ", kind_words[kind]);
      put_quoted(w, l.text);
      (void)fputc('\n', w->out);
    }
  }
  fprintf(w->out, "  }\n}\n");
  return LQ_OK;
}

// The first two seconds of a disc go without saying, and without a file.
static void put_sound(const writer* const w, const unsigned i)
{
  const lq_disc_track* const t    = &w->disc->tracks[i];
  const uint32_t             from = i ? t->pause : LQ_DISC_PAUSE, mark = t->index[0];
  const uint32_t             start = from > w->spec->start ? from : w->spec->start;
  const uint32_t             end   = lq_disc_track_end(w->disc, i);
  if (start > from) { // the file begins later: what is before it is silence
    fprintf(w->out, "PREGAP %s\n", lq_msf_of(start - from).text);
  }
  fprintf(w->out, "FILE ");
  put_quoted(w, w->spec->file);
  fprintf(w->out, " %s ", lq_msf_of(start - w->spec->start).text);
  fprintf(w->out, "%s\n", lq_msf_of(end - start).text);
  if (mark > start) {
    fprintf(w->out, "START %s\n", lq_msf_of(mark - start).text);
  }
  for (unsigned k = 1; k < t->n_index; ++k) {
    fprintf(w->out, "INDEX %s\n", lq_msf_of(t->index[k] - mark).text);
  }
}

static lq_status put_track(const writer* const w, const unsigned i)
{
  const lq_disc_track* const t = &w->disc->tracks[i];
  fprintf(w->out, "\n// Track %u\nTRACK AUDIO\n%s\n%s\n%s\n", i + 1,
          t->flags & LQ_DISC_DCP ? "COPY" : "NO COPY",
          t->flags & LQ_DISC_PRE ? "PRE_EMPHASIS" : "NO PRE_EMPHASIS",
          t->flags & LQ_DISC_4CH ? "FOUR_CHANNEL_AUDIO" : "TWO_CHANNEL_AUDIO");
  if (t->isrc) {
    fprintf(w->out, "ISRC \"%s\"\n", t->isrc);
  }
  LQ_TRY(put_texts(w, t->text, i + 1, t->at));
  put_sound(w, i);
  return LQ_OK;
}

static lq_status put_all(const writer* const w)
{
  fprintf(w->out, "CD_DA\n");
  if (w->disc->ean) {
    fprintf(w->out, "CATALOG \"%s\"\n", w->disc->ean);
  }
  LQ_TRY(put_texts(w, w->disc->text, 0, (lq_at){0}));
  for (unsigned i = 0; i < w->disc->n_tracks; ++i) {
    LQ_TRY(put_track(w, i));
  }
  return LQ_OK;
}

lq_status lq_toc_text(const lq_disc* const disc, const lq_toc_spec* const spec, lq_pool* const pool,
                      const char** const text, lq_error* const error)
{
  char*  made = NULL;
  size_t n    = 0;
  writer w    = {.disc = disc, .spec = spec, .pool = pool, .error = error};
  w.out       = open_memstream(&made, &n);
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
