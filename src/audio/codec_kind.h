// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What codec.c and the codecs share; for nobody else.
#ifndef LQ_AUDIO_CODEC_KIND_H
#define LQ_AUDIO_CODEC_KIND_H

#include "audio/codec.h"
#include "audio/feed.h"

enum { LQ_CODEC_BLOCK_FRAMES = LQ_FEED_BLOCK_FRAMES, LQ_CODEC_CHANNELS = LQ_FEED_CHANNELS };

/// What a codec decodes goes here: the delay is taken off, what is too long is cut.
typedef struct lq_codec_out lq_codec_out;

LQ_NODISCARD lq_status lq_codec_emit(lq_codec_out* out, const float* const* y, size_t n_frames);
/// @param y  [n_frames][n_channels]
LQ_NODISCARD lq_status lq_codec_emit_frames(lq_codec_out* out, const float* y, size_t n_frames);

/// y is [n_frames][n_channels].
void lq_codec_interleave(const float* const* x, unsigned n_channels, size_t n_frames, float* y);

typedef struct {
  const char* name;
  unsigned    min_kbps, max_kbps;
  unsigned    rate_hz; ///< the only one; 0: 44100 and 48000

  /// @param delay_frames  how much later than the input the output comes
  /// @return LQ_ERR_NOT_FOUND: no such encoder here
  lq_status (*open)(void** self, lq_codec_spec spec, unsigned rate_hz, unsigned n_channels,
                    lq_codec_out* out, unsigned* delay_frames);
  /// @param n_frames  up to LQ_CODEC_BLOCK_FRAMES
  lq_status (*push)(void* self, const float* const* x, size_t n_frames);
  /// All of the input is to be emitted, behind its delay; what follows it does not matter.
  lq_status (*finish)(void* self);
  void (*free)(void* self); ///< NULL is fine
  const char* program;      ///< of others, that does the work; or NULL
  /// What it did when open, push or finish failed: "ended early".
  const char* (*fault)(const void* self);
} lq_codec_class;

extern const lq_codec_class lq_codec_vorbis, lq_codec_opus, lq_codec_mp3, lq_codec_aac;

/// As lq_codec_aac.open, with another patience than half a minute: for tests.
LQ_NODISCARD lq_status lq_codec_aac_open(void** self, lq_codec_spec spec, unsigned rate_hz,
                                         unsigned n_channels, lq_codec_out* out, int patience_ms);

#endif
