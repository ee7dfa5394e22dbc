// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// From libfyaml's events to nodes, within the limits of session/yaml.h. Only session/yaml*.c know
/// this header.
#ifndef LQ_SESSION_YAML_BUILD_H
#define LQ_SESSION_YAML_BUILD_H

#include "session/yaml.h"

#include <libfyaml.h>

typedef struct {
  lq_node*       node;
  const lq_node* key; // of a mapping: read, its value still to come
  const char*    anchor;
} lq_yaml_level;

typedef struct {
  const char*    name;
  const lq_node* node;
} lq_yaml_anchor;

typedef struct {
  lq_pool*       pool;
  const char*    name; // of the file
  const char*    text;
  lq_error*      error;
  lq_node*       root;
  lq_yaml_level  levels[LQ_YAML_MAX_DEPTH];
  size_t         n_levels;
  lq_yaml_anchor anchors[LQ_YAML_MAX_ANCHORS];
  size_t         n_anchors;
  size_t         n_nodes;
  size_t         n_bytes; // of the text
  size_t         n_given; // bytes that the parser took
  size_t         n_ahead; // of these, since the last event
  bool           cut;     // it wanted more than that
} lq_yaml_builder;

/// Put what an event says where it belongs.
LQ_NODISCARD lq_status lq_yaml_add(lq_yaml_builder* b, struct fy_event* event);

#endif
