// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The list of a folder of stems, for the person who gets it.
#ifndef LQ_DELIVER_STEM_LIST_H
#define LQ_DELIVER_STEM_LIST_H

#include "model/facts.h"

/// Write stems.txt into `folder`.
/// @param title  of the song; "" for none
/// @param mix    path of the mix
LQ_NODISCARD lq_status lq_stem_list_write(const lq_stemset_facts* facts, const char* title,
                                          const char* mix, const char* folder, lq_error* error);

#endif
