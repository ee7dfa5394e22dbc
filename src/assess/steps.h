// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The steps of an assessment, in their order; each reads what the ones before it have found.
#ifndef LQ_ASSESS_STEPS_H
#define LQ_ASSESS_STEPS_H

#include "assess/assess.h"
#include "measure/relation.h"

/// Paths to files: fills files, and says in `loose` of a pile of several songs how many there are.
LQ_NODISCARD lq_status lq_assess_gather(lq_assessment* a, const char* const* paths, size_t n_paths,
                                        lq_error* error);

/// Who is each by itself: role, full range.
LQ_NODISCARD lq_status lq_assess_hear(lq_assessment* a);

/// Copies, upside-down copies, near copies, halves of a stereo pair.
LQ_NODISCARD lq_status lq_assess_copies(lq_assessment* a, const double* gram);

/// Mixes and buses among the tracks.
LQ_NODISCARD lq_status lq_assess_sums(lq_assessment* a, const double* gram,
                                      const lq_signal* signals);

/// Rates, lengths, starts, levels, clipping, noise: each track against the set.
LQ_NODISCARD lq_status lq_assess_tracks(lq_assessment* a);

/// Who is heard in whose microphone.
LQ_NODISCARD lq_status lq_assess_bleed(lq_assessment* a, lq_crew* crew);

/// Time and polarity between microphones.
LQ_NODISCARD lq_status lq_assess_mics(lq_assessment* a, lq_error* error);

/// What the pile is, what it needs and the next command.
LQ_NODISCARD lq_status lq_assess_conclude(lq_assessment* a, const char* const* paths,
                                          size_t n_paths);

/// The rules for sending stems.
LQ_NODISCARD lq_status lq_assess_stems(lq_assessment* a, const lq_render_options* options,
                                       lq_error* error);

/// A finding about some files; the message is made of `format`.
LQ_NODISCARD lq_status lq_assess_find(lq_assessment* a, const lq_set_finding* finding,
                                      const char* format, ...) LQ_PRINTF(3, 4);

LQ_NODISCARD lq_status lq_assess_because(lq_assessment* a, const char* format, ...) LQ_PRINTF(2, 3);

/// "Kick, Snare and 3 more"
const char* lq_assess_names(const lq_assessment* a, const size_t* files, size_t n);

lq_signal lq_assessed_signal(const lq_assessed* f);
bool      lq_assessed_plays(const lq_assessed* f);     ///< readable and not silent
bool      lq_assessed_is_part(const lq_assessed* f);   ///< a track or a stem
bool      lq_assessed_hears_all(const lq_assessed* f); ///< an overhead or a room

/// Files of one group of roles have one number.
unsigned lq_assess_group(const lq_assessment* a, const lq_assessed* f);

double lq_assessed_rate_hz(const lq_assessed* f);
double lq_assessed_length_sec(const lq_assessed* f);
double lq_assessed_start_sec(const lq_assessed* f); ///< by its BWF time reference

/// All places where `test` holds, in a list from the pool; NULL without memory.
size_t* lq_assess_select(const lq_assessment* a, bool (*test)(const lq_assessed*), size_t* n);

#endif
