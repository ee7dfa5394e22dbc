// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What a container's header promises against what the file holds: a copy that stopped half-way is
/// read to its end in silence by most decoders, and the missing chorus is found on release day.
#ifndef LQ_AUDIO_CLAIM_H
#define LQ_AUDIO_CLAIM_H

#include <stdbool.h>
#include <stdint.h>

/// Does the audio chunk of a RIFF, RF64, W64, AIFF, CAF or AU file end behind the end of the file?
/// Recorders that stream write "unknown" instead of a size: that is no broken promise.
/// Reads chunk headers only, with pread(); any bytes are safe.
bool lq_audio_claims_more(int fd, uint64_t n_bytes);

/// The sound of a WAV file.
typedef struct {
  uint64_t at;          ///< offset of its first byte
  uint64_t n_bytes;     ///< that the file really holds
  uint64_t frame_bytes; ///< as the format chunk says
} lq_audio_chunk;

/// Find the audio chunk of a little-endian RIFF or RF64 WAV file; its format chunk must stand
/// before it. Any bytes are safe.
bool lq_audio_wav_data(int fd, uint64_t n_bytes, lq_audio_chunk* chunk);

#endif
