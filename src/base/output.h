// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Files that appear under their final name only when they are complete: written beside it under a
/// temporary name, synced, then renamed. A failed or interrupted run leaves what was there.
#ifndef LQ_BASE_OUTPUT_H
#define LQ_BASE_OUTPUT_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lq_output lq_output;

/// Begin. What is not a plain file (a device, a FIFO, "-" for stdout) is written in place.
/// @param force  an existing file may be replaced; otherwise LQ_ERR_EXISTS
LQ_NODISCARD lq_status lq_output_open(lq_output** output, const char* path, bool force,
                                      lq_error* error);

/// Where to write: an open descriptor, owned by the output. The file has no name yet where the
/// system can do that (O_TMPFILE), so that even a kill leaves no litter.
int lq_output_fd(const lq_output* output);

/// Sync, rename, sync the folder. Frees `output` whatever happens.
LQ_NODISCARD lq_status lq_output_commit(lq_output* output, lq_error* error);

/// Remove the temporary file. NULL is fine.
void lq_output_abandon(lq_output* output);

/// A whole text file in one go.
LQ_NODISCARD lq_status lq_output_text(const char* path, const char* text, size_t n, bool force,
                                      lq_error* error);

/// Make a folder and its parents; one that is there is fine.
LQ_NODISCARD lq_status lq_make_folder(const char* path, lq_error* error);

#endif
