// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Programs of others, run without a shell: one, or several in a row like a pipeline, with bytes
/// going in at the front while bytes come out behind. Never blocks for good: when nothing moves for
/// as long as the patience lasts, it is given up. No signal reaches the caller (a program that ends
/// early would otherwise send SIGPIPE), and no program is left behind.
#ifndef LQ_BASE_CHILD_H
#define LQ_BASE_CHILD_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>

enum { LQ_CHILD_MAX_PROGRAMS = 4 };

typedef struct lq_child lq_child;

/// Takes bytes as they come out; a status other than LQ_OK stops the exchange and is passed up.
typedef lq_status lq_child_taker(void* user, const void* bytes, size_t n);

/// The program's whole path, from the absolute folders of PATH (others would depend on where one
/// stands).
/// @return false when it is in none of them
bool lq_child_find(const char* name, char* path, size_t size);

/// What the programs print on stderr is dropped.
/// @param programs     [n_programs]: NULL-ended argv each, argv[0] a whole path
/// @param patience_ms  how long nothing may move
LQ_NODISCARD lq_status lq_child_start(lq_child** child, const char* const* const* programs,
                                      unsigned n_programs, int patience_ms, lq_child_taker* taker,
                                      void* user);

/// Kills what still runs; NULL is fine.
void lq_child_free(lq_child* child);

/// All of the bytes go in; the taker may be called meanwhile.
/// @return LQ_ERR_FAILED: lq_child_fault() says why
LQ_NODISCARD lq_status lq_child_write(lq_child* child, const void* bytes, size_t n);

/// The input has ended: the taker gets the rest, and every program must end with status 0.
LQ_NODISCARD lq_status lq_child_finish(lq_child* child);

/// Why it failed, to be put behind a program's name: "ended early", "did nothing for 30 s".
const char* lq_child_fault(const lq_child* child);

#endif
