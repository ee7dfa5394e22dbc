// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What every plan has: the version, a title, notes, and files beside it.
#ifndef LQ_SESSION_DOCUMENT_H
#define LQ_SESSION_DOCUMENT_H

#include "session/plan.h"
#include "session/reading.h"

/// Parse `text`, or the file `path` when it is NULL, and fill the reading.
/// @param path  of the file, or what errors call the text
LQ_NODISCARD lq_status lq_document_open(lq_reading* r, lq_node** root, lq_pool* pool,
                                        const char* text, size_t n_bytes, const char* path,
                                        const lq_plan_source* source, lq_error* error);

/// The document is a mapping that says `lacquer: 1`.
/// @param what  "a session"
LQ_NODISCARD lq_status lq_document_check(const lq_reading* r, const lq_node* root,
                                         const char* what);

/// `notes: [...]`
LQ_NODISCARD lq_status lq_document_notes(const lq_reading* r, const lq_node* node,
                                         const lq_place* place, const char* const** notes,
                                         size_t* n_notes);

/// A file that the plan names: it must be there, unless the plan has no folder.
/// @param what      "cover": for errors
/// @param expected  "a picture"
LQ_NODISCARD lq_status lq_document_any_file(const lq_reading* r, const lq_node* node,
                                            const lq_place* place, const char* what,
                                            const char* expected, const char** file,
                                            const char** path);

/// The same for an audio file.
LQ_NODISCARD lq_status lq_document_file(const lq_reading* r, const lq_node* node,
                                        const lq_place* place, const char* what, const char** file,
                                        const char** path);

/// `title` and `notes` at the head of a plan that is written.
lq_node* lq_document_head(lq_pool* pool, lq_node* map, const char* title);
lq_node* lq_document_put_notes(lq_pool* pool, lq_node* map, const char* const* notes,
                               size_t n_notes);

/// A plan as nodes; NULL without memory.
typedef lq_node* lq_document_maker(lq_pool* pool, const void* plan);

/// As YAML. @return malloc'ed, NULL without memory
char* lq_document_text(lq_document_maker* make, const void* plan);

/// As a file, complete or not at all; one that could not be read again is refused.
LQ_NODISCARD lq_status lq_document_write(lq_document_maker* make, const void* plan,
                                         const char* path, bool force, lq_error* error);

#endif
