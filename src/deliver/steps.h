// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What each decision of a master did, for the ear: a folder of 24-bit files, the mix first, then
/// the sound behind each device of the common chain, then behind each delivery's chain; each file
/// is what its decision made of the one before it. All are turned down to one loudness, so that
/// louder does not pass for better. A list says what, why and how far each was turned down. The
/// folder appears when all of it is complete.
#ifndef LQ_DELIVER_STEPS_H
#define LQ_DELIVER_STEPS_H

#include "lacquer/render.h"

/// Would it be refused for what stands under its name?
LQ_NODISCARD lq_status lq_steps_may(const char* folder, bool force, lq_error* error);

/// @param master  with its deliveries solved
LQ_NODISCARD lq_status lq_steps_write(const lq_master* master, const char* folder, bool force,
                                      const lq_render_options* options, lq_error* error);

#endif
