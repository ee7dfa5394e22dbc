// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"
#include "base/path.h"
#include "cli/release.h"
#include "deliver/cut.h"
#include "disc/cue.h"
#include "disc/ddp.h"
#include "disc/pq_sheet.h"
#include "disc/toc.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/// The disc of a release, and where what is written about it lies.
typedef struct {
  lq_release*   r;
  char          from[PATH_MAX]; ///< the continuous album
  lq_latin1_way way;
} pressing;

static const char* in_package(const pressing* const d, const char* const name)
{
  return lq_path_join(d->r->pool, d->r->work, name);
}

static lq_status put(const pressing* const d, const char* const name, const char* const text,
                     lq_error* const error)
{
  const char* const path = in_package(d, name);
  return path ? lq_output_text(path, text, strlen(text), false, error) : LQ_ERR_MEMORY;
}

// The same files for both sheets, as they lie beside them.
static lq_status write_sheets_of_files(const pressing* const d, lq_error* const error)
{
  const lq_release* const r    = d->r;
  const lq_layout* const  l    = &r->layout;
  lq_cue_piece* const     file = LQ_POOL_TAKE(r->pool, lq_cue_piece, l->n + 1);
  const char *            cue = NULL, *toc = NULL;
  LQ_TRY(file ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < l->n; ++i) {
    file[i] = (lq_cue_piece){.file  = lq_pool_format(r->pool, "%s.wav", r->names[i]),
                             .start = l->places[i].mark,
                             .end   = l->places[i].end};
    LQ_TRY(file[i].file ? LQ_OK : LQ_ERR_MEMORY);
  }
  const lq_cue_spec for_cue = {.pieces   = file,
                               .n_pieces = (unsigned)l->n,
                               .way      = d->way,
                               .date     = r->album->tags.text[LQ_TAG_DATE]};
  const lq_toc_spec for_toc = {.pieces = file, .n_pieces = (unsigned)l->n, .way = d->way};
  LQ_TRY(lq_cue_text(&r->disc, &for_cue, r->pool, &cue, error));
  LQ_TRY(lq_toc_text(&r->disc, &for_toc, r->pool, &toc, error));
  LQ_TRY(put(d, "cd/album.cue", cue, error));
  return put(d, "cd/album.toc", toc, error);
}

static lq_status write_ddp(const pressing* const d, lq_digests* const digests,
                           lq_error* const error)
{
  const lq_release* const r      = d->r;
  lq_disc_faults          notes  = {0};
  const lq_fault_list     list   = {.pool = r->pool, .to = &notes};
  const lq_ddp_spec       spec   = {.way = d->way, .notes = &list, .digests = digests};
  const char* const       folder = in_package(d, "ddp");
  const char* const       image  = in_package(d, "ddp/IMAGE.DAT");
  LQ_TRY(folder && image ? lq_make_folder(folder, error) : LQ_ERR_MEMORY);
  LQ_TRY(lq_cut_image(d->from, &r->layout, image, false, error));
  LQ_TRY(lq_ddp_write(&r->disc, folder, &spec, error));
  for (size_t i = 0; i < notes.n; ++i) {
    lq_say(r->args, "%s\n", notes.items[i].sentence);
  }
  return LQ_OK;
}

static lq_status write_sheets(const pressing* const d, const lq_digests* const image,
                              lq_error* const error)
{
  const lq_release* const  r     = d->r;
  const char* const* const tags  = r->album->tags.text;
  const lq_pq_facts        facts = {.label         = tags[LQ_TAG_LABEL],
                                    .date          = tags[LQ_TAG_DATE],
                                    .engineer      = tags[LQ_TAG_ENGINEER],
                                    .source        = "album.yaml of this package",
                                    .image         = image ? "ddp/IMAGE.DAT" : NULL,
                                    .image_digests = image};
  char* const              text  = lq_pq_sheet_text(&r->disc, &facts);
  char* const              html  = lq_pq_sheet_html(&r->disc, &facts);
  lq_status                st    = text && html ? LQ_OK : LQ_ERR_MEMORY;
  st                             = st ? st : put(d, "cd/pq.txt", text, error);
  st                             = st ? st : put(d, "cd/pq.html", html, error);
  free(text);
  free(html);
  return st;
}

static lq_status press(lq_release* const r, lq_error* const error)
{
  pressing   d = {.r = r, .way = lq_release_way(r->album)};
  lq_digests image;
  size_t     i = 0;
  while (r->chosen[i] != r->cd) {
    ++i;
  }
  LQ_TRY(lq_album_print_path(r->prints[i], d.from, sizeof d.from, error));
  LQ_TRY(r->album->cue ? write_sheets_of_files(&d, error) : LQ_OK);
  LQ_TRY(r->album->ddp ? write_ddp(&d, &image, error) : LQ_OK);
  return write_sheets(&d, r->album->ddp ? &image : NULL, error);
}

lq_status lq_release_disc(lq_release* const r, lq_error* const error)
{
  if (!r->cd) {
    return LQ_OK;
  }
  lq_progress     p  = lq_progress_start(r->args, "writing the disc");
  const lq_status st = press(r, error);
  lq_progress_end(&p, st);
  return st;
}
