// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What each track gives to the mix: every track of a session heard alone in one render
/// (model/apart.h), through its chain, fader, pan, sends and buses, and kept as third octaves over
/// time, so that findings can name it.
/// Compressors on buses hold each track as they hold all of them together.
#ifndef LQ_CHECK_STEMS_H
#define LQ_CHECK_STEMS_H

#include "lacquer/render.h"
#include "measure/spectrum.h"

typedef struct {
  const char* name;
  const char* role;                  ///< "" when unknown
  bool        lead;                  ///< the song is about this one
  size_t      n;                     ///< steps
  float (*power)[LQ_SPECTRUM_BANDS]; ///< [n] mean power of the channels
  double total;                      ///< mean power of all bands over the whole mix
} lq_stem;

typedef struct {
  const lq_session* session;
  double            step_sec;
  double            duration_sec; ///< the longest
  size_t            n_steps;      ///< of the longest
  lq_stem*          stems;        ///< [n] tracks that are not muted
  size_t            n;
} lq_stems;

/// One render in which every track has buses and returns of its own. Memory from the pool: 124
/// bytes a step of about 90 ms and track.
LQ_NODISCARD lq_status lq_stems_render(lq_stems* stems, lq_pool* pool, const lq_session* session,
                                       const lq_render_options* options, lq_error* error);

/// Mean power of a stem between two frequencies and two times; to_sec <= 0: to the end.
double lq_stem_power(const lq_stems* stems, const lq_stem* stem, double from_hz, double to_hz,
                     double from_sec, double to_sec);

/// The one that gives most there, and its share of what all give; NULL for none.
const lq_stem* lq_stems_most(const lq_stems* stems, double from_hz, double to_hz, double from_sec,
                             double to_sec, double* share);

/// " Most of it comes from 'bass' (62 %)." or "" without stems (NULL is fine).
const char* lq_stems_blame(const lq_stems* stems, lq_pool* pool, double from_hz, double to_hz,
                           double from_sec, double to_sec);

#endif
