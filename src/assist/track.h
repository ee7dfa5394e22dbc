// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// One track as the mix assistant sees it: what it is, what was measured, what was decided.
/// The steps of the assistant each fill their own part, in the order of the fields.
#ifndef LQ_ASSIST_TRACK_H
#define LQ_ASSIST_TRACK_H

#include "assist/scene.h"
#include "measure/relation.h"
#include "measure/signature.h"
#include "session/brief.h"
#include "session/sounds.h"
#include "session/tone_curve.h"

enum { LQ_NO_TRACK = -1 };

/// Where the assistant's processors stand in a track's chain, in signal order.
typedef enum {
  LQ_STAGE_HIGHPASS,
  LQ_STAGE_HUM,
  LQ_STAGE_GATE,
  LQ_STAGE_DEESS,
  LQ_STAGE_EQ, ///< made from the moves
  LQ_STAGE_COMPRESS,
  LQ_STAGE_DUCK,
  LQ_STAGE_WIDTH,
  LQ_STAGE_N
} lq_stage;

/// One band that a track's equaliser is to have.
typedef struct {
  unsigned    type; ///< lq_band_type
  double      freq_hz, gain_db, q;
  const char* why;
} lq_eq_move;

enum { LQ_MOST_MOVES = 12 };

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
  lq_half        side;   ///< one half of a pair
  int            twin;   ///< index of the other half, or LQ_NO_TRACK
  bool           silent; ///< takes no part: nothing on it, or put aside
  bool           lead;   ///< the song is about this one
  bool           keep;   ///< the brief says that its sound stays
  // decisions, each with its reason
  double           trim_db;
  const lq_device* stages[LQ_STAGE_N]; ///< or NULL
  lq_eq_move       moves[LQ_MOST_MOVES];
  size_t           n_moves;
  double           fader_db;
  double           moves_db; ///< of it, for what the moves took or gave
  const char*      fader_why;
  const lq_point*  ride; ///< [n_ride] dB on top of the fader
  size_t           n_ride;
  // what the desk heard of it; NULL when it is muted
  lq_scene_track* heard;
  // more of the intake, and how the tracks stand to each other
  lq_signature* sig;       ///< `features` is part of it; NULL where a song was made by hand
  double        role_sure; ///< 0 to 1
  const char*   aside_why; ///< not for the mix, though it sounds: `silent` is set too; or NULL
  bool          doubled;   ///< the twin plays the same part again; else it is the other side
  bool          in_kit;    ///< one of several microphones on one drum kit
} lq_track;

/// Sides over mid, dB.
typedef struct {
  double low_db, high_db;
} lq_width_range;

/// What the mix as a whole is to come to: lq_reference_aims(). All zero asks for nothing.
typedef struct {
  const char*    by; ///< how reasons call it: "released records"
  lq_tone_curve  tone;
  const char*    width_by;
  lq_width_range width;
  bool           has_low, has_top;
  double         low_db, top_db; ///< lq_low_end, lq_top_end (record.h) against the whole
  double         more_ratio;     ///< of every compressor, and of the drums' glue: 0.1 is a tenth
  double         more_glue;      ///< more than usual, -0.1 less
} lq_aims;

/// All tracks of a song.
typedef struct {
  lq_pool*        pool;
  lq_roles        roles;
  const lq_brief* brief;
  const lq_genre* genre;  ///< of the brief, or the usual one
  lq_track*       tracks; ///< [n]
  size_t          n;
  size_t          n_blocks;  ///< of 100 ms, in the longest envelope
  double          strength;  ///< of the brief
  double          tempo_bpm; ///< of the brief, or heard; 0: unknown
  bool            by_solo;   ///< no voice: the melody leads
  lq_desk         desk;      ///< as last heard, behind the chains
  lq_scene        scene;     ///< the same, with the faders that are known by now
  lq_sounds       sounds;
  lq_aims         aims;
  double*         gram; ///< [n * n] products of all tracks at 4 kHz, once lq_find_strays() ran
} lq_song;

/// May the assistant do this? Not when the brief forbids it, nor, for what changes the sound, at
/// strength 0.
bool lq_song_may(const lq_song* song, lq_step step);

/// What it sounds like at 4 kHz; nothing where it is not known.
lq_signal lq_track_signal(const lq_track* track);

/// Not for the mix: it takes no part from here on, and the plan says why.
void lq_track_aside(lq_track* track, const char* why);

/// Does the strip of that track lead? For lq_scene_make(). @param song  a const lq_song*
bool lq_song_leads(void* song, const lq_strip* strip);

/// A processor at a place of a track's chain, the pool's own copy.
LQ_NODISCARD lq_status lq_track_put(const lq_song* song, lq_track* track, lq_stage stage,
                                    const lq_device* device);

/// One more band of a track's equaliser; no more than LQ_MOST_MOVES, later ones are dropped.
void lq_track_move(lq_track* track, lq_eq_move move);

/// A frequency as a person would set it: two figures.
double lq_eq_round_hz(double freq_hz);

/// What a band does at a frequency, dB.
double lq_eq_move_db(const lq_eq_move* move, double freq_hz, double rate_hz);

/// What a band does to the scene.
void lq_track_hear_move(const lq_song* song, lq_track* track, const lq_eq_move* move);

/// Let the fader make up for what moves have changed of the track's loudness.
void lq_track_make_up(const lq_song* song, lq_track* track, double lufs);

/// Write the stages and the moves as the strip's chain.
LQ_NODISCARD lq_status lq_track_chain(const lq_song* song, const lq_track* track, lq_strip* strip);

#endif
