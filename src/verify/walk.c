// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "verify/walk.h"

#include "base/path.h"
#include "base/reason.h"
#include "base/text.h"
#include "verify/kind.h"
#include "verify/text_file.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/// A folder that is yet to be read.
typedef struct {
  const char* path;
  const char* name; // as shown; "" for what was asked for
  unsigned    depth;
} waiting;

typedef struct {
  dev_t device;
  ino_t node;
} identity;

typedef struct {
  lq_walk*  walk;
  size_t    root;
  waiting*  stack; // [room]
  size_t    n, room;
  identity* seen; // [n_seen] sorted
  size_t    n_seen, seen_room;
  bool      limited;
} walking;

const char* lq_entry_file(const char* const path)
{
  const char* const slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

const char* lq_entry_folder(lq_pool* const pool, const lq_entry* const entry)
{
  const size_t n      = (size_t)(lq_entry_file(entry->name) - entry->name);
  char* const  folder = lq_pool_copy(pool, entry->name);
  if (folder) {
    folder[n ? n - 1 : 0] = '\0';
  }
  return folder;
}

static void* twice_the_room(lq_pool* const pool, const void* const items, const size_t n,
                            size_t* const room, const size_t size)
{
  const size_t wanted = *room ? 2 * *room : 64;
  void* const  grown  = lq_pool_take(pool, wanted, size);
  if (grown && n) {
    memcpy(grown, items, n * size);
  }
  *room = grown ? wanted : *room;
  return grown;
}

static lq_status limit(walking* const w, const char* const name, const char* const why)
{
  if (!w->limited) {
    w->limited = true;
    (void)lq_remark_add(w->walk->remarks, LQ_RULE_LIMITS, lq_spot_file(*name ? name : "."), NULL,
                        "%s", why);
  }
  return w->walk->remarks->failed ? LQ_ERR_MEMORY : LQ_OK;
}

static int compare_identity(const identity* const a, const identity* const b)
{
  return a->device != b->device ? (a->device > b->device) - (a->device < b->device)
                                : (a->node > b->node) - (a->node < b->node);
}

// Remembers a folder. @param fresh  it was not known before
static lq_status see(walking* const w, const struct stat* const info, bool* const fresh)
{
  const identity it = {.device = info->st_dev, .node = info->st_ino};
  size_t         lo = 0, hi = w->n_seen;
  while (lo < hi) {
    const size_t mid  = (lo + hi) / 2;
    const int    side = compare_identity(&w->seen[mid], &it);
    lo                = side < 0 ? mid + 1 : lo;
    hi                = side < 0 ? hi : mid;
  }
  *fresh = lo == w->n_seen || compare_identity(&w->seen[lo], &it) != 0;
  if (!*fresh) {
    return LQ_OK;
  }
  if (w->n_seen == w->seen_room) {
    identity* const grown =
        twice_the_room(w->walk->pool, w->seen, w->n_seen, &w->seen_room, sizeof *grown);
    LQ_TRY(grown ? LQ_OK : LQ_ERR_MEMORY);
    w->seen = grown;
  }
  memmove(w->seen + lo + 1, w->seen + lo, (w->n_seen - lo) * sizeof *w->seen);
  w->seen[lo] = it;
  ++w->n_seen;
  return LQ_OK;
}

static lq_status push_folder(walking* const w, const char* const path, const char* const name,
                             const unsigned depth, const struct stat* const info)
{
  bool fresh;
  if (depth > LQ_WALK_MOST_DEPTH || w->n_seen >= LQ_WALK_MOST_FOLDERS) {
    return limit(w, name, "folders lie deeper than 32, or there are more than 20000");
  }
  LQ_TRY(see(w, info, &fresh));
  if (!fresh) {
    return LQ_OK;
  }
  if (w->n == w->room) {
    waiting* const grown = twice_the_room(w->walk->pool, w->stack, w->n, &w->room, sizeof *grown);
    LQ_TRY(grown ? LQ_OK : LQ_ERR_MEMORY);
    w->stack = grown;
  }
  w->stack[w->n++] = (waiting){.path = path, .name = name, .depth = depth};
  return LQ_OK;
}

static lq_status add_file(walking* const w, const char* const path, const char* const name,
                          const struct stat* const info)
{
  lq_walk* const walk = w->walk;
  if (walk->n >= LQ_WALK_MOST_FILES) {
    return limit(w, name, "there are more than 200000 files");
  }
  if (walk->n == walk->room) {
    lq_entry* const grown =
        twice_the_room(walk->pool, walk->entries, walk->n, &walk->room, sizeof *grown);
    LQ_TRY(grown ? LQ_OK : LQ_ERR_MEMORY);
    walk->entries = grown;
  }
  unsigned char head[LQ_KIND_HEAD_BYTES];
  const long    n = lq_file_head(path, head, sizeof head);
  if (n < 0) {
    (void)lq_remark_add(walk->remarks, LQ_RULE_UNREADABLE, lq_spot_file(name), NULL, "%s",
                        lq_reason(errno));
  }
  lq_entry* const e = &walk->entries[walk->n++];
  *e =
      (lq_entry){.path    = path,
                 .name    = name,
                 .root    = w->root,
                 .n_bytes = (uint64_t)info->st_size,
                 .kind = n < 0 ? LQ_ENTRY_OTHER : lq_kind_of(head, (size_t)n, lq_entry_file(name))};
  e->title = lq_kind_title(walk->pool, lq_entry_file(name), &e->numbered, &e->number);
  return e->title ? LQ_OK : LQ_ERR_MEMORY;
}

// A file, or a folder for later. Devices, pipes and sockets are nobody's delivery.
static lq_status add_any(walking* const w, const char* const path, const char* const name,
                         const unsigned depth)
{
  struct stat info;
  if (stat(path, &info)) {
    (void)lq_remark_add(w->walk->remarks, LQ_RULE_UNREADABLE, lq_spot_file(name), NULL, "%s",
                        lq_reason(errno));
    return LQ_OK;
  }
  return S_ISDIR(info.st_mode)   ? push_folder(w, path, name, depth, &info)
         : S_ISREG(info.st_mode) ? add_file(w, path, name, &info)
                                 : LQ_OK;
}

static lq_status read_folder(walking* const w, const waiting* const f)
{
  lq_pool* const pool = w->walk->pool;
  DIR* const     dir  = opendir(f->path);
  if (!dir) {
    (void)lq_remark_add(w->walk->remarks, LQ_RULE_UNREADABLE,
                        lq_spot_file(*f->name ? f->name : "."), NULL, "%s", lq_reason(errno));
    return LQ_OK;
  }
  lq_status st = LQ_OK;
  for (const struct dirent* e; !st && (e = readdir(dir));) {
    if (e->d_name[0] != '.') {
      const char* const path = lq_path_join(pool, f->path, e->d_name);
      const char* const name =
          *f->name ? lq_path_join(pool, f->name, e->d_name) : lq_pool_copy(pool, e->d_name);
      st = path && name ? add_any(w, path, name, f->depth + 1) : LQ_ERR_MEMORY;
    }
  }
  closedir(dir);
  return st;
}

lq_status lq_walk_add(lq_walk* const walk, const char* const path, const size_t root,
                      const bool single, bool (*const stop)(void*, double), void* const user,
                      lq_error* const error)
{
  walking     w = {.walk = walk, .root = root};
  struct stat info;
  if (stat(path, &info)) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, path, "'%s' cannot be read: %s.", path,
                        lq_reason(errno));
  }
  if (S_ISREG(info.st_mode)) {
    return add_file(&w, path, path, &info);
  }
  if (!S_ISDIR(info.st_mode)) {
    return lq_fail_file(error, LQ_ERR_FORMAT, path,
                        "'%s' is a device or a pipe; expected a folder or a file.", path);
  }
  LQ_TRY(push_folder(&w, path, single ? "" : path, 0, &info));
  while (w.n) {
    const waiting next = w.stack[--w.n];
    LQ_TRY(read_folder(&w, &next));
    if (stop && stop(user, 0)) {
      return lq_fail(error, LQ_ERR_CANCELLED, (lq_at){0}, "stopped.");
    }
  }
  return LQ_OK;
}

