// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The header of a WAV file. Ours, because the only RF64 that libsndfile 1.2 writes has the
/// EXTENSIBLE tag in stereo too, which CD tools and old samplers refuse, and its plain WAV breaks
/// in silence past 4 GB.
///
/// Up to two channels: tag 1 (PCM) or 3 (float with a fact chunk); more: EXTENSIBLE. A JUNK chunk
/// keeps the room in which a file past 4 GB, then RF64, has its ds64 chunk: the header's length
/// never changes. A bext chunk (version 1) has no date: the same sound is the same bytes. Sources:
/// Microsoft/IBM RIFF 1991, Microsoft WAVEFORMATEXTENSIBLE 2001, EBU Tech 3306 (2009), EBU Tech
/// 3285 (2011).
#ifndef LQ_AUDIO_WAV_H
#define LQ_AUDIO_WAV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { LQ_WAV_HEADER_MOST = 768 }; ///< without extra chunks

typedef struct {
  unsigned rate_hz;
  unsigned n_channels;
  unsigned bits;                  ///< 16, 24, or 32 for float
  bool     stamped;               ///< with a bext chunk: where it belongs on a timeline
  uint64_t time_reference_frames; ///< since midnight
  char     description[256];      ///< what it is; not ended by a zero when full
  /// Whole chunks that go before the sound, an even number of bytes; for stamps of their own.
  const unsigned char* extra;
  size_t               n_extra;
} lq_wav;

/// @param n_frames  UINT64_MAX: not known, for a pipe
/// @param header    [LQ_WAV_HEADER_MOST + n_extra]
/// @return bytes of `header` used, the same for any n_frames
size_t lq_wav_header(const lq_wav* wav, uint64_t n_frames, unsigned char* header);

/// One channel into its place among the others.
/// @param x   [n_frames] integers of `bits` bits, or the bits of floats
/// @param to  [n_frames * n_channels * bits / 8]
void lq_wav_pack(const lq_wav* wav, unsigned channel, const int32_t* x, size_t n_frames,
                 unsigned char* to);

#endif
