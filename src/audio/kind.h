// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What kind of file this is: container, codec, places of the channels; and what it is when it is
/// no sound.
#ifndef LQ_AUDIO_KIND_H
#define LQ_AUDIO_KIND_H

#include "audio/in.h"

#include <sndfile.h>

/// Fill format, bits, floating and lossy from libsndfile's code.
/// @return true when any frame can be decoded without the ones before it
bool lq_audio_kind(int sf_format, lq_audio_info* info);

/// @param file    NULL: by custom
/// @param places  [n_channels]
void lq_audio_places(SNDFILE* file, unsigned n_channels, lq_audio_place* places);

/// "a text file", "an MP4 file ..." from the first bytes of what the decoder refused.
const char* lq_audio_not_sound(const unsigned char* head, size_t n);

#endif
