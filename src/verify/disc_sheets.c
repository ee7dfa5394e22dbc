// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// CUE sheets and TOC files: in themselves, and against another description of the same disc.
#include "base/path.h"
#include "disc/cue.h"
#include "disc/red_book.h"
#include "verify/disc_work.h"
#include "verify/toc_scan.h"

#include <string.h>
#include <sys/stat.h>

static void fault(lq_work* const w, const lq_rule rule, const lq_entry* const e,
                  const lq_error* const error)
{
  const size_t n = strlen(error->text);
  (void)lq_remark_add(&w->remarks, rule, lq_spot_file(e->name), NULL, "line %u: %.*s", error->line,
                      (int)(n && error->text[n - 1] == '.' ? n - 1 : n), error->text);
}

// Sectors of a sound file that a sheet names; 0 when nobody knows.
static uint32_t sectors_of(const lq_work* const w, const char* const path, const char* const kind)
{
  const lq_entry* const e = lq_walk_find(&w->walk, path);
  struct stat           info;
  if (e && e->kind == LQ_ENTRY_SOUND && e->heard.done && e->heard.m.rate_hz > 0) {
    const double sectors =
        (double)e->heard.m.n_frames * LQ_SECTORS_PER_SEC / e->heard.m.rate_hz - 1e-6;
    return (uint32_t)sectors + 1;
  }
  if (kind && !strcmp(kind, "BINARY") && !stat(path, &info) && info.st_size > 0) {
    return (uint32_t)((info.st_size + LQ_SECTOR_BYTES - 1) / LQ_SECTOR_BYTES);
  }
  return 0;
}

static lq_status missing(lq_work* const w, const lq_rule rule, const lq_entry* const sheet,
                         const char* const name, const char* const path)
{
  struct stat info;
  if (stat(path, &info)) {
    for (size_t i = 0; i < w->n_gone; ++i) {
      if (!strcmp(w->gone[i].path, path)) {
        return LQ_OK; // told already
      }
    }
    (void)lq_remark_add(&w->remarks, rule, lq_spot_file(sheet->name), NULL,
                        "its file '%s' is not there", name);
  }
  return LQ_OK;
}

lq_status lq_cue_judge(lq_work* const w, const lq_entry* const e, lq_known_disc* const known)
{
  lq_text_bytes     bytes;
  lq_error          error  = {.line = 0};
  lq_cue            cue    = {0};
  lq_disc* const    disc   = LQ_POOL_TAKE(w->pool, lq_disc, 1);
  const char* const folder = lq_path_folder(w->pool, e->path);
  LQ_TRY(disc && folder ? LQ_OK : LQ_ERR_MEMORY);
  lq_status st = lq_text_file_read(&bytes, w->pool, e->path, &error);
  st           = st ? st : lq_cue_parse(bytes.text, bytes.n, e->name, w->pool, &cue, &error);
  LQ_TRY(st == LQ_ERR_MEMORY ? st : LQ_OK);
  if (st) {
    fault(w, LQ_RULE_CUE, e, &error);
    return LQ_OK;
  }
  uint32_t* const n_sectors = LQ_POOL_TAKE(w->pool, uint32_t, cue.n_files + 1);
  LQ_TRY(n_sectors ? LQ_OK : LQ_ERR_MEMORY);
  bool all = true;
  for (unsigned i = 0; i < cue.n_files; ++i) {
    const char* const path = lq_path_join(w->pool, folder, cue.files[i].name);
    LQ_TRY(path ? LQ_OK : LQ_ERR_MEMORY);
    n_sectors[i] = sectors_of(w, path, cue.files[i].kind);
    all          = all && n_sectors[i];
    LQ_TRY(n_sectors[i] ? LQ_OK : missing(w, LQ_RULE_CUE, e, cue.files[i].name, path));
  }
  st = all ? lq_cue_disc(&cue, n_sectors, w->pool, disc, &error) : LQ_OK;
  LQ_TRY(st == LQ_ERR_MEMORY ? st : LQ_OK);
  if (st) {
    fault(w, LQ_RULE_CUE, e, &error);
  } else if (all) {
    *known = (lq_known_disc){.disc = disc, .entry = e};
  }
  return LQ_OK;
}

