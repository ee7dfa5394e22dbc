// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What lq_audio_out and its writers share; for nobody else. A writer knows one kind of file.
#ifndef LQ_AUDIO_OUT_WRITER_H
#define LQ_AUDIO_OUT_WRITER_H

#include "audio/codec.h"
#include "audio/out.h"
#include "base/output.h"

enum { LQ_OUT_BLOCK_FRAMES = 4096 };

/// What a writer is told; outlives it.
typedef struct {
  lq_output*        output;
  const char*       path;
  lq_audio_out_spec spec;                  ///< its tags and cues are there only while it opens
  uint64_t          time_reference_frames; ///< known by lq_audio_out_finish() only
} lq_out_job;

typedef struct {
  const char* name; ///< "FLAC"
  unsigned    most_channels;
  bool        pipes; ///< can be written to what cannot seek
  bool        lossy; ///< takes floats, has no bits, needs a bit rate

  /// Sets `*self` before it can fail, for free().
  lq_status (*open)(void** self, lq_out_job* job, lq_error* error);
  /// Exactly one of both. x is [n_channels][n_frames], at most LQ_OUT_BLOCK_FRAMES: integers of
  /// `bits` bits, or the bits of floats; or floats.
  lq_status (*write)(void* self, const int32_t* const* x, size_t n_frames, lq_error* error);
  lq_status (*hear)(void* self, const float* const* x, size_t n_frames, lq_error* error);
  lq_status (*finish)(void* self, lq_error* error);
  /// After finish; NULL: it holds no tags.
  lq_status (*retag)(void* self, const lq_tags* tags, lq_error* error);
  /// Cut what was written, before finish; NULL: it cannot.
  lq_status (*cut)(void* self, uint64_t n_frames, lq_error* error);
  void (*free)(void* self); ///< NULL is fine
} lq_out_writer;

extern const lq_out_writer lq_out_wav, lq_out_aiff, lq_out_flac, lq_out_caf, lq_out_w64, lq_out_mp3,
    lq_out_opus, lq_out_vorbis;

/// "Writing 'x.wav' failed: ..."
/// @param why  small first letter, no full stop
LQ_NODISCARD lq_status lq_out_failed(const lq_out_job* job, const char* why, lq_error* error);
LQ_NODISCARD lq_status lq_out_no_memory(const lq_out_job* job, lq_error* error);
/// What an encoder's library passed up, with the sentence of the write below it that failed, if one
/// did.
/// @param io  of that write; OK: none failed
LQ_NODISCARD lq_status lq_out_explain(const lq_out_job* job, lq_status status, const lq_error* io,
                                      lq_error* error);
/// Is the bit rate that was asked for one that the codec has?
LQ_NODISCARD lq_status lq_out_kbps(const lq_out_job* job, lq_codec_kind kind, lq_error* error);
/// The texts have outgrown the room that was left for them.
LQ_NODISCARD lq_status lq_out_no_room(const lq_out_job* job, lq_error* error);

/// Write over what is there.
LQ_NODISCARD lq_status lq_out_over(const lq_out_job* job, const void* bytes, size_t n, uint64_t at,
                                   lq_error* error);

#endif
