// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/output.h"

#include "base/reason.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static lq_status make_one(const char* const path, lq_error* const error)
{
  struct stat info;
  if (!mkdir(path, 0777)) {
    return LQ_OK;
  }
  const int why = errno;
  if (!stat(path, &info)) {
    return S_ISDIR(info.st_mode)
               ? LQ_OK
               : lq_fail_file(error, LQ_ERR_WRITE, path,
                              "'%s' is a file; expected a folder or a free name.", path);
  }
  return lq_fail_file(error, LQ_ERR_WRITE, path, "The folder '%s' cannot be made: %s.", path,
                      lq_reason(why));
}

lq_status lq_make_folder(const char* const path, lq_error* const error)
{
  if (!path[0]) {
    return lq_fail_file(error, LQ_ERR_WRITE, path, "A folder needs a name; found none.");
  }
  char* const copy = strdup(path);
  if (!copy) {
    return lq_fail_file(error, LQ_ERR_MEMORY, path, "No memory for '%s'.", path);
  }
  lq_status status = LQ_OK;
  for (char* p = copy + 1; !status; ++p) {
    if ((*p == '/' && p[-1] != '/') || !*p) {
      const char c = *p;
      *p           = '\0';
      status       = make_one(copy, error);
      *p           = c;
    }
    if (!*p) {
      break;
    }
  }
  free(copy);
  return status;
}
