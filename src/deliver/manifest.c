// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "deliver/manifest.h"

#include "base/output.h"
#include "base/reason.h"
#include "base/tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// ---- Writing ----

static bool is_manifest(const char* const path)
{
  return !strcmp(path, LQ_MANIFEST_MD5) || !strcmp(path, LQ_MANIFEST_SHA256);
}

// A name with a line end or a backslash is written with escapes, and a backslash in front of its
// line says so, as the coreutils do.
static void put_line(FILE* const f, const char* const sum, const char* const path)
{
  fputs(strpbrk(path, "\n\r\\") ? "\\" : "", f);
  fprintf(f, "%s  ", sum);
  for (const char* p = path; *p; ++p) {
    if (*p == '\n' || *p == '\r' || *p == '\\') {
      fputc('\\', f);
      fputc(*p == '\n' ? 'n' : *p == '\r' ? 'r' : '\\', f);
    } else {
      fputc(*p, f);
    }
  }
  fputc('\n', f);
}

/// What manifests are made from, and where they grow.
typedef struct {
  const char*             folder;
  const lq_known_digests* known; ///< [n_known]
  size_t                  n_known;
  lq_pool*                pool;
  FILE *                  md5, *sha256;
} writing;

static lq_status digest(const writing* const w, const char* const path, lq_digests* const sums,
                        lq_error* const error)
{
  for (size_t i = 0; i < w->n_known; ++i) {
    if (!strcmp(w->known[i].path, path)) {
      *sums = *w->known[i].digests;
      return LQ_OK;
    }
  }
  const char* const whole = lq_pool_format(w->pool, "%s/%s", w->folder, path);
  return whole ? lq_digest_file(sums, whole, error) : LQ_ERR_MEMORY;
}

static lq_status put_all(const writing* const w, const lq_tree* const tree, lq_error* const error)
{
  for (size_t i = 0; i < tree->n; ++i) {
    const lq_tree_entry* const e = &tree->entries[i];
    lq_digests                 sums;
    if (e->kind == LQ_TREE_FOLDER || is_manifest(e->path)) {
      continue;
    }
    if (e->kind == LQ_TREE_OTHER) {
      const char* const path = lq_pool_format(w->pool, "%s/%s", w->folder, e->path);
      return path ? lq_fail_file(error, LQ_ERR_FORMAT, path,
                                 "'%s' is a link or a device, which no manifest can vouch for; "
                                 "expected files and folders.",
                                 e->path)
                  : LQ_ERR_MEMORY;
    }
    LQ_TRY(digest(w, e->path, &sums, error));
    put_line(w->md5, sums.md5, e->path);
    put_line(w->sha256, sums.sha256, e->path);
  }
  return LQ_OK;
}

typedef struct {
  char*  text;
  size_t n;
  FILE*  f;
} memo;

static lq_status save(memo* const m, lq_pool* const pool, const char* const folder,
                      const char* const name, lq_error* const error)
{
  const bool        failed = fclose(m->f) != 0;
  const char* const path   = lq_pool_format(pool, "%s/%s", folder, name);
  m->f                     = NULL;
  return failed || !path ? LQ_ERR_MEMORY : lq_output_text(path, m->text, m->n, true, error);
}

lq_status lq_manifest_write(const char* const folder, const lq_known_digests* const known,
                            const size_t n_known, lq_error* const error)
{
  lq_pool*  pool   = NULL;
  lq_tree   tree   = {0};
  memo      md5    = {0};
  memo      sha256 = {0};
  lq_status st     = lq_pool_new(&pool);
  md5.f            = open_memstream(&md5.text, &md5.n);
  sha256.f         = open_memstream(&sha256.text, &sha256.n);
  st               = st ? st : md5.f && sha256.f ? LQ_OK : LQ_ERR_MEMORY;
  st               = st ? st : lq_tree_list(&tree, pool, folder, error);
  const writing w  = {.folder  = folder,
                      .known   = known,
                      .n_known = n_known,
                      .pool    = pool,
                      .md5     = md5.f,
                      .sha256  = sha256.f};
  st               = st ? st : put_all(&w, &tree, error);
  st               = st ? st : save(&md5, pool, folder, LQ_MANIFEST_MD5, error);
  st               = st ? st : save(&sha256, pool, folder, LQ_MANIFEST_SHA256, error);
  for (unsigned i = 0; i < 2; ++i) {
    memo* const m = i ? &sha256 : &md5;
    if (m->f) {
      (void)fclose(m->f);
    }
    free(m->text);
  }
  lq_pool_free(pool);
  return st;
}

// ---- Reading ----

