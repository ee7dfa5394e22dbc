// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a person sees: errors, progress and messages on stderr. Progress is one line that is drawn
/// again on a terminal, and one plain line per finished item otherwise.
#ifndef LQ_CLI_TERM_H
#define LQ_CLI_TERM_H

#include "cli/args.h"

#include <stdbool.h>

/// One piece of work with a name; hand `lq_progress_step` to whatever takes a progress callback.
typedef struct {
  const char*    what;
  bool           shown; ///< on a terminal, not quiet
  bool           quiet;
  double         started_sec;
  _Atomic double drawn_sec; ///< several threads may tell
} lq_progress;

lq_progress lq_progress_start(const lq_args* args, const char* what);
/// @return true when the user pressed Ctrl-C (or TERM or HUP came): stop
bool lq_progress_step(void* progress, double done);
void lq_progress_end(lq_progress* progress,
                     lq_status    status); ///< says how long it took if it went well

/// From now on INT, TERM and HUP only ask the work to stop, and PIPE and XFSZ become write errors.
void lq_signals_catch(void);
bool lq_interrupted(void);

/// Print an error as a person reads it and give the exit code for it.
int lq_report_error(const lq_error* error);

/// The exit code of a status.
int lq_exit_code(lq_status status);

/// A message on stderr unless --quiet.
void lq_say(const lq_args* args, const char* format, ...) LQ_PRINTF(2, 3);

#endif
