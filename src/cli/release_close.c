// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest.h"
#include "base/output.h"
#include "base/path.h"
#include "base/thread.h"
#include "cli/release.h"
#include "deliver/package.h"
#include "report/album_json.h"
#include "report/side_sheet.h"
#include "session/plan.h"

#include <stdlib.h>
#include <string.h>

// The sheet says what each file is to the byte.
static lq_status digest_one(void* const user, const size_t i, lq_error* const error)
{
  lq_release* const r    = user;
  lq_pool*          pool = NULL;
  lq_digests        digests;
  LQ_TRY(lq_pool_new(&pool));
  const char* const path = lq_path_join(pool, r->work, r->files[i].file);
  const lq_status   st   = path ? lq_digest_file(&digests, path, error) : LQ_ERR_MEMORY;
  if (!st) {
    memcpy(r->files[i].md5, digests.md5, sizeof r->files[i].md5);
  }
  lq_pool_free(pool);
  return st;
}

static lq_status write_sheet(lq_release* const r, lq_error* const error)
{
  const lq_sheet sheet = {
      .album = r->album, .layout = &r->layout, .files = r->files, .n_files = r->n_files};
  LQ_TRY(lq_crew_try(r->options.n_jobs, r->n_files, digest_one, r, error));
  return lq_sheet_write(&sheet, r->work, error);
}

static lq_status write_plan(lq_release* const r, lq_error* const error)
{
  const char* const path = lq_path_join(r->pool, r->work, "album.yaml");
  LQ_TRY(path ? lq_album_rebase(r->album, r->work) : LQ_ERR_MEMORY);
  return lq_album_write(r->album, path, false, error);
}

json_t* lq_release_json(const lq_release* const r)
{
  const char* const* const tags  = r->album->tags.text;
  const lq_side_sheet      sheet = {.title     = tags[LQ_TAG_ALBUM],
                                    .artist    = tags[LQ_TAG_ALBUM_ARTIST],
                                    .catalogue = tags[LQ_TAG_CATALOGUE],
                                    .contact   = tags[LQ_TAG_ENGINEER],
                                    .sides     = r->pressing.sides,
                                    .n_sides   = r->pressing.n_sides,
                                    .why       = r->pressing.why,
                                    .n_why     = r->pressing.n_why};
  json_t* const            j     = lq_album_json(lq_album_tell(r->sound));
  if (r->pressing.n_sides) {
    json_object_set_new(j, "vinyl", lq_side_sheet_json(&sheet));
  }
  return j;
}

static lq_status write_report(lq_release* const r, lq_error* const error)
{
  const char* const path = lq_path_join(r->pool, r->work, "report.json");
  json_t* const     j    = lq_release_json(r);
  char* const       text = j ? json_dumps(j, JSON_INDENT(2) | JSON_REAL_PRECISION(9)) : NULL;
  const lq_status   st =
      path && text ? lq_output_text(path, text, strlen(text), false, error) : LQ_ERR_MEMORY;
  json_decref(j);
  free(text);
  return st;
}

lq_status lq_release_close(lq_release* const r, lq_error* const error)
{
  lq_progress p  = lq_progress_start(r->args, "closing the package");
  lq_status   st = write_plan(r, error);
  st             = st ? st : write_report(r, error);
  st             = st ? st : write_sheet(r, error);
  if (!st) {
    lq_package* const package = r->package;
    r->package                = NULL;
    st                        = lq_package_commit(package, error);
  }
  lq_progress_end(&p, st);
  return st;
}
