// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Deliveries: a master plan becomes files, and every file is opened again and measured. What is
/// told of a delivery was read back from it.
#ifndef LQ_DELIVER_DELIVER_H
#define LQ_DELIVER_DELIVER_H

#include "lacquer/render.h"
#include "model/facts.h"

/// Where a delivery goes: "folder/target/title.wav".
char* lq_delivery_path(lq_pool* pool, const lq_master* master, const lq_delivery* delivery,
                       const char* folder);

/// Render one delivery of a plan, read it back, and judge it. An existing file stays unless
/// `force`.
LQ_NODISCARD lq_status lq_deliver(const lq_master* master, const lq_delivery* delivery,
                                  const lq_target* target, const char* folder, bool force,
                                  lq_pool* pool, const lq_render_options* options,
                                  lq_delivery_facts* facts, lq_error* error);

#endif
