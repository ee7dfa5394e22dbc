// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/joining.h"

#include "base/reason.h"
#include "base/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum { STEP_NONE, STEP_FOLDER, STEP_MOVED, STEP_EXCHANGED, STEP_OVERWRITTEN } step;

typedef struct {
  lq_pool*     pool;
  lq_tree      tree;
  const char*  from;
  const char*  to;
  const char** targets; // [tree.n] where each comes to lie
  step*        steps;   // [tree.n] what was done
  bool         force;
  lq_error*    error;
} joining;

static lq_status may_replace(const joining* const j, const char* const target,
                             const struct stat* const info)
{
  if (!S_ISREG(info->st_mode)) {
    return lq_fail_file(j->error, LQ_ERR_WRITE, target,
                        "'%s' is %s; expected a free name or a plain file to replace.", target,
                        S_ISDIR(info->st_mode) ? "a folder" : "a device or a pipe");
  }
  if (!j->force) {
    return lq_fail_file(j->error, LQ_ERR_EXISTS, target,
                        "'%s' is there already; choose another name, or --force to replace it.",
                        target);
  }
  // Replacing by rename would ignore that the file is protected.
  return faccessat(AT_FDCWD, target, W_OK, AT_EACCESS)
             ? lq_fail_file(j->error, LQ_ERR_WRITE, target, "'%s' cannot be replaced: %s.", target,
                            lq_reason(errno))
             : LQ_OK;
}

// Where one comes to lie, and whether it may.
static lq_status find_place(joining* const j, const size_t i)
{
  const lq_tree_entry* const e = &j->tree.entries[i];
  struct stat                info;
  const char* const          name = lq_pool_format(j->pool, "%s/%s", j->to, e->path);
  char* const                real = name ? realpath(name, NULL) : NULL;
  j->targets[i]                   = real ? lq_pool_copy(j->pool, real) : name;
  free(real);
  if (!j->targets[i]) {
    return LQ_ERR_MEMORY;
  }
  if (stat(j->targets[i], &info)) {
    return LQ_OK;
  }
  if (e->kind == LQ_TREE_FOLDER && S_ISDIR(info.st_mode)) {
    return LQ_OK;
  }
  return e->kind == LQ_TREE_FOLDER
             ? lq_fail_file(j->error, LQ_ERR_WRITE, name,
                            "'%s' is a file; expected a folder or a free name.", name)
             : may_replace(j, j->targets[i], &info);
}

// Exchanged, so that it can be taken back; on disks that cannot do that it is overwritten.
static int move_file(const joining* const j, const char* const source, const size_t i)
{
  const char* const target = j->targets[i];
  if (!renameat2(AT_FDCWD, source, AT_FDCWD, target, RENAME_NOREPLACE)) {
    j->steps[i] = STEP_MOVED;
    return 0;
  }
  if (errno == EEXIST && !j->force) {
    return errno;
  }
  if (errno == EEXIST && !renameat2(AT_FDCWD, source, AT_FDCWD, target, RENAME_EXCHANGE)) {
    j->steps[i] = STEP_EXCHANGED;
    return 0;
  }
  if (errno != EINVAL && errno != ENOSYS) {
    return errno;
  }
  if (!j->force && !access(target, F_OK)) {
    return EEXIST;
  }
  j->steps[i] = STEP_OVERWRITTEN;
  return rename(source, target) ? errno : 0;
}

static int move_one(const joining* const j, const size_t i)
{
  const lq_tree_entry* const e      = &j->tree.entries[i];
  char*                      source = NULL;
  int                        why    = 0;
  if (e->kind == LQ_TREE_FOLDER) {
    why         = mkdir(j->targets[i], 0777) ? errno : 0;
    j->steps[i] = why ? STEP_NONE : STEP_FOLDER;
    return why == EEXIST ? 0 : why;
  }
  if (asprintf(&source, "%s/%s", j->from, e->path) < 0) {
    return ENOMEM;
  }
  why = move_file(j, source, i);
  free(source);
  return why;
}

static void take_back(const joining* const j, size_t n)
{
  while (n-- > 0) {
    char* source = NULL;
    if (asprintf(&source, "%s/%s", j->from, j->tree.entries[n].path) < 0) {
      return;
    }
    if (j->steps[n] == STEP_FOLDER) {
      (void)rmdir(j->targets[n]);
    } else if (j->steps[n] == STEP_MOVED) {
      (void)rename(j->targets[n], source);
    } else if (j->steps[n] == STEP_EXCHANGED) {
      (void)renameat2(AT_FDCWD, source, AT_FDCWD, j->targets[n], RENAME_EXCHANGE);
    }
    free(source);
  }
}

static lq_status join(joining* const j)
{
  LQ_TRY(lq_tree_list(&j->tree, j->pool, j->from, j->error));
  j->targets = LQ_POOL_TAKE(j->pool, const char*, j->tree.n + 1);
  j->steps   = LQ_POOL_TAKE(j->pool, step, j->tree.n + 1);
  if (!j->targets || !j->steps) {
    return LQ_ERR_MEMORY;
  }
  for (size_t i = 0; i < j->tree.n; ++i) {
    LQ_TRY(find_place(j, i));
  }
  for (size_t i = 0; i < j->tree.n; ++i) {
    const int why = move_one(j, i);
    if (why) {
      take_back(j, i);
      return lq_fail_file(j->error, why == EEXIST ? LQ_ERR_EXISTS : LQ_ERR_WRITE, j->targets[i],
                          "'%s' cannot be written: %s.", j->targets[i], lq_reason(why));
    }
  }
  return LQ_OK;
}

lq_status lq_join(const char* const from, const char* const to, const bool force,
                  lq_error* const error)
{
  joining j = {.from = from, .to = to, .force = force, .error = error};
  LQ_TRY(lq_pool_new(&j.pool));
  const lq_status st = join(&j);
  lq_pool_free(j.pool);
  return st;
}
