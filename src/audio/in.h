// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Sound files coming in: any container and codec that libsndfile reads, as planar float.
/// Samples that are no sound (not finite, or more than 120 dB over full scale, which only damage
/// makes) are counted and replaced by 0 here, at the door.
#ifndef LQ_AUDIO_IN_H
#define LQ_AUDIO_IN_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
  LQ_AUDIO_MAX_CHANNELS = 64,
  LQ_AUDIO_MIN_RATE_HZ  = 8000,
  LQ_AUDIO_MAX_RATE_HZ  = 384000,
};

typedef struct {
  double   rate_hz;
  unsigned n_channels;
  unsigned bits;                  ///< of the stored samples; 0 for lossy codecs
  bool     floating;              ///< stored as floating point
  bool     lossy;                 ///< MP3, Vorbis, Opus ...
  uint64_t n_frames;              ///< really readable
  bool     truncated;             ///< the header promises more than the file holds
  int64_t  time_reference_frames; ///< BWF start on the timeline; 0 when none
  char     format[32];            ///< "WAV", "FLAC", "AIFF", "MP3" ...
  bool     stamped;               ///< has a BWF time reference
} lq_audio_info;

/// Where a channel's loudspeaker stands; by the file's own channel map, else by custom: 3 L R C,
/// 4 L R Ls Rs, 5 L R C Ls Rs, 6 L R C LFE Ls Rs, 7 with a back centre, 8 with back left and right.
typedef enum {
  LQ_PLACE_UNKNOWN,
  LQ_PLACE_LEFT,
  LQ_PLACE_RIGHT,
  LQ_PLACE_CENTER, ///< also mono
  LQ_PLACE_LFE,
  LQ_PLACE_LEFT_OF_CENTER,
  LQ_PLACE_RIGHT_OF_CENTER,
  LQ_PLACE_LEFT_SURROUND, ///< beside, behind or above on the left
  LQ_PLACE_RIGHT_SURROUND,
  LQ_PLACE_MIDDLE_SURROUND, ///< back centre, or overhead
  LQ_PLACE_N
} lq_audio_place;

typedef struct lq_audio_in lq_audio_in;

/// Only plain files: a device or a FIFO is refused, it cannot be measured before it is mixed.
/// @return LQ_ERR_NOT_FOUND, LQ_ERR_READ, LQ_ERR_FORMAT (not audio, or damaged), LQ_ERR_MISSING
///         (a sound file of 0 frames), LQ_ERR_LIMIT (rate or channels out of range), each with
///         a sentence that names the file
LQ_NODISCARD lq_status lq_audio_in_open(lq_audio_in** in, const char* path, lq_error* error);
void                   lq_audio_in_close(lq_audio_in* in); ///< NULL is fine

const lq_audio_info* lq_audio_in_info(const lq_audio_in* in);
lq_audio_place       lq_audio_in_place(const lq_audio_in* in, unsigned channel);
uint64_t             lq_audio_in_nonfinite(const lq_audio_in* in); ///< samples replaced so far

/// Read up to `n_frames` frames; `*n_read` is less only at the end of the file.
/// @param x [n_channels][n_frames]
LQ_NODISCARD lq_status lq_audio_in_read(lq_audio_in* in, float* const* x, size_t n_frames,
                                        size_t* n_read, lq_error* error);

/// The bits that follow are those of a straight read. Codecs that carry a state from block to block
/// (MP3, Vorbis, Opus, ADPCM) are decoded again from their start for that.
/// @param frame  behind the end counts as the end
LQ_NODISCARD lq_status lq_audio_in_seek(lq_audio_in* in, uint64_t frame, lq_error* error);

/// Does the name end like a sound file's? For folders full of other things. Also
/// true of sound that is not read here: opening it says what to do.
bool lq_audio_named(const char* path);

#endif
