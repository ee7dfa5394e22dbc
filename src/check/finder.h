// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// A finder listens to a mix once and says what a person should know before mastering it. The check
/// hands the same audio to all of them in one pass; each lives in a file of its own,
/// `check/find_<noun>.c`, and stands in the table of `check/finders.c`.
#ifndef LQ_CHECK_FINDER_H
#define LQ_CHECK_FINDER_H

#include "audio/in.h"
#include "check/stems.h"
#include "measure/band_steps.h"
#include "measure/features.h"
#include "measure/trace.h"
#include "model/facts.h"

/// What finders may know besides the audio.
typedef struct {
  const char*           path;
  const lq_audio_info*  info;     ///< of the file
  const lq_measurement* measured; ///< loudness and peaks of the whole
  const lq_features*    features; ///< of the whole, brought down to stereo
  const lq_trace*       trace;    ///< power in steps of 10 ms
  const lq_band_steps*  bands;    ///< third octaves of mid and side over time
  const lq_stems*       stems;    ///< what each track of the session gives; NULL without session
  lq_pool*              pool;     ///< for texts
} lq_finder_context;

/// A growing list of findings; memory from the pool.
typedef struct {
  lq_pool*    pool;
  lq_finding* list;
  size_t      n;
} lq_finds;

/// Add one; texts must live in the pool or for ever.
LQ_NODISCARD lq_status lq_finds_add(lq_finds* finds, const lq_finding* finding);

/// Add one whose message is written here.
LQ_NODISCARD lq_status lq_finds_say(lq_finds* finds, const lq_finding* finding, const char* format,
                                    ...) LQ_PRINTF(3, 4);

/// "1:02.35"
const char* lq_finds_time(const lq_finds* finds, double sec);

typedef struct {
  const char* name;
  /// NULL for finders that need the context only.
  lq_status (*open)(void** self, double rate_hz, unsigned n_channels);
  /// @param x [n_channels 1 or 2][n_frames], finite, full scale 1; blocks of any size
  lq_status (*process)(void* self, const float* const* x, size_t n_frames);
  lq_status (*finish)(void* self, const lq_finder_context* context, lq_finds* finds);
  void (*close)(void* self); ///< NULL is fine
} lq_finder;

extern const lq_finder lq_find_channels;
extern const lq_finder lq_find_ends;
extern const lq_finder lq_find_faults;
extern const lq_finder lq_find_fold;
extern const lq_finder lq_find_format;
extern const lq_finder lq_find_hum;
extern const lq_finder lq_find_level;
extern const lq_finder lq_find_metronome;
extern const lq_finder lq_find_noise;
extern const lq_finder lq_find_peaks;
extern const lq_finder lq_find_phase;
extern const lq_finder lq_find_sibilance;
extern const lq_finder lq_find_silence;
extern const lq_finder lq_find_stems;
extern const lq_finder lq_find_stereo;
extern const lq_finder lq_find_tone;
extern const lq_finder lq_find_voice;

/// All of them, NULL-ended, in the order in which findings are told.
const lq_finder* const* lq_finders(void);

#endif
