// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tone of the whole: where the mix strays from what released records have, or from a reference,
/// the tracks that make that octave are equalised. Nothing goes on main.
#ifndef LQ_ASSIST_SONG_TONE_H
#define LQ_ASSIST_SONG_TONE_H

#include "assist/track.h"
#include "session/tone_curve.h"

/// Add moves to the tracks and to the scene, faders known.
/// @param curve  what to go by
/// @param by     how reasons call it: "released records"
LQ_NODISCARD lq_status lq_song_tone(lq_song* song, const lq_tone_curve* curve, const char* by);

/// Octaves of what the scene gives together, from 31.5 Hz to 16 kHz, dB against all of them.
void lq_song_octaves(const lq_song* song, double octave_db[LQ_TONE_OCTAVES]);

#endif
