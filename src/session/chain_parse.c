// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/plan.h"

#include "base/pool.h"
#include "session/chain.h"

#include <string.h>
#include <sys/stat.h>

// A path a person meant, though nothing is there: "chains/warm.yaml".
static bool looks_like_path(const char* const text)
{
  const size_t n    = strlen(text);
  const bool   ends = (n > 5 && !strcmp(text + n - 5, ".yaml")) ||
                    (n > 4 && (!strcmp(text + n - 4, ".yml") || !strcmp(text + n - 4, ".txt")));
  const bool grammar = strpbrk(text, "[]{}\n") != NULL || strstr(text, ": ") != NULL;
  return !grammar && (ends || strchr(text, '/') != NULL);
}

static bool is_file(const char* const text)
{
  struct stat is;
  return !stat(text, &is) && !S_ISDIR(is.st_mode);
}

lq_status lq_chain_parse(lq_chain* const chain, lq_pool* const pool, const char* const text_or_path,
                         lq_error* const error)
{
  const bool        file = is_file(text_or_path);
  const char* const name = file ? lq_pool_copy(pool, text_or_path) : "chain";
  lq_node*          root = NULL;
  if (!name) {
    return lq_fail_file(error, LQ_ERR_MEMORY, NULL, "there is no memory left to read the chain.");
  }
  if (!file && looks_like_path(text_or_path)) {
    return lq_fail_file(error, LQ_ERR_NOT_FOUND, text_or_path, "there is no such file.");
  }
  if (!file && !text_or_path[strspn(text_or_path, " \t\n\r")]) {
    return lq_fail(error, LQ_ERR_MISSING, (lq_at){.file = name, .line = 1, .column = 1},
                   "the chain is empty; expected processors, such as 'hpf: {freq: 80 Hz}'.");
  }
  LQ_TRY(file ? lq_yaml_read(&root, pool, name, error)
              : lq_yaml_parse(&root, pool, text_or_path, strlen(text_or_path), name, error));
  const lq_reading r    = {.pool = pool, .file = name, .procs = lq_proc_all(), .error = error};
  lq_chain         read = {0};
  if (root->kind == LQ_NODE_SCALAR) { // the name of a processor stands for itself
    lq_node* const list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_AUTO);
    if (!lq_node_push(list, root)) {
      return lq_reading_no_memory(&r);
    }
    root = list;
  }
  LQ_TRY(lq_chain_read(&r, root, NULL, &read));
  *chain = read;
  return LQ_OK;
}
