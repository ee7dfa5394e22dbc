// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
// Files that lists, sheets and reports name, and that are not there: one remark each.
#include "base/path.h"
#include "verify/kind.h"
#include "verify/work.h"

#include <stdlib.h>
#include <string.h>

lq_status lq_work_gone(lq_work* const w, const char* const path, const char* const name,
                       const char* const who)
{
  if (w->n_gone == w->gone_room) {
    const size_t   room  = w->gone_room ? 2 * w->gone_room : 16;
    lq_gone* const grown = LQ_POOL_TAKE(w->pool, lq_gone, room);
    LQ_TRY(grown ? LQ_OK : LQ_ERR_MEMORY);
    if (w->n_gone) {
      memcpy(grown, w->gone, w->n_gone * sizeof *grown);
    }
    w->gone      = grown;
    w->gone_room = room;
  }
  bool              numbered;
  unsigned          number;
  const char* const title = lq_kind_title(w->pool, lq_entry_file(name), &numbered, &number);
  LQ_TRY(title ? LQ_OK : LQ_ERR_MEMORY);
  w->gone[w->n_gone++] = (lq_gone){.path = path, .name = name, .who = who, .title = title};
  return LQ_OK;
}

static int by_path(const void* const a, const void* const b)
{
  const lq_gone* const x    = a;
  const lq_gone* const y    = b;
  const int            side = strcmp(x->path, y->path);
  return side ? side : strcmp(x->who, y->who);
}

lq_status lq_work_tell_gone(lq_work* const w)
{
  if (w->n_gone) {
    qsort(w->gone, w->n_gone, sizeof *w->gone, by_path);
  }
  size_t n = 0;
  for (size_t i = 0; i < w->n_gone; ++i) {
    lq_gone* const last = n ? &w->gone[n - 1] : NULL;
    if (!last || strcmp(last->path, w->gone[i].path) != 0) {
      w->gone[n++] = w->gone[i];
    } else if (!strstr(last->who, w->gone[i].who)) {
      last->who = lq_remark_text(&w->remarks, "%s, %s", last->who, w->gone[i].who);
    }
  }
  w->n_gone = n;
  for (size_t i = 0; i < n; ++i) {
    (void)lq_remark_add(&w->remarks, LQ_RULE_FILE_MISSING, lq_spot_file(w->gone[i].name), NULL,
                        "named by %s", w->gone[i].who);
  }
  return w->remarks.failed ? LQ_ERR_MEMORY : LQ_OK;
}

bool lq_work_is_gone(const lq_work* const w, const char* const folder, const char* const title)
{
  const size_t n = strcmp(folder, ".") ? strlen(folder) : 0;
  for (size_t i = 0; i < w->n_gone; ++i) {
    const char* const name = w->gone[i].name;
    const size_t      k    = (size_t)(lq_entry_file(name) - name);
    if ((n ? n + 1 : 0) == k && !strncmp(name, folder, n) && !strcmp(w->gone[i].title, title)) {
      return true;
    }
  }
  return false;
}
