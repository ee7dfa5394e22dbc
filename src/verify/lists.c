// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of checksums against the files. One remark a file, whichever lists it is in.
#include "verify/work.h"

#include "base/path.h"
#include "base/reason.h"
#include "verify/checksums.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct {
  const lq_entry* entry;
  const char*     folder; // path of the one it lies in, from which names are told
  lq_checksums    sums;
} list;

struct lq_lists {
  list*   items; // [n]
  size_t  n;
  size_t* n_in; // [entries] lists that have it
};

// A name that leads out of the folder is nobody's business here.
static bool leads_out(const char* const name)
{
  const size_t n = strlen(name);
  return name[0] == '/' || !strcmp(name, "..") || !strncmp(name, "../", 3) ||
         strstr(name, "/../") || (n > 3 && !strcmp(name + n - 3, "/.."));
}

static const char* shown(const lq_work* const w, const list* const l, const char* const name)
{
  const char* const folder = lq_entry_folder(w->pool, l->entry);
  return folder ? lq_path_join(w->pool, folder, name) : NULL;
}

static lq_status look_for(lq_lists* const lists, lq_work* const w, const list* const l,
                          const lq_checksum* const sum)
{
  if (leads_out(sum->name)) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_MANIFEST, lq_spot_file(l->entry->name), NULL,
                        "line %u names a file outside of the folder", sum->line);
    return LQ_OK;
  }
  const char* const path = lq_path_join(w->pool, l->folder, sum->name);
  lq_entry* const   e    = path ? lq_walk_find(&w->walk, path) : NULL;
  if (e) {
    e->in_list      = true;
    e->wants_digest = true;
    ++lists->n_in[e - w->walk.entries];
    return LQ_OK;
  }
  struct stat info;
  if (path && !stat(path, &info)) {
    return LQ_OK; // hidden, or beyond the limits: not ours to look at
  }
  const char* const name = path ? shown(w, l, sum->name) : NULL;
  return name ? lq_work_gone(w, path, name, lq_entry_file(l->entry->name)) : LQ_ERR_MEMORY;
}

static lq_status read_list(lq_lists* const lists, lq_work* const w, const lq_entry* const e)
{
  list* const l = &lists->items[lists->n];
  lq_error    error;
  *l                 = (list){.entry = e, .folder = lq_path_folder(w->pool, e->path)};
  const lq_status st = l->folder ? lq_checksums_read(&l->sums, w->pool, e->path, &error) : LQ_OK;
  if (!l->folder || st == LQ_ERR_MEMORY) {
    return LQ_ERR_MEMORY;
  }
  if (st) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_UNREADABLE, lq_spot_file(e->name), NULL, "%s",
                        error.text);
    return LQ_OK;
  }
  ++lists->n;
  for (size_t i = 0; i < l->sums.n_odd; ++i) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_MANIFEST, lq_spot_file(e->name),
                        "a checksum and a name", "line %u", l->sums.odd[i]);
  }
  for (size_t i = 0; i < l->sums.n; ++i) {
    LQ_TRY(look_for(lists, w, l, &l->sums.items[i]));
  }
  return LQ_OK;
}

lq_status lq_lists_find(lq_lists** const lists, lq_work* const w, lq_error* const error)
{
  (void)error;
  size_t          n  = 0;
  lq_lists* const to = LQ_POOL_TAKE(w->pool, lq_lists, 1);
  for (size_t i = 0; i < w->walk.n; ++i) {
    n += w->walk.entries[i].kind == LQ_ENTRY_MANIFEST;
  }
  if (!to) {
    return LQ_ERR_MEMORY;
  }
  to->items = LQ_POOL_TAKE(w->pool, list, n + 1);
  to->n_in  = LQ_POOL_TAKE(w->pool, size_t, w->walk.n + 1);
  if (!to->items || !to->n_in) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < w->walk.n; ++i) {
    if (w->walk.entries[i].kind == LQ_ENTRY_MANIFEST) {
      LQ_TRY(read_list(to, w, &w->walk.entries[i]));
    }
  }
  *lists = to;
  return LQ_OK;
}

