// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/track_sheet.h"

#include "base/output.h"
#include "base/text.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

lq_text lq_sheet_duration(const double sec)
{
  lq_text                  t = {0};
  char                     rest[24];
  const unsigned long long ms = (unsigned long long)llround(fmax(0, sec) * 1000);
  const unsigned long long h = ms / 3600000, m = ms / 60000 % 60; // ms in an hour, in a minute
  lq_text_from_double(rest, sizeof rest, (double)(ms % 60000) / 1000, 3);
  const int n = snprintf(t.text, sizeof t.text, h ? "PT%lluH" : "PT", h);
  (void)snprintf(t.text + n, sizeof t.text - (size_t)n, h || m ? "%lluM%sS" : "%.0llu%sS", m, rest);
  return t;
}

const char* lq_sheet_explicit(const lq_explicit is_explicit, const char* const version)
{
  const bool nobody_sings = version && !strcmp(version, "instrumental");
  const bool clean        = version && !strcmp(version, "clean");
  return nobody_sings || is_explicit == LQ_EXPLICIT_NO ? "NotExplicit"
         : is_explicit == LQ_EXPLICIT_UNSAID           ? "Unknown"
         : clean                                       ? "ExplicitContentEdited"
                                                       : "Explicit";
}

lq_text lq_sheet_side(const lq_album* const album, const size_t song)
{
  lq_text t = {0};
  size_t  n = 0;
  while (n < album->n_sides && album->sides[n] <= song) {
    ++n;
  }
  t.text[0] = n ? (char)('A' + (n - 1) % 26) : '\0';
  return t;
}

double lq_sheet_gap_sec(const lq_layout* const layout, const size_t song)
{
  const lq_place* const p = &layout->places[song];
  return (double)(p->mark - p->pause) / LQ_SECTORS_PER_SEC;
}

// ---- CSV ----

typedef struct {
  const lq_sheet*      sheet;
  const lq_sheet_file* file;
  lq_tags              tags;
} line;

// RFC 4180: what holds a comma, a quote or a line end stands in quotes, quotes in it twice.
static void put_field(FILE* const f, const char* const text)
{
  const bool quoted = text && strpbrk(text, ",\"\r\n");
  fputs(quoted ? "\"" : "", f);
  for (const char* p = text ? text : ""; *p; ++p) {
    fputs(*p == '"' ? "\"" : "", f);
    fputc(*p, f);
  }
  fputs(quoted ? "\"" : "", f);
}

static void put_number(FILE* const f, const unsigned number)
{
  if (number) {
    fprintf(f, "%u", number);
  }
}

static void put_figure(FILE* const f, const double value, const unsigned decimals)
{
  char text[32] = "";
  if (isfinite(value)) {
    lq_text_from_double(text, sizeof text, value, decimals);
  }
  fputs(text, f);
}

static void put_disc(FILE* const f, const line* const l)
{
  put_number(f, l->tags.disc);
}
static void put_side(FILE* const f, const line* const l)
{
  fputs(lq_sheet_side(l->sheet->album, l->file->song).text, f);
}
static void put_track(FILE* const f, const line* const l)
{
  fprintf(f, "%u", l->tags.track); // a hidden one has 0
}
static void put_version(FILE* const f, const line* const l)
{
  put_field(f, l->file->version ? l->file->version : l->tags.text[LQ_TAG_VERSION]);
}
static void put_isrc(FILE* const f, const line* const l)
{
  put_field(f, l->file->version || l->file->isrc ? l->file->isrc : l->tags.text[LQ_TAG_ISRC]);
}
static void put_explicit(FILE* const f, const line* const l)
{
  fputs(lq_sheet_explicit(l->tags.is_explicit, l->file->version), f);
}
static void put_duration(FILE* const f, const line* const l)
{
  fputs(lq_sheet_duration(l->file->duration_sec).text, f);
}
static void put_start(FILE* const f, const line* const l)
{
  if (l->sheet->layout) {
    const double start = l->sheet->layout->places[l->file->song].mark;
    fputs(lq_sheet_duration(start / LQ_SECTORS_PER_SEC).text, f);
  }
}
static void put_gap(FILE* const f, const line* const l)
{
  if (l->sheet->layout) {
    put_figure(f, lq_sheet_gap_sec(l->sheet->layout, l->file->song), 3);
  }
}
static void put_lufs(FILE* const f, const line* const l)
{
  put_figure(f, l->file->integrated_lufs, 2);
}
static void put_range(FILE* const f, const line* const l)
{
  put_figure(f, l->file->range_lu, 2);
}
static void put_peak(FILE* const f, const line* const l)
{
  put_figure(f, l->file->true_peak_dbtp, 2);
}
static void put_rate(FILE* const f, const line* const l)
{
  put_figure(f, l->file->rate_hz, 0);
}
static void put_bits(FILE* const f, const line* const l)
{
  put_number(f, l->file->bits);
}
static void put_file(FILE* const f, const line* const l)
{
  put_field(f, l->file->file);
}
static void put_md5(FILE* const f, const line* const l)
{
  fputs(l->file->md5, f);
}