static bool same(const char* const a, const char* const b)
{
  return !strcmp(a ? a : "", b ? b : "");
}

static const char* said(const char* const text)
{
  return text ? text : "nothing";
}

static void differ(lq_work* const w, const lq_rule rule, const lq_entry* const e,
                   const lq_known_disc* const with, const char* const what, const char* const is,
                   const char* const other)
{
  (void)lq_remark_add(&w->remarks, rule, lq_spot_file(e->name),
                      lq_remark_text(&w->remarks, "%s as in %s", said(other), with->entry->name),
                      "%s is %s", what, said(is));
}

static void compare_track(lq_work* const w, const lq_known_disc* const known,
                          const lq_known_disc* const with, const unsigned i)
{
  const lq_disc_track* const a = &known->disc->tracks[i];
  const lq_disc_track* const b = &with->disc->tracks[i];
  const lq_entry* const      e = known->entry;
  const char* const          n = lq_remark_text(&w->remarks, "track %u", i + 1);
  if (a->pause != b->pause) {
    differ(w, LQ_RULE_CD_MARKS, e, with, lq_remark_text(&w->remarks, "%s, its pause", n),
           lq_remark_text(&w->remarks, "%s", lq_msf_of(a->pause).text),
           lq_remark_text(&w->remarks, "%s", lq_msf_of(b->pause).text));
  }
  for (unsigned k = 0; k < a->n_index && k < b->n_index; ++k) {
    if (a->index[k] != b->index[k]) {
      differ(w, LQ_RULE_CD_MARKS, e, with, lq_remark_text(&w->remarks, "%s, index %02u", n, k + 1),
             lq_remark_text(&w->remarks, "%s", lq_msf_of(a->index[k]).text),
             lq_remark_text(&w->remarks, "%s", lq_msf_of(b->index[k]).text));
      break;
    }
  }
  if (a->n_index != b->n_index) {
    differ(w, LQ_RULE_CD_MARKS, e, with, lq_remark_text(&w->remarks, "%s, number of marks", n),
           lq_remark_text(&w->remarks, "%u", a->n_index),
           lq_remark_text(&w->remarks, "%u", b->n_index));
  }
  if (!same(a->isrc, b->isrc)) {
    differ(w, LQ_RULE_CD_CODES, e, with, lq_remark_text(&w->remarks, "%s, ISRC", n), a->isrc,
           b->isrc);
  }
  if (a->text[LQ_CDTEXT_TITLE] && b->text[LQ_CDTEXT_TITLE] &&
      !same(a->text[LQ_CDTEXT_TITLE], b->text[LQ_CDTEXT_TITLE])) {
    differ(w, LQ_RULE_CD_TEXT, e, with, lq_remark_text(&w->remarks, "%s, title", n),
           a->text[LQ_CDTEXT_TITLE], b->text[LQ_CDTEXT_TITLE]);
  }
}

void lq_disc_compare(lq_work* const w, const lq_known_disc* const known,
                     const lq_known_disc* const with)
{
  const lq_disc* const a = known->disc;
  const lq_disc* const b = with->disc;
  if (a->n_tracks != b->n_tracks) {
    differ(w, LQ_RULE_CD_MARKS, known->entry, with, "the number of tracks",
           lq_remark_text(&w->remarks, "%u", a->n_tracks),
           lq_remark_text(&w->remarks, "%u", b->n_tracks));
    return;
  }
  for (unsigned i = 0; i < a->n_tracks; ++i) {
    compare_track(w, known, with, i);
  }
  if (a->lead_out != b->lead_out) {
    differ(w, LQ_RULE_CD_MARKS, known->entry, with, "the end of the disc",
           lq_remark_text(&w->remarks, "%s", lq_msf_of(a->lead_out).text),
           lq_remark_text(&w->remarks, "%s", lq_msf_of(b->lead_out).text));
  }
  if (!same(a->ean, b->ean)) {
    differ(w, LQ_RULE_CD_CODES, known->entry, with, "the EAN", a->ean, b->ean);
  }
}

