// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Presets and states: where a plug-in starts from.
#ifndef LQ_PLUGIN_SAVED_H
#define LQ_PLUGIN_SAVED_H

#include "plugin/kind.h"

struct lq_plugin_saved {
  lq_plugin_saved* next;
  LilvState*       state;
};

/// The preset with that URI or label. LQ_ERR_UNKNOWN when there is none.
LQ_NODISCARD lq_status lq_plugin_saved_preset(const lq_plugin_saved** saved,
                                              const lq_plugin_kind* kind, const char* preset);

/// The state in a file, or in a folder. LQ_ERR_FORMAT when there is none of this plug-in.
LQ_NODISCARD lq_status lq_plugin_saved_state(const lq_plugin_saved** saved,
                                             const lq_plugin_kind* kind, const char* path);

/// What a plug-in that asks for it starts from; NULL when it brought nothing.
LQ_NODISCARD lq_status lq_plugin_saved_default(const lq_plugin_saved** saved,
                                               const lq_plugin_kind*   kind);

/// Put the controls that were saved in the rows' values.
/// @param values [kind->n_rows]
void lq_plugin_saved_values(const lq_plugin_saved* saved, const lq_plugin_kind* kind,
                            float* values);

void lq_plugin_saved_close(lq_plugin_host* host);

#endif