// Files of one folder stand together, behind those of the folder it lies in.
static int by_folder(const void* const a, const void* const b)
{
  const char* const x  = ((const lq_entry*)a)->name;
  const char* const y  = ((const lq_entry*)b)->name;
  const size_t      n  = (size_t)(lq_entry_file(x) - x);
  const size_t      k  = (size_t)(lq_entry_file(y) - y);
  const size_t      in = n < k ? n : k;
  if (n == k && !memcmp(x, y, n)) {
    const int natural = lq_text_natural(x + n, y + n);
    return natural ? natural : strcmp(x, y);
  }
  const int side = memcmp(x, y, in);
  return side ? side : (n > k) - (n < k);
}

typedef struct {
  const char* key;
  size_t      index;
} keyed;

static int by_key(const void* const a, const void* const b)
{
  return strcmp(((const keyed*)a)->key, ((const keyed*)b)->key);
}

static size_t* in_order(const lq_walk* const walk, keyed* const keys)
{
  size_t* const order = LQ_POOL_TAKE(walk->pool, size_t, walk->n + 1);
  if (walk->n) {
    qsort(keys, walk->n, sizeof *keys, by_key);
  }
  for (size_t i = 0; order && i < walk->n; ++i) {
    order[i] = keys[i].index;
  }
  return order;
}

lq_status lq_walk_finish(lq_walk* const walk)
{
  keyed* const keys = LQ_POOL_TAKE(walk->pool, keyed, walk->n + 1);
  LQ_TRY(keys ? LQ_OK : LQ_ERR_MEMORY);
  if (walk->n) {
    qsort(walk->entries, walk->n, sizeof *walk->entries, by_folder);
  }
  for (size_t i = 0; i < walk->n; ++i) {
    keys[i] = (keyed){.key = walk->entries[i].path, .index = i};
  }
  walk->by_path = in_order(walk, keys);
  for (size_t i = 0; i < walk->n; ++i) {
    keys[i] = (keyed){.key = walk->entries[i].name, .index = i};
  }
  walk->by_name = in_order(walk, keys);
  return walk->by_path && walk->by_name ? LQ_OK : LQ_ERR_MEMORY;
}

static lq_entry* find(const lq_walk* const walk, const size_t* const order, const char* const key,
                      const bool by_name)
{
  size_t lo = 0, hi = walk->n;
  while (lo < hi) {
    const size_t    mid  = (lo + hi) / 2;
    lq_entry* const e    = &walk->entries[order[mid]];
    const int       side = strcmp(by_name ? e->name : e->path, key);
    if (!side) {
      return e;
    }
    lo = side < 0 ? mid + 1 : lo;
    hi = side < 0 ? hi : mid;
  }
  return NULL;
}

lq_entry* lq_walk_find(const lq_walk* const walk, const char* const path)
{
  return find(walk, walk->by_path, path, false);
}

lq_entry* lq_walk_named(const lq_walk* const walk, const char* const name)
{
  return find(walk, walk->by_name, name, true);
}
