// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "lacquer/status.h"

#include <stdio.h>
#include <string.h>

static const char* const names[LQ_STATUS_N] = {
    [LQ_OK]            = "OK",
    [LQ_ERR_USAGE]     = "USAGE",
    [LQ_ERR_NOT_FOUND] = "NOT_FOUND",
    [LQ_ERR_READ]      = "READ",
    [LQ_ERR_FORMAT]    = "FORMAT",
    [LQ_ERR_SYNTAX]    = "SYNTAX",
    [LQ_ERR_UNKNOWN]   = "UNKNOWN",
    [LQ_ERR_BAD_VALUE] = "BAD_VALUE",
    [LQ_ERR_BAD_TYPE]  = "BAD_TYPE",
    [LQ_ERR_MISSING]   = "MISSING",
    [LQ_ERR_LOOP]      = "LOOP",
    [LQ_ERR_LIMIT]     = "LIMIT",
    [LQ_ERR_EXISTS]    = "EXISTS",
    [LQ_ERR_WRITE]     = "WRITE",
    [LQ_ERR_MEMORY]    = "MEMORY",
    [LQ_ERR_CANCELLED] = "CANCELLED",
    [LQ_ERR_GATE]      = "GATE",
    [LQ_ERR_FAILED]    = "FAILED",
};

const char* lq_status_name(const lq_status status)
{
  return (unsigned)status < LQ_STATUS_N ? names[status] : "UNKNOWN_STATUS";
}

LQ_PRINTF(4, 0)
static lq_status fail(lq_error* const error, const lq_status status, const lq_at at,
                      const char* const format, va_list args)
{
  if (error) {
    *error = (lq_error){.status = status, .line = at.line, .column = at.column};
    (void)snprintf(error->file, sizeof error->file, "%s", at.file ? at.file : "");
    (void)snprintf(error->path, sizeof error->path, "%s", at.path ? at.path : "");
    (void)vsnprintf(error->text, sizeof error->text, format, args);
  }
  return status;
}

lq_status lq_fail(lq_error* const error, const lq_status status, const lq_at at,
                  const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  (void)fail(error, status, at, format, args);
  va_end(args);
  return status;
}

lq_status lq_fail_file(lq_error* const error, const lq_status status, const char* const file,
                       const char* const format, ...)
{
  va_list args;
  va_start(args, format);
  (void)fail(error, status, (lq_at){.file = file}, format, args);
  va_end(args);
  return status;
}
