// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "disc/ddp_folder.h"

#include "base/path.h"
#include "base/reason.h"
#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static lq_status list_names(DIR* const dir, lq_pool* const pool, const char*** const names,
                            size_t* const n)
{
  size_t room = 0;
  while (readdir(dir)) {
    ++room;
  }
  rewinddir(dir);
  *names = LQ_POOL_TAKE(pool, const char*, room + 1);
  *n     = 0;
  if (!*names) {
    return LQ_ERR_MEMORY;
  }
  for (const struct dirent* e; *n < room && (e = readdir(dir));) {
    (*names)[*n] = lq_pool_copy(pool, e->d_name);
    if (!(*names)[(*n)++]) {
      return LQ_ERR_MEMORY;
    }
  }
  lq_text_sort(*names, *n);
  return LQ_OK;
}

static lq_status keep_files(lq_ddp_folder* const folder, const char* const path,
                            const char* const* const names, const size_t n, lq_pool* const pool)
{
  folder->n       = 0;
  folder->entries = LQ_POOL_TAKE(pool, lq_ddp_entry, n + 1);
  for (size_t i = 0; folder->entries && i < n; ++i) {
    struct stat       info;
    const char* const whole = lq_path_join(pool, path, names[i]);
    if (!whole) {
      return LQ_ERR_MEMORY;
    }
    if (!stat(whole, &info) && S_ISREG(info.st_mode)) {
      folder->entries[folder->n++] =
          (lq_ddp_entry){.name = names[i], .path = whole, .n_bytes = (uint64_t)info.st_size};
    }
  }
  return folder->entries ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_ddp_folder_list(lq_ddp_folder* const folder, const char* const path,
                             lq_pool* const pool, lq_error* const error)
{
  DIR* const dir = opendir(path);
  if (!dir) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, path, "'%s' cannot be opened as a folder: %s.",
                        path, lq_reason(errno));
  }
  const char** names = NULL;
  size_t       n     = 0;
  lq_status    st    = list_names(dir, pool, &names, &n);
  st                 = st ? st : keep_files(folder, path, names, n, pool);
  (void)closedir(dir);
  return st;
}

lq_ddp_entry* lq_ddp_folder_find(const lq_ddp_folder* const folder, const char* const name)
{
  for (size_t i = 0; i < folder->n; ++i) {
    if (!strcmp(folder->entries[i].name, name)) {
      return &folder->entries[i];
    }
  }
  for (size_t i = 0; i < folder->n; ++i) {
    if (lq_text_same(folder->entries[i].name, name)) {
      return &folder->entries[i];
    }
  }
  return NULL;
}

lq_status lq_ddp_entry_load(const lq_ddp_entry* const entry, const size_t most, lq_pool* const pool,
                            char** const bytes, size_t* const n, lq_error* const error)
{
  const size_t size = entry->n_bytes < most ? (size_t)entry->n_bytes : most;
  FILE* const  f    = fopen(entry->path, "rbe");
  if (!f) {
    return lq_fail_file(error, LQ_ERR_READ, entry->path, "'%s' cannot be opened: %s.", entry->path,
                        lq_reason(errno));
  }
  *bytes            = lq_pool_take(pool, size + 1, 1);
  *n                = *bytes ? fread(*bytes, 1, size, f) : 0;
  const bool failed = ferror(f);
  (void)fclose(f);
  if (failed) {
    return lq_fail_file(error, LQ_ERR_READ, entry->path, "'%s' cannot be read.", entry->path);
  }
  return *bytes ? LQ_OK : LQ_ERR_MEMORY;
}

lq_status lq_ddp_entry_digest(lq_ddp_entry* const entry, lq_error* const error)
{
  if (!entry->digested) {
    LQ_TRY(lq_digest_file(&entry->digests, entry->path, error));
    entry->digested = true;
  }
  return LQ_OK;
}
