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

/// Begin. What is not a plain file (a device, a FIFO, "-" for stdout, /dev/stdout) is written in
/// place. A link stays: the file that it names is replaced. Permissions follow the umask; a file
/// that this user may not write is not replaced. The parent folder must be there.
/// @param force  an existing file may be replaced; otherwise LQ_ERR_EXISTS, here and again at
///               commit when somebody else took the name in between
LQ_NODISCARD lq_status lq_output_open(lq_output** output, const char* path, bool force,
                                      lq_error* error);

/// Where to write: an open descriptor, owned by the output. The file has no name yet where the
/// system can do that (O_TMPFILE), so that even a kill leaves no litter.
int lq_output_fd(const lq_output* output);

/// Written in place: nothing can be taken back, and it may be a pipe that cannot seek.
bool lq_output_in_place(const lq_output* output);

/// Where what was written so far can be read before it has its name.
LQ_NODISCARD lq_status lq_output_unnamed(const lq_output* output, char* path, size_t size,
                                         lq_error* error);

/// Append all of it, or fail with a sentence. The CLI ignores SIGPIPE and SIGXFSZ, so that a reader
/// that went away and a size limit are errors like a full disk.
LQ_NODISCARD lq_status lq_output_write(lq_output* output, const void* data, size_t n_bytes,
                                       lq_error* error);

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
