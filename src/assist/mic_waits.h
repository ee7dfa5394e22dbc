// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// How long each microphone waits, while it is being decided; and what is asked of microphones.
#ifndef LQ_ASSIST_MIC_WAITS_H
#define LQ_ASSIST_MIC_WAITS_H

#include "assist/track.h"
#include "measure/mic_time.h"

/// Beyond that it is a room, or an error.
#define LQ_MIC_MOST_MS 15.0

/// What a flip must win in 60 to 400 Hz to be made.
#define LQ_MIC_FLIP_DB 1.0

enum { LQ_MIC_FEW_HITS = 6 };

typedef struct {
  const lq_song* song;
  lq_session*    session;
  double*        wait_ms; ///< [n]
  const char**   why;     ///< [n]
  bool*          unsure;  ///< [n] compared, and left where it was
} lq_mic_waits;

LQ_NODISCARD lq_status lq_mic_waits_start(lq_mic_waits* waits, const lq_song* song,
                                          lq_session* session);

/// Write delay controls, and a note about what was left.
LQ_NODISCARD lq_status lq_mic_waits_write(const lq_mic_waits* waits);

/// Turn one upside down.
LQ_NODISCARD lq_status lq_mic_turn(const lq_mic_waits* waits, size_t track, const char* why);

bool lq_mic_has_role(const lq_track* track, const char* role); ///< and sounds
bool lq_mic_is_close(const lq_track* track);                   ///< kick, snare, tom
bool lq_mic_is_far(const lq_track* track); ///< a far side or an amplifier, by name

/// Which of two is the louder; by name when they are alike.
bool lq_mic_is_before(const lq_track* a, const lq_track* b);

double lq_mic_lag_ms(const lq_mic_time* time);

/// Audio that waits whole frames is moved, never filtered.
double lq_mic_whole_frames_ms(double ms, double rate_hz);

/// What the sum of two equally loud signals gains when one is turned round.
double lq_mic_flip_db(double in_phase);

/// Hits of a drum that no other drum contests; loud places of anything else.
void lq_mic_hits(const lq_song* song, size_t of, lq_hits* hits);

#endif
