// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a call answers: a status, and for what a person typed or handed over, a whole sentence.
///
/// Rules that hold for every function of the library:
///  - lengths are in frames (one number in every channel) unless the name says otherwise;
///  - a quantity's name ends in its unit: `_hz _ms _sec _frames _db _lin _lufs _dbtp`;
///  - what can fail returns `lq_status`; outputs are written only on success;
///  - the library never prints, never exits, and keeps no mutable globals.
#ifndef LACQUER_STATUS_H
#define LACQUER_STATUS_H

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LQ_API                       __attribute__((visibility("default")))
#define LQ_NODISCARD                 __attribute__((warn_unused_result))
#define LQ_PRINTF(text_at, first_at) __attribute__((format(printf, text_at, first_at)))
/// Marks what runs in an audio thread: does not allocate, lock, print, read clocks or touch files,
/// and cannot fail.
#define LQ_RT

typedef enum {
  LQ_OK,
  LQ_ERR_USAGE,     ///< a request that makes no sense as asked
  LQ_ERR_NOT_FOUND, ///< a file or folder is not there
  LQ_ERR_READ,      ///< it is there, and reading it failed
  LQ_ERR_FORMAT,    ///< it was read, and is not what it should be (audio, container)
  LQ_ERR_SYNTAX,    ///< YAML that does not parse
  LQ_ERR_UNKNOWN,   ///< a key or name nobody knows
  LQ_ERR_BAD_VALUE, ///< a value out of range or in the wrong unit
  LQ_ERR_BAD_TYPE,  ///< a list where a number belongs, and the like
  LQ_ERR_MISSING,   ///< a key, or sound, that must be there is not
  LQ_ERR_LOOP,      ///< routing that feeds itself
  LQ_ERR_LIMIT,     ///< beyond a stated limit
  LQ_ERR_EXISTS,    ///< writing would overwrite
  LQ_ERR_WRITE,     ///< writing failed
  LQ_ERR_MEMORY,    ///< no memory
  LQ_ERR_CANCELLED, ///< the caller asked to stop
  LQ_ERR_GATE,      ///< done, but the result does not pass its gate
  LQ_ERR_FAILED,    ///< processing failed for another reason
  LQ_STATUS_N
} lq_status;

/// The status as one word for programs: "OK", "BAD_VALUE".
LQ_API const char* lq_status_name(lq_status status);

/// Where something stands. Any part may be unknown: NULL or 0.
typedef struct {
  const char* file;
  unsigned    line;   ///< from 1
  unsigned    column; ///< from 1
  const char* path;   ///< inside the document: "tracks[0].chain[1].hpf.freq"
} lq_at;

/// What went wrong, ready to be shown: what was found, what was expected, what to do.
typedef struct {
  lq_status status;
  unsigned  line;
  unsigned  column;
  char      file[1024];
  char      path[256];
  char      text[1024];
} lq_error;

/// Fill `error` (may be NULL) and return `status`. Long texts are cut, never overrun.
LQ_API lq_status lq_fail(lq_error* error, lq_status status, lq_at at, const char* format, ...)
    LQ_PRINTF(4, 5);

/// As lq_fail(), for something that happened to a whole file.
LQ_API lq_status lq_fail_file(lq_error* error, lq_status status, const char* file,
                              const char* format, ...) LQ_PRINTF(4, 5);

/// Pass a status up; the only control-flow macro.
#define LQ_TRY(expr)                        \
  do {                                      \
    const lq_status lq_try_status = (expr); \
    if (lq_try_status) {                    \
      return lq_try_status;                 \
    }                                       \
  } while (0)

#ifdef __cplusplus
}
#endif

#endif
