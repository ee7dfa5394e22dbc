// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a lossy codec makes of music: encoded and decoded again in memory, sample for sample beside
/// the original. A listener of a stream hears this, not the delivery.
///
/// Vorbis, Opus and MP3 by their own libraries, AAC by an `ffmpeg` that is installed. Every decoder
/// gives float, so that what goes over full scale is seen. docs/codecs.md says what is
/// encoded how.
///
/// Opus runs at 48 kHz. The others run at 44.1 kHz for 44.1 kHz and its multiples and fractions,
/// and at 48 kHz for all else, which is what services make of high rates; other rates are converted
/// by audio/resample.h. The decoded sound stays at the codec's rate, as it is played.
///
/// A measurement, never part of a render: the libraries' last bits differ between CPUs.
#ifndef LQ_AUDIO_CODEC_H
#define LQ_AUDIO_CODEC_H

#include "lacquer/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum {
  LQ_CODEC_VORBIS,
  LQ_CODEC_OPUS,
  LQ_CODEC_MP3,
  LQ_CODEC_AAC,
  LQ_CODEC_N
} lq_codec_kind;

typedef struct {
  lq_codec_kind kind;
  unsigned      kbps; ///< of a stereo stream
} lq_codec_spec;

/// "vorbis", "opus", "mp3", "aac"
const char* lq_codec_name(lq_codec_kind kind);

typedef struct {
  char text[32];
} lq_codec_text;

/// "vorbis 320", which lq_codec_parse() reads.
lq_codec_text lq_codec_format(lq_codec_spec spec);

/// @return LQ_ERR_UNKNOWN (no such codec) or LQ_ERR_BAD_VALUE (not a bit rate that it has);
///         lq_codec_choices() says what is right
LQ_NODISCARD lq_status lq_codec_parse(const char* text, lq_codec_spec* spec);

/// Is it a bit rate that the codec has?
bool lq_codec_has(lq_codec_spec spec);

/// The rate that it encodes sound of `rate_hz` at, as a service would.
double lq_codec_coded_rate_hz(lq_codec_kind kind, double rate_hz);

/// All that can be asked for, as part of a sentence.
const char* lq_codec_choices(void);

typedef struct lq_codec lq_codec;

/// Hears what comes out: frame i of all that is heard stands where frame i of the input (at the
/// codec's rate) stood. A status other than LQ_OK is passed up.
/// @param y  [n_channels][n_frames]
typedef lq_status lq_codec_listener(void* user, const float* const* y, size_t n_frames);

/// @param n_channels  1 or 2; 2 are coupled as the codec does by itself
/// @return LQ_ERR_NOT_FOUND when this machine has no such encoder (AAC without ffmpeg): an answer
///         rather than a fault
LQ_NODISCARD lq_status lq_codec_open(lq_codec** codec, lq_codec_spec spec, double rate_hz,
                                     unsigned n_channels, lq_codec_listener* listener, void* user,
                                     lq_error* error);
void                   lq_codec_free(lq_codec* codec); ///< NULL is fine

double lq_codec_rate_hz(const lq_codec* codec); ///< of what comes out

/// @param x  [n_channels][n_frames], full scale 1; finite
/// @return LQ_ERR_FAILED when the codec broke down
LQ_NODISCARD lq_status lq_codec_push(lq_codec* codec, const float* const* x, size_t n_frames,
                                     lq_error* error);

/// The input has ended. In all, exactly lq_resampled_frames() of it have been heard then.
LQ_NODISCARD lq_status lq_codec_finish(lq_codec* codec, lq_error* error);

#endif
