// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Deliveries: a master plan becomes files, and every file is opened again and measured. What is
/// told of a delivery was read back from it.
#ifndef LQ_DELIVER_DELIVER_H
#define LQ_DELIVER_DELIVER_H

#include "deliver/print.h"
#include "model/facts.h"

/// Render all deliveries of a plan side by side, from takes that they share. None has its name yet.
/// @param prints  [n_deliveries] the caller frees them; untouched when it fails
LQ_NODISCARD lq_status lq_deliver_plan(const lq_master* master, const char* folder, bool force,
                                       const lq_render_options* options, lq_print** prints,
                                       lq_error* error);

/// Give one its name, and judge it by what was read back.
LQ_NODISCARD lq_status lq_deliver(const lq_delivery* delivery, const lq_target* target,
                                  const char* folder, lq_print* print, lq_pool* pool,
                                  lq_delivery_facts* facts, lq_error* error);

#endif
