// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/package.h"

#include "base/path.h"

#include <stdlib.h>
#include <string.h>

struct lq_package {
  lq_pool*    pool;
  lq_manifest old; // of what stands under the name; nothing when there is none that can be read
  lq_folder*  folder;

  const lq_known_digests* known; // [n_known]
  size_t                  n_known;
};

static bool is_ours(void* const user, const char* const path)
{
  return !strcmp(path, LQ_MANIFEST_MD5) || !strcmp(path, LQ_MANIFEST_SHA256) ||
         lq_manifest_find(user, path);
}

// A folder without a manifest is nobody's package: everything in it is foreign then.
static lq_status begin(lq_package* const p, const char* const path)
{
  LQ_TRY(lq_pool_new(&p->pool));
  const char* const sums = lq_path_join(p->pool, path, LQ_MANIFEST_SHA256);
  LQ_TRY(sums ? LQ_OK : LQ_ERR_MEMORY);
  return lq_manifest_read(&p->old, p->pool, sums, LQ_SHA256_CHARS, NULL) == LQ_ERR_MEMORY
             ? LQ_ERR_MEMORY
             : LQ_OK;
}

lq_status lq_package_may(const char* const path, const bool force, lq_error* const error)
{
  lq_package p  = {0};
  lq_status  st = begin(&p, path);
  st            = st ? st : lq_folder_may(path, force, (lq_ours){is_ours, &p.old}, error);
  lq_pool_free(p.pool);
  return st;
}

lq_status lq_package_open(lq_package** const package, const char* const path, const bool force,
                          lq_error* const error)
{
  lq_package* const p = calloc(1, sizeof *p);
  if (!p) {
    return LQ_ERR_MEMORY;
  }
  lq_status st = begin(p, path);
  st = st ? st : lq_folder_open(&p->folder, path, force, (lq_ours){is_ours, &p->old}, error);
  if (st) {
    lq_package_abandon(p);
    return st;
  }
  *package = p;
  return LQ_OK;
}

const char* lq_package_path(const lq_package* const package)
{
  return lq_folder_path(package->folder);
}

void lq_package_know(lq_package* const package, const lq_known_digests* const known,
                     const size_t n_known)
{
  package->known   = known;
  package->n_known = n_known;
}

lq_status lq_package_commit(lq_package* const package, lq_error* const error)
{
  lq_status st =
      lq_manifest_write(lq_package_path(package), package->known, package->n_known, error);
  if (!st) {
    lq_folder* const folder = package->folder;
    package->folder         = NULL;
    st                      = lq_folder_commit(folder, error);
  }
  lq_package_abandon(package);
  return st;
}

void lq_package_abandon(lq_package* const package)
{
  if (package) {
    lq_folder_abandon(package->folder);
    lq_pool_free(package->pool);
    free(package);
  }
}