// Either a tag or a function tells a column.
static const struct {
  const char* name;
  void (*put)(FILE* f, const line* l);
  lq_tag tag;
} columns[] = {
    {"disc", put_disc, 0},
    {"side", put_side, 0},
    {"track", put_track, 0},
    {"title", NULL, LQ_TAG_TITLE},
    {"version", put_version, 0},
    {"artist", NULL, LQ_TAG_ARTIST},
    {"featured", NULL, LQ_TAG_FEATURED},
    {"composer", NULL, LQ_TAG_COMPOSER},
    {"lyricist", NULL, LQ_TAG_SONGWRITER},
    {"publisher", NULL, LQ_TAG_PUBLISHER},
    {"isrc", put_isrc, 0},
    {"iswc", NULL, LQ_TAG_ISWC},
    {"parental_warning", put_explicit, 0},
    {"duration", put_duration, 0},
    {"start", put_start, 0},
    {"gap_sec", put_gap, 0},
    {"integrated_lufs", put_lufs, 0},
    {"loudness_range_lu", put_range, 0},
    {"true_peak_dbtp", put_peak, 0},
    {"sample_rate_hz", put_rate, 0},
    {"bits", put_bits, 0},
    {"file", put_file, 0},
    {"md5", put_md5, 0},
    {"album", NULL, LQ_TAG_ALBUM},
    {"album_artist", NULL, LQ_TAG_ALBUM_ARTIST},
    {"upc_ean", NULL, LQ_TAG_BARCODE},
    {"label", NULL, LQ_TAG_LABEL},
    {"catalogue", NULL, LQ_TAG_CATALOGUE},
    {"genre", NULL, LQ_TAG_GENRE},
    {"release_date", NULL, LQ_TAG_DATE},
    {"p_line", NULL, LQ_TAG_PHONOGRAM},
    {"c_line", NULL, LQ_TAG_COPYRIGHT},
    {"engineer", NULL, LQ_TAG_ENGINEER},
    {"comment", NULL, LQ_TAG_COMMENT},
};

char* lq_sheet_csv(const lq_sheet* const sheet)
{
  char*        text = NULL;
  size_t       size = 0;
  const size_t n    = sizeof columns / sizeof *columns;
  FILE* const  f    = open_memstream(&text, &size);
  if (!f) {
    return NULL;
  }
  for (size_t c = 0; c < n; ++c) {
    fprintf(f, "%s%s", columns[c].name, c + 1 < n ? "," : "\r\n");
  }
  for (size_t i = 0; i < sheet->n_files; ++i) {
    const lq_sheet_file* const file = &sheet->files[i];
    const line l = {.sheet = sheet, .file = file, .tags = lq_album_tags(sheet->album, file->song)};
    for (size_t c = 0; c < n; ++c) {
      if (columns[c].put) {
        columns[c].put(f, &l);
      } else {
        put_field(f, l.tags.text[columns[c].tag]);
      }
      fputs(c + 1 < n ? "," : "\r\n", f);
    }
  }
  if (fclose(f)) {
    free(text);
    return NULL;
  }
  return text;
}

// Takes the text.
static lq_status write(char* const text, const char* const folder, const char* const name,
                       lq_error* const error)
{
  char*     path = NULL;
  lq_status st   = text && asprintf(&path, "%s/%s", folder, name) >= 0 ? LQ_OK : LQ_ERR_MEMORY;
  st             = st ? st : lq_output_text(path, text, strlen(text), false, error);
  free(path);
  free(text);
  return st;
}

lq_status lq_sheet_write(const lq_sheet* const sheet, const char* const folder,
                         lq_error* const error)
{
  LQ_TRY(write(lq_sheet_csv(sheet), folder, "tracks.csv", error));
  return write(lq_sheet_text(sheet), folder, "tracks.txt", error);
}
