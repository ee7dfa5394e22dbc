// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Track sheets (tracks.csv): what each line says of its file, and the silence that it asks for.
#include "base/digest.h"
#include "base/path.h"
#include "base/text.h"
#include "verify/csv.h"
#include "verify/work.h"

#include <math.h>
#include <string.h>

static const double close_sec = 0.01, lossy_close_sec = 0.05, close_lu = 0.1, close_db = 0.1;
static const double gap_close_sec = 0.05;

/// Which column is what; -1: there is none.
typedef struct {
  int file, isrc, title, duration, gap, lufs, peak, rate, bits, md5;
} columns;

/// One line and its file.
typedef struct {
  lq_work*        work;
  const lq_csv*   csv;
  const columns*  columns;
  size_t          row;
  const lq_entry* sheet;
  lq_entry*       entry;
} line;

typedef struct {
  lq_csv  csv;
  columns columns;
} sheet;

static columns find_columns(const lq_csv* const csv)
{
  static const char* const file[]     = {"filename", "file", "path", NULL};
  static const char* const isrc[]     = {"isrc", NULL};
  static const char* const title[]    = {"title", "tracktitle", "songtitle", NULL};
  static const char* const duration[] = {"duration", "durationsec", "length", "lengthsec", NULL};
  static const char* const gap[]      = {"gap", "gapsec", "pause", "pausesec", "pregap", NULL};
  static const char* const lufs[]     = {"lufsi", "integratedlufs", "lufs", "loudness", NULL};
  static const char* const peak[]     = {"truepeak", "truepeakdbtp", "dbtp", "tp", NULL};
  static const char* const rate[]     = {"samplerate", "sampleratehz", "rate", "ratehz", NULL};
  static const char* const bits[]     = {"bits", "bitdepth", NULL};
  static const char* const md5[]      = {"md5", NULL};
  return (columns){.file     = lq_csv_column(csv, file),
                   .isrc     = lq_csv_column(csv, isrc),
                   .title    = lq_csv_column(csv, title),
                   .duration = lq_csv_column(csv, duration),
                   .gap      = lq_csv_column(csv, gap),
                   .lufs     = lq_csv_column(csv, lufs),
                   .peak     = lq_csv_column(csv, peak),
                   .rate     = lq_csv_column(csv, rate),
                   .bits     = lq_csv_column(csv, bits),
                   .md5      = lq_csv_column(csv, md5)};
}

static double number_of(const char* const text)
{
  double      value;
  const char* end;
  return lq_text_to_double(text, &value, &end) ? value : (double)NAN;
}

// "225.2", "3:45.2", "1:02:03", "PT3M45.2S"; NAN for anything else.
static double seconds_of(const char* text)
{
  const bool  iso = text[0] == 'P' && text[1] == 'T';
  double      sec = 0, value;
  const char* end = text;
  text += iso ? 2 : 0;
  while (*text) {
    if (!lq_text_to_double(text, &value, &end)) {
      return (double)NAN;
    }
    const double unit = *end == 'H' ? 3600 : *end == 'M' ? 60 : 1;
    sec               = iso ? sec + value * unit : sec * 60 + value;
    text              = end + (*end != '\0');
    if (*end && !(iso ? strchr("HMS", *end) != NULL : *end == ':')) {
      return (double)NAN;
    }
  }
  return end > text - 2 && *text == '\0' ? sec : (double)NAN;
}

static void differs(const line* const l, const char* const what, const char* const is,
                    const char* const said)
{
  (void)lq_remark_add(
      &l->work->remarks, LQ_RULE_SHEET, lq_spot_file(l->entry->name),
      lq_remark_text(&l->work->remarks, "%s by %s", said, lq_entry_file(l->sheet->name)), "%s %s",
      what, is);
}

static void compare_figure(const line* const l, const char* const what, const double said,
                           const double is, const double close)
{
  if (isfinite(said) && isfinite(is) && fabs(said - is) > close) {
    differs(l, what, lq_remark_text(&l->work->remarks, "%.2f", is),
            lq_remark_text(&l->work->remarks, "%.2f", said));
  }
}

static void compare_text(const line* const l, const char* const what, const char* const said,
                         const char* const is)
{
  if (*said && is && strcmp(said, is) != 0) {
    differs(l, what, lq_remark_text(&l->work->remarks, "'%s'", is),
            lq_remark_text(&l->work->remarks, "'%s'", said));
  }
}

static const char* cell(const line* const l, const int column)
{
  return lq_csv_cell(l->csv, l->row, column);
}

static void compare_file(const line* const l)
{
  const lq_entry* const e = l->entry;
  const lq_heard* const h = &e->heard;
  const columns* const  c = l->columns;
  if (h->done && !h->info.truncated) {
    const double rate = number_of(cell(l, c->rate));
    compare_figure(l, "length", seconds_of(cell(l, c->duration)),
                   (double)h->m.n_frames / h->m.rate_hz,
                   h->info.lossy ? lossy_close_sec : close_sec);
    compare_figure(l, "loudness", number_of(cell(l, c->lufs)), h->m.integrated_lufs, close_lu);
    const double peak = number_of(cell(l, c->peak));
    compare_figure(l, "true peak", peak,
                   fabs(peak - h->m.true_peak_dbtp) <= close_db ? peak : h->peak_dbtp, close_db);
    compare_figure(l, "rate", rate < 1000 ? 1000 * rate : rate, h->m.rate_hz, 0.5);
    compare_figure(l, "bits", h->info.bits ? number_of(cell(l, c->bits)) : (double)NAN,
                   (double)h->info.bits, 0);
  }
  if (e->tags) {
    compare_text(l, "ISRC", cell(l, c->isrc), e->tags->text[LQ_TAG_ISRC]);
    compare_text(l, "title", cell(l, c->title), e->tags->text[LQ_TAG_TITLE]);
  }
  const char* const md5 = cell(l, c->md5);
  if (!e->in_list && *md5 && e->digest.n_bytes == e->n_bytes && strcmp(md5, e->digest.md5) != 0) {
    (void)lq_remark_add(
        &l->work->remarks, LQ_RULE_CHECKSUM, lq_spot_file(e->name),
        lq_remark_text(&l->work->remarks, "%s by %s", md5, lq_entry_file(l->sheet->name)), "%s",
        e->digest.md5);
  }
}

