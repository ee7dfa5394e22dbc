// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What everyone who reads a plan carries along, and how they say where something is wrong.
#ifndef LQ_SESSION_READING_H
#define LQ_SESSION_READING_H

#include "session/yaml.h"

typedef struct {
  lq_pool*              pool;
  const char*           file;   ///< name of the plan, for marks; lives in the pool
  const char*           folder; ///< what files are relative to
  const lq_proc* const* procs;  ///< NULL-ended: what a chain may hold
  bool                  strips; ///< there are strips that a key can name
  lq_error*             error;
} lq_reading;

/// A step on the way from the document to a value: a key or an index. Lives on the stack.
typedef struct lq_place lq_place;
struct lq_place {
  const lq_place* parent;
  const char*     key; ///< or NULL: `index` counts
  size_t          index;
};

/// "tracks[0].chain[1].hpf.freq"
lq_text lq_place_text(const lq_place* place);

/// Where a node stands, for the model; its path lives in the pool.
LQ_NODISCARD lq_status lq_reading_at(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, lq_at* at);

lq_status lq_reading_fail(const lq_reading* r, lq_status status, const lq_node* node,
                          const lq_place* place, const char* format, ...) LQ_PRINTF(5, 6);

lq_status lq_reading_no_memory(const lq_reading* r);

/// Fail when a node is not of that kind: "chain is 'x'; expected a list of processors."
/// @param expected  "a list of processors"
LQ_NODISCARD lq_status lq_reading_expect(const lq_reading* r, const lq_node* node,
                                         const lq_place* place, lq_node_kind kind,
                                         const char* expected);

/// "nothing here is called 'x'": the sentence about a key or name that is unknown, with the nearest
/// of the names that are valid, and all of them.
/// @param what    "hpf", "a track"
/// @param names   [n]
lq_status lq_reading_unknown(const lq_reading* r, const lq_node* node, const lq_place* place,
                             const char* what, const char* found, const char* const* names,
                             size_t n);

/// One key of a mapping and who reads it.
typedef struct {
  const char* name;
  lq_status (*read)(const lq_reading* r, void* into, const lq_node* node, const lq_place* place);
} lq_key;

/// Hand every value of a mapping to the reader of its key.
/// @param what  "a track": who has these keys, for errors
LQ_NODISCARD lq_status lq_reading_keys(const lq_reading* r, const lq_node* map,
                                       const lq_place* place, const char* what, const lq_key* keys,
                                       size_t n_keys, void* into);

#endif
