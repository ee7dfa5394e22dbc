// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Plans as YAML, both ways: sessions (mix plans), masters (master plans), albums and single
/// chains. docs/session.md and docs/album.md are the grammar for people.
///
/// Reading what was written gives the same plan, to the bit, and writing that gives the same bytes.
/// Comments are not kept: reasons are data (`why`), so that a program can read them too.
///
/// Everything unknown, mistyped, out of range, written twice or missing is an error with file,
/// line, column, path and a sentence. Hostile input is bounded (session/yaml.h).
#ifndef LQ_SESSION_PLAN_H
#define LQ_SESSION_PLAN_H

#include "lacquer/model.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct lq_album lq_album; ///< model/album.h

/// Read, and check that files are there and that the routing holds.
LQ_API LQ_NODISCARD lq_status lq_session_read(lq_session** session, const char* path,
                                              lq_error* error);
LQ_API LQ_NODISCARD lq_status lq_master_read(lq_master** master, const char* path, lq_error* error);
LQ_NODISCARD lq_status        lq_album_read(lq_album** album, const char* path, lq_error* error);

/// Where a plan that is no file comes from, and what it may use.
typedef struct {
  const char*           name;   ///< what errors call it; NULL: "plan"
  const char*           folder; ///< what files are relative to; NULL: files need not be there
  const lq_proc* const* procs;  ///< NULL-ended: what chains may hold; NULL: all there are
} lq_plan_source;

LQ_API LQ_NODISCARD lq_status lq_session_parse(lq_session** session, const char* text,
                                               size_t n_bytes, const lq_plan_source* source,
                                               lq_error* error);
LQ_API LQ_NODISCARD lq_status lq_master_parse(lq_master** master, const char* text, size_t n_bytes,
                                              const lq_plan_source* source, lq_error* error);
LQ_NODISCARD lq_status        lq_album_parse(lq_album** album, const char* text, size_t n_bytes,
                                             const lq_plan_source* source, lq_error* error);

/// Read a chain as `--chain` takes it: "limiter: {gain: 6 dB}", "[hpf: 80 Hz, trim: 3 dB]", the
/// name of a processor, or the path of a file that holds one of these.
LQ_API LQ_NODISCARD lq_status lq_chain_parse(lq_chain* chain, lq_pool* pool,
                                             const char* text_or_path, lq_error* error);

/// The plan as YAML: a stable order, only what differs from the defaults or has a reason.
/// Of an automated value only the automation is written. A strip has one send to each target.
/// @return malloc'ed, NULL without memory
LQ_API char* lq_session_text(const lq_session* session);
LQ_API char* lq_master_text(const lq_master* master);
char*        lq_album_text(const lq_album* album);

/// Say where the files lie as seen from another folder, so that the plan can be written there.
LQ_API LQ_NODISCARD lq_status lq_session_rebase(lq_session* session, const char* folder);
LQ_NODISCARD lq_status        lq_album_rebase(lq_album* album, const char* folder);

/// Write it to a file, complete or not at all. Paths of files are written as they are in the plan.
/// @param force  an existing file may be replaced
LQ_API LQ_NODISCARD lq_status lq_session_write(const lq_session* session, const char* path,
                                               bool force, lq_error* error);
LQ_API LQ_NODISCARD lq_status lq_master_write(const lq_master* master, const char* path, bool force,
                                              lq_error* error);
LQ_NODISCARD lq_status        lq_album_write(const lq_album* album, const char* path, bool force,
                                             lq_error* error);

#endif
