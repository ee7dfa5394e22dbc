// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// YAML as nodes that know where they stand. The only door to libfyaml.
///
/// A plan is text from anywhere, so everything is bounded: bytes, nodes, depth, keys of a mapping,
/// and the size that aliases unfold to. No recursion over what was read goes deeper than
/// LQ_YAML_MAX_DEPTH.
#ifndef LQ_SESSION_YAML_H
#define LQ_SESSION_YAML_H

#include "lacquer/model.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  LQ_YAML_MAX_BYTES   = 8 << 20, // a plan of 64 tracks is 100 kB; rides on all of them a few MB
  LQ_YAML_MAX_NODES   = 500000,  // at 64 bytes a node this keeps a hostile plan below 100 MB
  LQ_YAML_MAX_DEPTH   = 32,      // a plan needs eight
  LQ_YAML_MAX_KEYS    = 512,     // of one mapping
  LQ_YAML_MAX_ANCHORS = 256,
};

typedef enum { LQ_NODE_SCALAR, LQ_NODE_LIST, LQ_NODE_MAP } lq_node_kind;

/// How a node is written; reading leaves LQ_STYLE_AUTO, or LQ_STYLE_QUOTED for quoted scalars.
typedef enum {
  LQ_STYLE_AUTO,   ///< scalars: quoted if needed; lists and maps: on one line if they fit
  LQ_STYLE_RAW,    ///< scalars: as they are (numbers with units)
  LQ_STYLE_QUOTED, ///< scalars: in double quotes
  LQ_STYLE_BLOCK   ///< lists and maps: one line an item
} lq_node_style;

typedef struct lq_node lq_node;
struct lq_node {
  const char*    text;         ///< of a scalar; NULL otherwise
  lq_node *      first, *last; ///< items of a list, values of a map
  lq_node*       next;         ///< in the list or map that this node stands in
  const lq_node* key;          ///< of a value in a map
  unsigned       line, column; ///< from 1; 0 when made by hand
  uint32_t       n;            ///< items
  uint32_t       weight;       ///< nodes below and with this one, aliases unfolded
  uint16_t       height;       ///< levels below this one
  uint8_t        kind;         ///< lq_node_kind
  uint8_t        style;        ///< lq_node_style
};

/// Read one document. Nodes and texts live in the pool.
/// @param name  what errors call it
LQ_NODISCARD lq_status lq_yaml_parse(lq_node** root, lq_pool* pool, const char* text,
                                     size_t n_bytes, const char* name, lq_error* error);

/// Read a file. "-" is a file of that name.
LQ_NODISCARD lq_status lq_yaml_read(lq_node** root, lq_pool* pool, const char* path,
                                    lq_error* error);

/// The value of a key, or NULL.
const lq_node* lq_node_find(const lq_node* map, const char* key);

/// The text of a key's scalar; "" when there is none.
const char* lq_node_string(const lq_node* map, const char* key);

/// Nothing was written there: `key:`, `key: ~` or `key: null`.
bool lq_node_is_null(const lq_node* node);

/// "a list", "a mapping", "nothing" or "'text'": what was found, for errors.
lq_text lq_node_found(const lq_node* node);

/// Make nodes for writing; NULL without memory, and NULL in gives NULL out.
lq_node* lq_node_new(lq_pool* pool, lq_node_kind kind, lq_node_style style);
lq_node* lq_node_text(lq_pool* pool, const char* text, lq_node_style style);
lq_node* lq_node_push(lq_node* list, lq_node* item);
/// @param key  a word of the grammar: it is written as it is
lq_node* lq_node_put(lq_pool* pool, lq_node* map, const char* key, lq_node* value);

/// Write a tree of nodes as YAML text. The same tree gives the same bytes.
/// @param n_bytes  may be NULL
/// @return malloc'ed, NULL without memory
char* lq_yaml_text(const lq_node* root, size_t* n_bytes);

#endif
