// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The header of an AIFF file, or AIFF-C for floats. Source: Apple, "Audio Interchange File
/// Format", 1.3 (1989), and "AIFF-C" (1991). Everything is big-endian.
#ifndef LQ_AUDIO_AIFF_H
#define LQ_AUDIO_AIFF_H

#include "audio/wav.h"

enum { LQ_AIFF_HEADER_MOST = 128 }; ///< without extra chunks

/// @param aiff    its stamp is not written: AIFF has no place for one
/// @param header  [LQ_AIFF_HEADER_MOST + n_extra]
/// @return bytes of `header` used, the same for any n_frames
size_t lq_aiff_header(const lq_wav* aiff, uint64_t n_frames, unsigned char* header);

/// As lq_wav_pack().
void lq_aiff_pack(const lq_wav* aiff, unsigned channel, const int32_t* x, size_t n_frames,
                  unsigned char* to);

#endif
