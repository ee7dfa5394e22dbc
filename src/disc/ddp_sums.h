// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The checksum files of a set, of whatever program: lines with a file's name and its MD5, SHA-256
/// or CRC-32 in hexadecimal.
#ifndef LQ_DISC_DDP_SUMS_H
#define LQ_DISC_DDP_SUMS_H

#include "disc/ddp_folder.h"
#include "disc/faults.h"

/// Compare every file that they name; what is part of the set and not named is a warning.
/// @param found  were there any?
LQ_NODISCARD lq_status lq_ddp_sums_check(const lq_ddp_folder* folder, lq_pool* pool, bool* found,
                                         lq_disc_faults* faults, lq_error* error);

#endif
