// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A session taken apart: the same session, with private copies of buses and main beside it, so
/// that one render gives the mix and, at the taps of those copies, each part of it alone.
///
///     vox --> vocals  --> main       the mix, untouched
///      `----> vocals' --> main'      vox alone, on the same way, by a send of 0 dB
///
/// The copies of main lead nowhere (`out` ""): only taps hear them. They run in step with their
/// originals. A compressor in a copy listens to what the original hears (the sum, not the part
/// alone), by a strip that ends in front of it, so it holds every part as it holds the mix. Then
/// the parts add up to the mix, unless something on the way depends on level and takes no key (a
/// limiter, saturation).
#ifndef LQ_MODEL_APART_H
#define LQ_MODEL_APART_H

#include "lacquer/model.h"

typedef struct {
  const lq_strip* strip;     ///< of the session
  bool            sent;      ///< what others send to the strip; else what goes out of it
  bool            with_last; ///< in the same part as the strip before it in the list
  const lq_span*  silent;    ///< [n_silent] of what goes out of it, in order: it is silent there,
                             ///< and fades around by LQ_PART_FADE_SEC
  size_t n_silent;
} lq_part;

#define LQ_PART_FADE_SEC 0.01 // s; shorter ones tick, longer ones let words through

enum { LQ_NO_PART = -1 };

typedef struct {
  lq_session session; ///< to render; shares everything with the one that it was made of
  int*       part;    ///< [session.n_strips] which part's end a strip is, or LQ_NO_PART
} lq_apart;

/// @param pool         of what is new; the session must outlive the result
/// @param parts        [n] strips; parts are counted from 0 on, and those of several strips once
/// @param follow_sends  a part is also what comes back of its sends: returns are copied too
LQ_NODISCARD lq_status lq_apart_new(lq_apart* apart, lq_pool* pool, const lq_session* session,
                                    const lq_part* parts, size_t n, bool follow_sends);

#endif
