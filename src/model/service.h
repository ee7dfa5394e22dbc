// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a place will do to one file, from what the file measures and how the place behaves.
///
/// It is foretold, not measured: a service's own meter may read a tenth of a decibel otherwise, and
/// encoding moves loudness and peaks a little.
#ifndef LQ_MODEL_SERVICE_H
#define LQ_MODEL_SERVICE_H

#include "model/target.h"

typedef enum {
  LQ_SERVICE_LEFT,      ///< played as it is: nothing is normalised there, or it has the level
  LQ_SERVICE_DOWN,      ///< turned down to the level
  LQ_SERVICE_UP,        ///< turned up to the level
  LQ_SERVICE_PEAKS,     ///< turned up until its peaks stop it, short of the level
  LQ_SERVICE_LIMITED,   ///< turned up to the level, through the place's limiter
  LQ_SERVICE_QUIET,     ///< quieter than the level, and left so
  LQ_SERVICE_OFF_LEVEL, ///< outside what the standard allows: refused or corrected
  LQ_SERVICE_N
} lq_service_kind;

typedef struct {
  lq_service_kind kind;
  double          gain_db;    ///< up or down; 0 where it is left alone
  double          short_lu;   ///< how far it stays below the level; negative: off level, above it
  double          limited_db; ///< how far its highest peak comes over the place's limiter
} lq_service;

/// @param integrated_lufs  not finite (silence): left alone
/// @param true_peak_dbtp   a limiter that hears samples finds no more than this in them
lq_service lq_target_service(const lq_target* target, double integrated_lufs,
                             double true_peak_dbtp);

/// "left-alone", "turned-down": stable, for programs.
const char* lq_service_name(lq_service_kind kind);

/// "turned down by 2.3 dB", "turned up by 1.0 dB (its peaks stop it there, 2.0 LU short of -14)".
lq_text lq_service_text(const lq_target* target, const lq_service* service);

#endif
