// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sound files going out: quantised, dithered and clamped here, the only place with integers, and
/// handed over as integers. The file appears under its name only when it is complete.
#ifndef LQ_AUDIO_OUT_H
#define LQ_AUDIO_OUT_H

#include "audio/cues.h"
#include "audio/tags.h"
#include "lacquer/dither.h"
#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct {
  double         rate_hz; ///< of what is written; lossy files may have another one
  unsigned       n_channels;
  unsigned       bits;   ///< 16, 24, or 32 for float; lossy files have none: 0, 16 or 24
  lq_dither_kind dither; ///< by position and `seed`; not for float
  uint64_t       seed;
  bool           force;   ///< replace what is there
  bool           stamped; ///< with a BWF time reference (lq_audio_out_stamp()); only WAV has one
  const char*    description; ///< what it is, beside the time reference; NULL: nothing
  const lq_tags* tags; ///< read by lq_audio_out_open() alone; NULL: none. CAF and W64 hold none
  unsigned kbps; ///< lossy files have it: .mp3 constant, .opus and .ogg (Vorbis) varying; else 0
  const lq_audio_cues* cues; ///< of a whole disc in one .flac, or NULL
} lq_audio_out_spec;

/// Bytes that every file opened with tags keeps free for what is known later.
enum { LQ_TAGS_ROOM = 2048 };

typedef struct lq_audio_out lq_audio_out;

/// The container follows the name: .wav (RF64 past 4 GB), .flac, .aif/.aiff, .caf, .w64, .mp3,
/// .opus, .ogg (Vorbis). The same sound and tags are the same bytes: nothing here knows the time of
/// day.
LQ_NODISCARD lq_status lq_audio_out_open(lq_audio_out** out, const char* path,
                                         const lq_audio_out_spec* spec, lq_error* error);

/// @param x [n_channels][n_frames], full scale 1
LQ_NODISCARD lq_status lq_audio_out_write(lq_audio_out* out, const float* const* x, size_t n_frames,
                                          lq_error* error);

/// Samples that had to be clamped so far; a master with any is a bad one.
uint64_t lq_audio_out_clipped(const lq_audio_out* out);

/// Where it belongs on a timeline, in frames since midnight; 0 if never called. For `stamped` ones.
void lq_audio_out_stamp(lq_audio_out* out, uint64_t time_reference_frames);

/// Make what was written so far exactly `n_frames` long: cut, or with silence behind. For WAV in a
/// plain file.
LQ_NODISCARD lq_status lq_audio_out_fit(lq_audio_out* out, uint64_t n_frames, lq_error* error);

/// Complete the file before it has its name, so that it can be read back; no audio may follow.
LQ_NODISCARD lq_status lq_audio_out_finish(lq_audio_out* out, lq_error* error);

/// Finish, then say in the file's header what is known only now, its loudness above all. The sound
/// is not touched. What was said at lq_audio_out_open() is replaced as a whole, but for the
/// picture, which stays; texts may grow by what LQ_TAGS_ROOM leaves. Opened without tags:
/// LQ_ERR_USAGE. CAF and W64 have none to change: LQ_OK.
LQ_NODISCARD lq_status lq_audio_out_retag(lq_audio_out* out, const lq_tags* tags, lq_error* error);

/// Where it can be read by that time: for one that is not written in place.
LQ_NODISCARD lq_status lq_audio_out_unnamed(const lq_audio_out* out, char* path, size_t size,
                                            lq_error* error);

/// Finish, sync and give it its name. Frees `out` whatever happens.
LQ_NODISCARD lq_status lq_audio_out_commit(lq_audio_out* out, lq_error* error);

/// Drop what was written. NULL is fine.
void lq_audio_out_abandon(lq_audio_out* out);

#endif
