// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The chunks that say what a WAV file holds: bext, LIST INFO, iXML, axml, in one run of fixed size
/// that stands before the sound.
#ifndef LQ_AUDIO_WAV_TAGS_H
#define LQ_AUDIO_WAV_TAGS_H

#include "audio/bext.h"

/// bext comes first, so that its time reference stands at 8 + LQ_BEXT_TIME_AT.
/// @param n_total  bytes in all, a JUNK chunk filling what is left; 0: as many as are needed, and
///                 `n_room` more
/// @return false when they do not fit, with nothing put; memory is for `to` to say
bool lq_wav_tags(lq_bytes* to, const lq_bext* bext, const lq_tags* tags, size_t n_total,
                 size_t n_room);

#endif