// The file of the song before, in the same folder.
static const lq_entry* before(const line* const l)
{
  const lq_verified_group* const g = lq_work_group(l->work, l->entry);
  const lq_entry* const          e = l->work->walk.entries + g->first;
  const lq_entry*                b = NULL;
  for (size_t i = 0; i < g->n_entries && &e[i] != l->entry; ++i) {
    b = e[i].kind == LQ_ENTRY_SOUND && e[i].numbered && e[i].number + 1 == l->entry->number ? &e[i]
                                                                                            : b;
  }
  return b;
}

static void compare_gap(const line* const l)
{
  const double          gap = seconds_of(cell(l, l->columns->gap));
  const lq_entry* const b   = gap > 0 && l->entry->numbered ? before(l) : NULL;
  if (!b || !b->heard.fine || !l->entry->heard.fine || l->entry->heard.info.lossy ||
      b->heard.info.truncated) {
    return;
  }
  const double silence_sec = b->heard.tail.length_sec + l->entry->heard.head.length_sec;
  if (silence_sec < gap - gap_close_sec) {
    (void)lq_remark_add(&l->work->remarks, LQ_RULE_GAP, lq_spot_time(b->name, b->heard.tail.at_sec),
                        lq_remark_text(&l->work->remarks, "%.2f s", gap), "%.2f s before %s",
                        silence_sec, lq_entry_file(l->entry->name));
  }
}

static void form(lq_work* const w, const lq_entry* const e, const char* const why)
{
  (void)lq_remark_add(&w->remarks, LQ_RULE_SHEET_FORM, lq_spot_file(e->name), NULL, "%s", why);
}

static lq_status read_sheet(lq_work* const w, const lq_entry* const e, sheet* const s)
{
  lq_text_bytes bytes;
  lq_error      error;
  lq_status     st = lq_text_file_read(&bytes, w->pool, e->path, &error);
  st               = st ? st : lq_csv_parse(&s->csv, w->pool, &bytes);
  s->columns       = find_columns(&s->csv);
  if (st || s->columns.file < 0) {
    s->csv.n_rows = 0;
    return st == LQ_ERR_MEMORY ? st : LQ_OK;
  }
  return LQ_OK;
}

// Calls `take` for each line of each sheet.
static lq_status each_line(lq_work* const w, lq_status (*const take)(line*, const char* path))
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e = &w->walk.entries[i];
    sheet                 s = {0};
    LQ_TRY(e->kind == LQ_ENTRY_SHEET ? read_sheet(w, e, &s) : LQ_OK);
    const char* const folder = lq_path_folder(w->pool, e->path);
    for (size_t row = 0; folder && row < s.csv.n_rows; ++row) {
      line l = {.work = w, .csv = &s.csv, .columns = &s.columns, .row = row, .sheet = e};
      const char* const path = lq_path_join(w->pool, folder, cell(&l, s.columns.file));
      LQ_TRY(path ? LQ_OK : LQ_ERR_MEMORY);
      l.entry = lq_walk_find(&w->walk, path);
      LQ_TRY(*cell(&l, s.columns.file) ? take(&l, path) : LQ_OK);
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

static lq_status find_file(line* const l, const char* const path)
{
  if (l->entry) {
    l->entry->wants_digest |= *cell(l, l->columns->md5) != '\0';
    return LQ_OK;
  }
  const char* const folder = lq_entry_folder(l->work->pool, l->sheet);
  const char* const name =
      folder ? lq_path_join(l->work->pool, folder, cell(l, l->columns->file)) : NULL;
  return name ? lq_work_gone(l->work, path, name, lq_entry_file(l->sheet->name)) : LQ_ERR_MEMORY;
}

static lq_status judge_line(line* const l, const char* const path)
{
  (void)path;
  if (l->entry && l->entry->kind == LQ_ENTRY_SOUND) {
    compare_file(l);
    compare_gap(l);
  }
  return LQ_OK;
}

lq_status lq_sheets_read(lq_work* const w)
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e = &w->walk.entries[i];
    sheet                 s = {0};
    LQ_TRY(e->kind == LQ_ENTRY_SHEET ? read_sheet(w, e, &s) : LQ_OK);
    if (e->kind == LQ_ENTRY_SHEET && !s.csv.n_rows) {
      form(w, e,
           s.csv.n_columns && s.columns.file < 0
               ? "it has no column with the names of files"
               : "it is no table: a quote is never closed, or there are no lines");
    }
  }
  return each_line(w, find_file);
}

lq_status lq_sheets_judge(lq_work* const w)
{
  return each_line(w, judge_line);
}