static const char* sum_of(const lq_entry* const e, const lq_checksum_kind kind)
{
  return kind == LQ_CHECKSUM_MD5      ? e->digest.md5
         : kind == LQ_CHECKSUM_SHA256 ? e->digest.sha256
                                      : e->digest.crc32;
}

// Which lists say something else of each file, as one text a file.
static lq_status compare(const lq_lists* const lists, lq_work* const w, const char** const against,
                         const char** const expected)
{
  for (size_t k = 0; k < lists->n; ++k) {
    const list* const l = &lists->items[k];
    for (size_t i = 0; i < l->sums.n; ++i) {
      const lq_checksum* const sum  = &l->sums.items[i];
      const char* const        path = lq_path_join(w->pool, l->folder, sum->name);
      const lq_entry* const    e    = path ? lq_walk_find(&w->walk, path) : NULL;
      const char* const        name = lq_entry_file(l->entry->name);
      if (e && e->digest.n_bytes == e->n_bytes && strcmp(sum_of(e, sum->kind), sum->sum) != 0) {
        const size_t at = (size_t)(e - w->walk.entries);
        expected[at]    = expected[at] ? expected[at] : sum->sum;
        against[at] =
            against[at] ? lq_remark_text(&w->remarks, "%s and %s", against[at], name) : name;
      }
    }
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

static void tell_sums(lq_work* const w, const char* const* const against,
                      const char* const* const expected)
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e = &w->walk.entries[i];
    if (against[i]) {
      const size_t n = strlen(expected[i]);
      (void)lq_remark_add(&w->remarks, LQ_RULE_CHECKSUM, lq_spot_file(e->name),
                          lq_remark_text(&w->remarks, "%s by %s", expected[i], against[i]), "%s",
                          n == LQ_MD5_CHARS      ? e->digest.md5
                          : n == LQ_SHA256_CHARS ? e->digest.sha256
                                                 : e->digest.crc32);
    }
    w->n_listed += e->in_list;
  }
}

// Does a list that was written for the file's folder, or one above it, leave it out?
static bool covers(const list* const l, const lq_entry* const e)
{
  const size_t n = strlen(l->folder);
  return !strncmp(e->path, l->folder, n) && (e->path[n] == '/' || (n && l->folder[n - 1] == '/'));
}

static void tell_extra(const lq_lists* const lists, lq_work* const w)
{
  for (size_t i = 0; i < w->walk.n; ++i) {
    const lq_entry* const e    = &w->walk.entries[i];
    const char*           text = NULL;
    for (size_t k = 0; k < lists->n && e->kind != LQ_ENTRY_MANIFEST && !lists->n_in[i]; ++k) {
      const list* const l = &lists->items[k];
      if (covers(l, e) && l->sums.n) {
        const char* const name = lq_entry_file(l->entry->name);
        text                   = text ? lq_remark_text(&w->remarks, "%s, %s", text, name) : name;
      }
    }
    if (text) {
      (void)lq_remark_add(&w->remarks, LQ_RULE_FILE_EXTRA, lq_spot_file(e->name), NULL,
                          "neither written nor checked by %s", text);
    }
  }
}

lq_status lq_lists_judge(const lq_lists* const lists, lq_work* const w)
{
  const char** const against  = LQ_POOL_TAKE(w->pool, const char*, w->walk.n + 1);
  const char** const expected = LQ_POOL_TAKE(w->pool, const char*, w->walk.n + 1);
  LQ_TRY(against && expected ? LQ_OK : LQ_ERR_MEMORY);
  LQ_TRY(compare(lists, w, against, expected));
  tell_sums(w, against, expected);
  tell_extra(lists, w);
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}
