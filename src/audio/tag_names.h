// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The one row of every tag: what it is called in each container.
#ifndef LQ_AUDIO_TAG_NAMES_H
#define LQ_AUDIO_TAG_NAMES_H

#include "audio/tags.h"

typedef struct {
  const char* comment; ///< Vorbis comment (FLAC, Opus, Vorbis), element of iXML's USER, TXXX
  const char* frame;   ///< of ID3v2.4; NULL: TXXX with `comment` as its description
  const char* role;    ///< in the frame TIPL, or NULL
  const char* info;    ///< in the LIST INFO chunk of a WAV, or NULL
  const char* aiff;    ///< chunk of an AIFF, or NULL
  const char* name;    ///< for people: "album artist"
} lq_tag_names;

const lq_tag_names* lq_tag_names_of(lq_tag tag);

/// @return LQ_TAG_N when nobody has that name; comments are compared without case
lq_tag lq_tag_of_comment(const char* name);
lq_tag lq_tag_of_frame(const char* frame);
lq_tag lq_tag_of_role(const char* role);
lq_tag lq_tag_of_info(const char* info);
lq_tag lq_tag_of_aiff(const char* chunk);

#endif
