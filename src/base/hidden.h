// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Hidden folders, where outputs wait until all of them are complete: ".lacquer-" and 16 digits.
///
/// Whoever makes one holds a lock on it (flock) for as long as it lives, whatever it dies of. One
/// without a lock belongs to nobody any more. On disks without locks they are left alone.
#ifndef LQ_BASE_HIDDEN_H
#define LQ_BASE_HIDDEN_H

#include "lacquer/status.h"

typedef struct {
  char* path; ///< NULL: there is none
  int   lock; ///< descriptor, or -1
} lq_hidden;

/// Make one in `parent`, and remove those in it that belong to nobody.
/// @param shown  what the error calls what is being written
LQ_NODISCARD lq_status lq_hidden_make(lq_hidden* hidden, const char* parent, const char* shown,
                                      lq_error* error);

/// Remove it, if it is still there under that name, with all it holds; links are not followed.
void lq_hidden_remove(lq_hidden* hidden);

/// Forget it: it has another name by now.
void lq_hidden_release(lq_hidden* hidden);

#endif
