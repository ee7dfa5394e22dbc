// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One track as the mix assistant sees it: what it is, what was measured, what was decided.
/// The steps of the assistant each fill their own part, in the order of the fields.
#ifndef LQ_ASSIST_TRACK_H
#define LQ_ASSIST_TRACK_H

#include "measure/features.h"
#include "session/roles.h"

enum { LQ_NO_TRACK = -1 };

typedef struct {
  // intake
  const char*  file; ///< relative to the plan's folder
  const char*  path;
  const char*  name; ///< of the strip
  lq_features* features;
  double       rate_hz;
  unsigned     n_channels;
  double       start_sec; ///< by time stamps, when the files have some that differ
  // who is it
  const lq_role* role;
  const char*    role_why;
  lq_side        side; ///< one half of a pair
  int            twin; ///< index of the other half, or LQ_NO_TRACK
  bool           silent;
  // decisions, each with its reason
  double      trim_db;
  double      fader_db;
  const char* fader_why;
} lq_track;

/// All tracks of a song.
typedef struct {
  lq_pool*  pool;
  lq_roles  roles;
  lq_track* tracks; ///< [n]
  size_t    n;
  size_t    n_blocks; ///< of 100 ms, in the longest envelope
} lq_song;

/// Power of a track in block `i` of its K-weighted envelope after trim and fader;
/// 0 past its end.
double lq_track_power_at(const lq_track* track, size_t block);

#endif
