// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Moving all that one folder holds into another one, where other things lie that stay.
#ifndef LQ_BASE_JOINING_H
#define LQ_BASE_JOINING_H

#include "lacquer/status.h"

#include <stdbool.h>

/// Either all of it or nothing: a move that fails takes the ones before it back. (A kill between
/// two moves does not; they are renames on one disk, and take well under a millisecond each.)
/// Older files are left in `from`, in the places of those that replaced them. A link stays: the
/// file that it names is replaced.
/// @param force  files of the same names may be replaced, when this user may write them
LQ_NODISCARD lq_status lq_join(const char* from, const char* to, bool force, lq_error* error);

#endif
