// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/digest.h"
#include "base/path.h"
#include "base/thread.h"
#include "cli/release.h"
#include "deliver/package.h"
#include "report/album_json.h"
#include "report/json_parts.h"
#include "report/side_sheet.h"
#include "session/plan.h"

#include <string.h>

/// Digests of what the sheet lists, which the manifests need as well.
typedef struct {
  const char** paths;   ///< [n_files]
  lq_digests*  digests; ///< [n_files]
} digesting;

static lq_status digest_one(void* const user, const size_t i, lq_error* const error)
{
  const digesting* const d = user;
  return lq_digest_file(&d->digests[i], d->paths[i], error);
}

static lq_status digest_all(lq_release* const r, lq_error* const error)
{
  const size_t            n     = r->n_files;
  lq_known_digests* const known = LQ_POOL_TAKE(r->pool, lq_known_digests, n + 1);
  digesting               d     = {.paths   = LQ_POOL_TAKE(r->pool, const char*, n + 1),
                                   .digests = LQ_POOL_TAKE(r->pool, lq_digests, n + 1)};
  LQ_TRY(known && d.paths && d.digests ? LQ_OK : LQ_ERR_MEMORY);
  for (size_t i = 0; i < n; ++i) {
    d.paths[i] = lq_path_join(r->pool, r->work, r->files[i].file);
    known[i]   = (lq_known_digests){.path = r->files[i].file, .digests = &d.digests[i]};
    LQ_TRY(d.paths[i] ? LQ_OK : LQ_ERR_MEMORY);
  }
  LQ_TRY(lq_crew_try(r->options.n_jobs, n, digest_one, &d, error));
  for (size_t i = 0; i < n; ++i) {
    memcpy(r->files[i].md5, d.digests[i].md5, sizeof r->files[i].md5);
  }
  lq_package_know(r->package, known, n);
  return LQ_OK;
}

static lq_status write_sheet(lq_release* const r, lq_error* const error)
{
  const lq_sheet sheet = {
      .album = r->album, .layout = &r->layout, .files = r->files, .n_files = r->n_files};
  LQ_TRY(digest_all(r, error));
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

static lq_status write_report(const lq_release* const r, lq_error* const error)
{
  const char* const path = lq_path_join(r->pool, r->work, "report.json");
  return path ? lq_json_write(lq_release_json(r), path, false, error) : LQ_ERR_MEMORY;
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
