// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "session/document.h"

#include "base/output.h"
#include "base/path.h"
#include "base/pool.h"
#include "base/text.h"
#include "session/values.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { VERSION = 1 };

lq_status lq_document_open(lq_reading* const r, lq_node** const root, lq_pool* const pool,
                           const char* const text, const size_t n_bytes, const char* const path,
                           const lq_plan_source* const source, lq_error* const error)
{
  *r = (lq_reading){.pool   = pool,
                    .file   = lq_pool_copy(pool, path),
                    .folder = source->folder ? lq_pool_copy(pool, source->folder)
                              : text         ? NULL
                                             : lq_path_folder(pool, path),
                    .procs  = source->procs ? source->procs : lq_proc_all(),
                    .error  = error};
  if (!r->file || (!r->folder && (source->folder || !text))) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to read it.");
  }
  return text ? lq_yaml_parse(root, pool, text, n_bytes, r->file, error)
              : lq_yaml_read(root, pool, r->file, error);
}

lq_status lq_document_check(const lq_reading* const r, const lq_node* const root,
                            const char* const what)
{
  if (root->kind != LQ_NODE_MAP) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, root, NULL,
                           "this is %s; expected %s, which begins with lacquer: %d.",
                           lq_node_found(root).text, what, VERSION);
  }
  const lq_place       place   = {.key = "lacquer"};
  const lq_node* const version = lq_node_find(root, "lacquer");
  if (!version) {
    return lq_reading_fail(r, LQ_ERR_MISSING, root, &place,
                           "the version is missing; %s has lacquer: %d at its top.", what, VERSION);
  }
  if (version->kind != LQ_NODE_SCALAR) {
    return lq_reading_fail(r, LQ_ERR_BAD_TYPE, version, &place,
                           "the version is %s; expected lacquer: %d.", lq_node_found(version).text,
                           VERSION);
  }
  if (strcmp(version->text, "1") != 0) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, version, &place,
                           "the plan is of version %s; this Lacquer reads version %d.",
                           lq_node_found(version).text, VERSION);
  }
  return LQ_OK;
}

lq_status lq_document_notes(const lq_reading* const r, const lq_node* const node,
                            const lq_place* const place, const char* const** const notes,
                            size_t* const n_notes)
{
  if (lq_node_is_null(node)) {
    return LQ_OK;
  }
  LQ_TRY(lq_reading_expect(r, node, place, LQ_NODE_LIST, "a list of texts"));
  const char** const texts = LQ_POOL_TAKE(r->pool, const char*, node->n);
  if (!texts) {
    return lq_reading_no_memory(r);
  }
  size_t i = 0;
  for (const lq_node* item = node->first; item; item = item->next, ++i) {
    const lq_place here = {.parent = place, .index = i};
    LQ_TRY(lq_value_text(r, item, &here, "a note", &texts[i]));
  }
  *notes   = texts;
  *n_notes = node->n;
  return LQ_OK;
}

// The name in the file's folder that is most like the one that is not there.
static const char* nearest_file(const lq_reading* const r, const char* const path)
{
  enum { MAX_NAMES = 1024 };
  const char* const slash  = strrchr(path, '/');
  char* const       folder = lq_path_folder(r->pool, path);
  DIR* const        dir    = folder ? opendir(folder) : NULL;
  if (!dir) {
    return NULL;
  }
  const char** const names = LQ_POOL_TAKE(r->pool, const char*, MAX_NAMES);
  size_t             n     = 0;
  for (const struct dirent* d; names && n < MAX_NAMES && (d = readdir(dir)) != NULL;) {
    if (*d->d_name != '.') {
      names[n] = lq_pool_copy(r->pool, d->d_name);
      n += names[n] != NULL;
    }
  }
  (void)closedir(dir);
  return names ? lq_text_nearest(slash ? slash + 1 : path, names, n) : NULL;
}

static lq_status check_there(const lq_reading* const r, const lq_node* const node,
                             const lq_place* const place, const char* const what,
                             const char* const expected, const char* const path)
{
  struct stat is;
  if (!stat(path, &is)) {
    return S_ISDIR(is.st_mode) ? lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place,
                                                 "%s is %s, which is a folder; expected %s.", what,
                                                 lq_node_found(node).text, expected)
                               : LQ_OK;
  }
  const char* const near = nearest_file(r, path);
  if (near) {
    const char* const slash = strrchr(node->text, '/'); // in the same folder, as it was written
    return lq_reading_fail(r, LQ_ERR_NOT_FOUND, node, place,
                           "%s is %s, and there is no such file; did you mean '%.*s%s'?", what,
                           lq_node_found(node).text, slash ? (int)(slash - node->text + 1) : 0,
                           node->text, near);
  }
  return lq_reading_fail(r, LQ_ERR_NOT_FOUND, node, place,
                         "%s is %s, and there is no such file; paths start at the folder of the "
                         "plan.",
                         what, lq_node_found(node).text);
}