// The first pause goes without saying in a TOC file, two seconds of it.
static void compare_toc(lq_work* const w, const lq_entry* const e, const lq_toc_scan* const t,
                        const lq_known_disc* const with)
{
  const lq_disc* const d = with->disc;
  if (t->n_tracks != d->n_tracks) {
    differ(w, LQ_RULE_CD_MARKS, e, with, "the number of tracks",
           lq_remark_text(&w->remarks, "%u", t->n_tracks),
           lq_remark_text(&w->remarks, "%u", d->n_tracks));
    return;
  }
  for (unsigned i = 0; i < t->n_tracks; ++i) {
    const lq_disc_track* const its   = &d->tracks[i];
    const uint32_t             from  = i ? its->pause : LQ_DISC_PAUSE;
    const uint32_t             lasts = lq_disc_track_end(d, i) - from;
    const char* const          n     = lq_remark_text(&w->remarks, "track %u", i + 1);
    if (t->tracks[i].known && t->tracks[i].n_sectors != lasts) {
      differ(w, LQ_RULE_CD_MARKS, e, with, lq_remark_text(&w->remarks, "%s, its length", n),
             lq_remark_text(&w->remarks, "%s", lq_msf_of(t->tracks[i].n_sectors).text),
             lq_remark_text(&w->remarks, "%s", lq_msf_of(lasts).text));
    } else if (t->tracks[i].pause != its->index[0] - from) {
      differ(w, LQ_RULE_CD_MARKS, e, with, lq_remark_text(&w->remarks, "%s, its pause", n),
             lq_remark_text(&w->remarks, "%s", lq_msf_of(t->tracks[i].pause).text),
             lq_remark_text(&w->remarks, "%s", lq_msf_of(its->index[0] - from).text));
    }
    if (!same(t->tracks[i].isrc, its->isrc)) {
      differ(w, LQ_RULE_CD_CODES, e, with, lq_remark_text(&w->remarks, "%s, ISRC", n),
             t->tracks[i].isrc, its->isrc);
    }
  }
  if (!same(t->ean, d->ean)) {
    differ(w, LQ_RULE_CD_CODES, e, with, "the EAN", t->ean, d->ean);
  }
}

lq_status lq_toc_judge(lq_work* const w, const lq_entry* const e, const lq_known_disc* const with)
{
  lq_text_bytes      bytes;
  lq_error           error;
  const char* const  folder = lq_path_folder(w->pool, e->path);
  lq_toc_scan* const scan   = LQ_POOL_TAKE(w->pool, lq_toc_scan, 1);
  LQ_TRY(scan && folder ? LQ_OK : LQ_ERR_MEMORY);
  lq_status st = lq_text_file_read(&bytes, w->pool, e->path, &error);
  st           = st ? st : lq_toc_scan_text(scan, w->pool, &bytes);
  LQ_TRY(st == LQ_ERR_MEMORY ? st : LQ_OK);
  if (st) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_TOC, lq_spot_file(e->name), "a TOC file of cdrdao",
                        "%s",
                        scan->n_tracks ? "a time or a name that is none" : "no track, or no CD_DA");
    return LQ_OK;
  }
  for (unsigned i = 0; i < scan->n_files; ++i) {
    const char* const path = lq_path_join(w->pool, folder, scan->files[i]);
    LQ_TRY(path ? missing(w, LQ_RULE_TOC, e, scan->files[i], path) : LQ_ERR_MEMORY);
  }
  if (with->disc) {
    compare_toc(w, e, scan, with);
  }
  return LQ_OK;
}
