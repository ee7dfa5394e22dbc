// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What is known of an installed plug-in from its description alone: its ports, its rows, and
/// whether it can run here.
#ifndef LQ_PLUGIN_KIND_H
#define LQ_PLUGIN_KIND_H

#include "plugin/host.h"

typedef enum {
  LQ_PORT_IN,       ///< main audio input `index`
  LQ_PORT_OUT,      ///< main audio output `index`
  LQ_PORT_KEY,      ///< side-chain input `index`
  LQ_PORT_QUIET,    ///< another input of audio or CV: holds `fixed` all the time
  LQ_PORT_UNHEARD,  ///< another output of audio or CV
  LQ_PORT_ROW,      ///< control input: row `index`
  LQ_PORT_FIXED,    ///< control input that is not the user's: `fixed`
  LQ_PORT_METER,    ///< control output
  LQ_PORT_LATENCY,  ///< the one that reports latency
  LQ_PORT_ATOM_IN,  ///< an empty sequence
  LQ_PORT_ATOM_OUT, ///< room for `n_bytes`
  LQ_PORT_NOTHING,  ///< may be left alone
  LQ_PORT_UNKNOWN   ///< nobody knows what belongs there
} lq_port_role;

typedef struct {
  lq_port_role role;
  size_t       index;
  float        fixed;
  size_t       n_bytes;
} lq_port;

/// From a row's value to what its port takes.
typedef struct {
  const float* points; ///< of a choice: [number of choices]
  bool         integer;
  bool         of_rate; ///< a share of the sample rate
} lq_port_scale;

struct lq_plugin_kind {
  lq_plugin_kind*      next;
  lq_plugin_host*      host;
  const LilvPlugin*    plugin;
  const char*          uri;
  const char*          name;
  const lq_port*       ports; ///< [n_ports]
  uint32_t             n_ports;
  const lq_param*      rows;   ///< [n_rows]
  const lq_port_scale* scales; ///< [n_rows]
  unsigned             n_rows;
  unsigned             n_in, n_out, n_key; ///< main audio inputs and outputs, side-chain inputs
  bool                 default_state;      ///< starts from its own saved state
  bool                 rings;              ///< may sound on after its input has ended
  const char*          refusal;            ///< half a sentence, or NULL
};

/// Of a URI; `*kind` is NULL when it is not installed.
LQ_NODISCARD lq_status lq_plugin_kind_get(const lq_plugin_kind** kind, lq_plugin_host* host,
                                          const char* uri);

/// Say what each port is for, and count.
LQ_NODISCARD lq_status lq_plugin_ports(lq_plugin_kind* kind);

/// Make the row and scale of control input `index` of the plug-in.
LQ_NODISCARD lq_status lq_plugin_row(const lq_plugin_kind* kind, const LilvPort* port,
                                     lq_param* row, lq_port_scale* scale);

/// Does a port, or another thing described, have that property?
bool lq_port_has(const lq_plugin_kind* kind, const LilvPort* port, lq_word property);

#endif