typedef struct {
  const char* path; // of the manifest
  size_t      n_chars;
  lq_pool*    pool;
  lq_error*   error;
  unsigned    line;
} reading;

static lq_status bad(const reading* const r, const char* const what)
{
  return lq_fail(r->error, LQ_ERR_FORMAT, (lq_at){.file = r->path, .line = r->line, .column = 1},
                 "%s; expected %zu hexadecimal digits, two blanks and a path within the folder.",
                 what, r->n_chars);
}

// A path that a manifest may name: down from its folder and never out of it.
static bool is_within(const char* path)
{
  bool within = *path && *path != '/';
  while (within && path) {
    const size_t n = strcspn(path, "/");
    within = n && !(n == 1 && path[0] == '.') && !(n == 2 && path[0] == '.' && path[1] == '.');
    path   = path[n] ? path + n + 1 : NULL;
  }
  return within;
}

static bool unescape(char* const text)
{
  char* to = text;
  for (const char* p = text; *p; ++p) {
    if (*p == '\\') {
      ++p;
      if (*p != 'n' && *p != 'r' && *p != '\\') {
        return false;
      }
      *to++ = *p == 'n' ? '\n' : *p == 'r' ? '\r' : '\\';
    } else {
      *to++ = *p;
    }
  }
  *to = '\0';
  return true;
}

static lq_status read_line(const reading* const r, const char* text, lq_manifest_line* const line)
{
  const bool escaped = *text == '\\';
  text += escaped;
  if (strspn(text, "0123456789abcdefABCDEF") != r->n_chars) {
    return bad(r, "the line does not begin with a sum");
  }
  for (size_t i = 0; i < r->n_chars; ++i) {
    line->sum[i] = (char)(text[i] >= 'A' && text[i] <= 'F' ? text[i] - 'A' + 'a' : text[i]);
  }
  text += r->n_chars;
  if (text[0] != ' ' || (text[1] != ' ' && text[1] != '*')) {
    return bad(r, "there is no path behind the sum");
  }
  char* const path = lq_pool_copy(r->pool, text + 2);
  LQ_TRY(path ? LQ_OK : LQ_ERR_MEMORY);
  line->path = path;
  return (!escaped || unescape(path)) && is_within(path)
             ? LQ_OK
             : bad(r, "the path leads out of the folder or cannot be one");
}

static int by_path(const void* const a, const void* const b)
{
  return strcmp(((const lq_manifest_line*)a)->path, ((const lq_manifest_line*)b)->path);
}

static lq_status read_lines(reading* const r, FILE* const f, lq_manifest* const manifest)
{
  char*             text  = NULL;
  size_t            room  = 0;
  lq_manifest_line* lines = NULL;
  size_t            n     = 0;
  lq_status         st    = LQ_OK;
  for (ssize_t length; !st && (length = getline(&text, &room, f)) >= 0;) {
    ++r->line;
    while (length && (text[length - 1] == '\n' || text[length - 1] == '\r')) {
      text[--length] = '\0';
    }
    if (strlen(text) != (size_t)length) {
      st = bad(r, "the line holds a zero byte");
    } else if (length && *text != '#' && *text != ';') {
      lines = lq_pool_grow(r->pool, lines, n, sizeof *lines);
      st    = lines ? read_line(r, text, &lines[n++]) : LQ_ERR_MEMORY;
    }
  }
  free(text);
  if (!st && n) {
    qsort(lines, n, sizeof *lines, by_path);
  }
  *manifest = st ? (lq_manifest){0} : (lq_manifest){.lines = lines, .n = n};
  return st;
}

lq_status lq_manifest_read(lq_manifest* const manifest, lq_pool* const pool, const char* const path,
                           const size_t n_chars, lq_error* const error)
{
  reading     r = {.path = path, .n_chars = n_chars, .pool = pool, .error = error};
  FILE* const f = fopen(path, "re");
  if (!f) {
    return lq_fail_file(error, errno == ENOENT ? LQ_ERR_NOT_FOUND : LQ_ERR_READ, path,
                        "'%s' cannot be read: %s.", path, lq_reason(errno));
  }
  lq_status st = read_lines(&r, f, manifest);
  if (!st && ferror(f)) {
    st = lq_fail_file(error, LQ_ERR_READ, path, "'%s' cannot be read to its end.", path);
  }
  (void)fclose(f);
  return st;
}

const lq_manifest_line* lq_manifest_find(const lq_manifest* const manifest, const char* const path)
{
  const lq_manifest_line key = {.path = path};
  return manifest->n ? bsearch(&key, manifest->lines, manifest->n, sizeof key, by_path) : NULL;
}
