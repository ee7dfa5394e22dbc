// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A session taken apart: the same session, with private copies of buses and main beside it, so
/// that one render gives the mix and, at the taps of those copies, each part of it alone.
///
///     vox ──▶ vocals ──▶ main              the mix, untouched
///      └────▶ vocals' ──▶ main'            vox alone, on the same way (send of 0 dB behind its
///      pan)
///
/// The copies of main lead nowhere (`out` ""): only taps hear them. They run in step with
/// their originals. What a part's copies do to it alone is what the originals do to all, as long as
/// nothing on the way depends on level; then the parts add up to the mix.
#ifndef LQ_MODEL_APART_H
#define LQ_MODEL_APART_H

#include "lacquer/model.h"

typedef struct {
  const lq_strip* strip; ///< of the session
  bool            sent;  ///< what others send to the strip; else what goes out of it
} lq_part;

enum { LQ_NO_PART = -1 };

typedef struct {
  lq_session session; ///< to render; shares everything with the one that it was made of
  int*       part;    ///< [session.n_strips] which part's end a strip is, or LQ_NO_PART
} lq_apart;

/// @param pool         of what is new; the session must outlive the result
/// @param parts        [n]
/// @param follow_sends  a part is also what comes back of its sends: returns are copied too
LQ_NODISCARD lq_status lq_apart_new(lq_apart* apart, lq_pool* pool, const lq_session* session,
                                    const lq_part* parts, size_t n, bool follow_sends);

#endif
