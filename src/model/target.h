// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Destinations: what each place wants, and what it does to a file.
#ifndef LQ_MODEL_TARGET_H
#define LQ_MODEL_TARGET_H

#include "lacquer/model.h"

typedef struct {
  const char* id;      ///< "spotify"
  const char* name;    ///< "Spotify"
  double      rate_hz; ///< 0: the source's
  unsigned    bits;
  const char* format;        ///< "wav" or "flac"
  double      loudness_lufs; ///< what a master is brought to
  double      ceiling_dbtp;
  bool        normalises; ///< plays everything at plays_at_lufs
  double      plays_at_lufs;
  bool        turns_up;
  const char* behaviour; ///< one sentence
  const char* source;
  const char* dated;
  const char* confidence; ///< high, medium, choice
} lq_target;

typedef struct {
  const lq_target* targets; ///< [n]
  size_t           n;
} lq_targets;

/// The destination with that id, or NULL.
const lq_target* lq_target_find(const lq_targets* targets, const char* id);

/// What the place does to a file of this loudness: dB up or down; 0 where it is left alone.
/// @param true_peak_dbtp  upward gain stops 1 dB under full scale
double lq_target_gain_db(const lq_target* target, double integrated_lufs, double true_peak_dbtp);

#endif