lq_status lq_document_any_file(const lq_reading* const r, const lq_node* const node,
                               const lq_place* const place, const char* const what,
                               const char* const expected, const char** const file,
                               const char** const path)
{
  const char* text = NULL;
  LQ_TRY(lq_value_text(r, node, place, what, &text));
  if (!*text) {
    return lq_reading_fail(r, LQ_ERR_BAD_VALUE, node, place, "%s is empty; expected a file.", what);
  }
  const bool  as_it_is = *text == '/' || !r->folder || !strcmp(r->folder, ".");
  char* const full =
      as_it_is ? lq_pool_copy(r->pool, text) : lq_pool_format(r->pool, "%s/%s", r->folder, text);
  if (!full) {
    return lq_reading_no_memory(r);
  }
  if (r->folder) {
    LQ_TRY(check_there(r, node, place, what, expected, full));
  }
  *file = text;
  *path = full;
  return LQ_OK;
}

lq_status lq_document_file(const lq_reading* const r, const lq_node* const node,
                           const lq_place* const place, const char* const what,
                           const char** const file, const char** const path)
{
  return lq_document_any_file(r, node, place, what, "an audio file", file, path);
}

lq_node* lq_document_head(lq_pool* const pool, lq_node* map, const char* const title)
{
  map = lq_node_put(pool, map, "lacquer", lq_node_text(pool, "1", LQ_STYLE_RAW));
  if (*title) {
    map = lq_node_put(pool, map, "title", lq_node_text(pool, title, LQ_STYLE_AUTO));
  }
  return map;
}

lq_node* lq_document_put_notes(lq_pool* const pool, lq_node* const map,
                               const char* const* const notes, const size_t n_notes)
{
  if (!n_notes) {
    return map;
  }
  lq_node* list = lq_node_new(pool, LQ_NODE_LIST, LQ_STYLE_BLOCK);
  for (size_t i = 0; i < n_notes && list; ++i) {
    list = lq_node_push(list, lq_node_text(pool, notes[i], LQ_STYLE_QUOTED));
  }
  return lq_node_put(pool, map, "notes", list);
}

static size_t count_values(const lq_node* const node)
{
  size_t n = 1;
  for (const lq_node* item = node->first; item; item = item->next) {
    n += count_values(item) + (item->key != NULL);
  }
  return n;
}

static lq_status write_nodes(const lq_node* const root, const char* const path, const bool force,
                             lq_error* const error)
{
  size_t      n    = 0;
  char* const text = root ? lq_yaml_text(root, &n) : NULL;
  lq_status   st   = LQ_OK;
  if (!text) {
    st = lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to write it.");
  } else if (n > LQ_YAML_MAX_BYTES || count_values(root) > LQ_YAML_MAX_NODES) {
    st = lq_fail_file(error, LQ_ERR_LIMIT, path,
                      "the plan is larger than %d MB or %d values, so that it could not be read "
                      "again; thin out its automation.",
                      LQ_YAML_MAX_BYTES >> 20, LQ_YAML_MAX_NODES);
  } else {
    st = lq_output_text(path, text, n, force, error);
  }
  free(text);
  return st;
}

char* lq_document_text(lq_document_maker* const make, const void* const plan)
{
  lq_pool* pool = NULL;
  if (lq_pool_new(&pool)) {
    return NULL;
  }
  const lq_node* const root = make(pool, plan);
  char* const          text = root ? lq_yaml_text(root, NULL) : NULL;
  lq_pool_free(pool);
  return text;
}

lq_status lq_document_write(lq_document_maker* const make, const void* const plan,
                            const char* const path, const bool force, lq_error* const error)
{
  lq_pool* pool = NULL;
  if (lq_pool_new(&pool)) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "there is no memory left to write it.");
  }
  const lq_status st = write_nodes(make(pool, plan), path, force, error);
  lq_pool_free(pool);
  return st;
}
