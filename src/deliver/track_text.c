// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/columns.h"
#include "deliver/track_sheet.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Text, and blanks up to so many columns.
static void put_cell(FILE* const f, const char* const text, const size_t columns)
{
  fputs(text, f);
  for (size_t k = lq_text_columns(text); k < columns; ++k) {
    fputc(' ', f);
  }
}

static const char* said(const lq_tags* const tags, const lq_tag tag)
{
  return tags->text[tag] ? tags->text[tag] : "";
}

// "3:45.1", "1:02:03.4"
static lq_text clock_text(const double sec)
{
  lq_text                  t      = {0};
  const unsigned long long tenths = (unsigned long long)llround(fmax(0, sec) * 10);
  const unsigned long long h = tenths / 36000, m = tenths / 600 % 60; // tenths in an hour, a minute
  if (h) {
    (void)snprintf(t.text, sizeof t.text, "%llu:%02llu:%02llu.%llu", h, m, tenths / 10 % 60,
                   tenths % 10);
  } else {
    (void)snprintf(t.text, sizeof t.text, "%llu:%02llu.%llu", m, tenths / 10 % 60, tenths % 10);
  }
  return t;
}

static void put_head(FILE* const f, const lq_tags* const album)
{
  static const struct {
    const char* name;
    lq_tag      tag;
  } heads[] = {
      {"artist", LQ_TAG_ARTIST},       {"UPC/EAN", LQ_TAG_BARCODE}, {"label", LQ_TAG_LABEL},
      {"catalogue", LQ_TAG_CATALOGUE}, {"genre", LQ_TAG_GENRE},     {"release", LQ_TAG_DATE},
      {"(P)", LQ_TAG_PHONOGRAM},       {"(C)", LQ_TAG_COPYRIGHT},   {"engineer", LQ_TAG_ENGINEER},
      {"comment", LQ_TAG_COMMENT},
  };
  const char* const title = said(album, LQ_TAG_ALBUM);
  fprintf(f, "%s\n\n", *title ? title : "Track sheet");
  for (size_t i = 0; i < sizeof heads / sizeof *heads; ++i) {
    if (*said(album, heads[i].tag)) {
      fprintf(f, "%-10s %s\n", heads[i].name, said(album, heads[i].tag));
    }
  }
}

// The first file of a song is what its own line tells of.
static const lq_sheet_file* file_of(const lq_sheet* const s, const size_t song)
{
  for (size_t i = 0; i < s->n_files; ++i) {
    if (s->files[i].song == song && !s->files[i].version) {
      return &s->files[i];
    }
  }
  return NULL;
}

// "Night Drive (live) feat. Ada"
static lq_text full_title(const lq_tags* const t)
{
  lq_text           text     = {0};
  const char* const version  = said(t, LQ_TAG_VERSION);
  const char* const featured = said(t, LQ_TAG_FEATURED);
  (void)snprintf(text.text, sizeof text.text, "%s%s%s%s%s%s", said(t, LQ_TAG_TITLE),
                 *version ? " (" : "", version, *version ? ")" : "", *featured ? " feat. " : "",
                 featured);
  return text;
}

static size_t wider(const size_t a, const char* const text)
{
  const size_t b = lq_text_columns(text);
  return b > a ? b : a;
}

static void put_songs(FILE* const f, const lq_sheet* const s)
{
  size_t title = 5, artist = 6;
  for (size_t i = 0; i < s->album->n_songs; ++i) {
    const lq_tags t = lq_album_tags(s->album, i);
    title           = wider(title, full_title(&t).text);
    artist          = wider(artist, said(&t, LQ_TAG_ARTIST));
  }
  fputs("\nno  side  ", f);
  put_cell(f, "title", title + 2);
  put_cell(f, "artist", artist + 2);
  fputs("   length     start    gap  ISRC          words\n", f);
  for (size_t i = 0; i < s->album->n_songs; ++i) {
    const lq_tags              t    = lq_album_tags(s->album, i);
    const lq_sheet_file* const file = file_of(s, i);
    const lq_place* const      p    = s->layout ? &s->layout->places[i] : NULL;
    const double               sec  = LQ_SECTORS_PER_SEC;
    fprintf(f, "%02u  %-4s  ", t.track, lq_sheet_side(s->album, i).text);
    put_cell(f, full_title(&t).text, title + 2);
    put_cell(f, said(&t, LQ_TAG_ARTIST), artist + 2);
    fprintf(f, "%9s %9s ", file ? clock_text(file->duration_sec).text : "-",
            p ? clock_text((double)p->mark / sec).text : "-");
    fprintf(f, p ? "%6.2f" : "     -", p ? lq_sheet_gap_sec(s->layout, i) : 0);
    fprintf(f, "  %-12s  %s\n", said(&t, LQ_TAG_ISRC), lq_sheet_explicit(t.is_explicit, NULL));
  }
}

static void put_credits(FILE* const f, const lq_sheet* const s)
{
  static const struct {
    const char* name;
    lq_tag      tag;
  } credits[] = {{"composer", LQ_TAG_COMPOSER}, {"lyricist", LQ_TAG_SONGWRITER},
                 {"arranger", LQ_TAG_ARRANGER}, {"publisher", LQ_TAG_PUBLISHER},
                 {"ISWC", LQ_TAG_ISWC},         {"message", LQ_TAG_MESSAGE}};
  bool told   = false;
  for (size_t i = 0; i < s->album->n_songs; ++i) {
    const lq_tags t = lq_album_tags(s->album, i);
    for (size_t k = 0; k < sizeof credits / sizeof *credits; ++k) {
      if (*said(&t, credits[k].tag)) {
        fprintf(f, "%s%02u  %-10s %s\n", told ? "" : "\n", t.track, credits[k].name,
                said(&t, credits[k].tag));
        told = true;
      }
    }
  }
}

static void put_figure(FILE* const f, const double value)
{
  fprintf(f, isfinite(value) ? " %7.2f" : "       -", value);
}

static void put_files(FILE* const f, const lq_sheet* const s)
{
  size_t width = 4;
  for (size_t i = 0; i < s->n_files; ++i) {
    width = wider(width, s->files[i].file);
  }
  fputs("\n", f);
  put_cell(f, "file", width + 2);
  fputs("     Hz  bit    LUFS     LRA    dBTP  MD5\n", f);
  for (size_t i = 0; i < s->n_files; ++i) {
    const lq_sheet_file* const file = &s->files[i];
    char                       bits[16];
    (void)snprintf(bits, sizeof bits,
                   file->bits == 32 ? "32f"
                   : file->bits     ? "%u"
                                    : "-",
                   file->bits);
    put_cell(f, file->file, width + 2);
    fprintf(f, "%7.0f %4s", file->rate_hz, bits);
    put_figure(f, file->integrated_lufs);
    put_figure(f, file->range_lu);
    put_figure(f, file->true_peak_dbtp);
    fprintf(f, "  %s\n", file->md5);
  }
}

char* lq_sheet_text(const lq_sheet* const sheet)
{
  char*       text = NULL;
  size_t      n    = 0;
  FILE* const f    = open_memstream(&text, &n);
  if (!f) {
    return NULL;
  }
  put_head(f, &sheet->album->tags);
  put_songs(f, sheet);
  put_credits(f, sheet);
  put_files(f, sheet);
  fputs("\nAll figures were read back from the files. made by lacquer " LQ_VERSION "\n", f);
  if (fclose(f)) {
    free(text);
    return NULL;
  }
  return text;
}
