// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Tags as lines of NAME=text, which is how FLAC, Opus and Vorbis hold them, iXML's USER block and
/// ID3's TXXX frames too; and back from such lines.
///
/// Loudness goes to players as ReplayGain 2.0 (gain = -18 - L in dB, peak as a linear true peak
/// with six decimals; D. Robinson and others, "ReplayGain 2.0 specification"), in Opus by RFC 7845,
/// 5.2.1: R128_TRACK_GAIN and R128_ALBUM_GAIN = 256 * (-23 - L), a whole number; no peak.
#ifndef LQ_AUDIO_COMMENTS_H
#define LQ_AUDIO_COMMENTS_H

#include "audio/tags.h"
#include "base/pool.h"

typedef struct {
  const char* name;
  const char* text;
} lq_comment;

enum { LQ_COMMENT_FIGURES = 12, LQ_COMMENTS_MOST = LQ_TAG_N + LQ_COMMENT_FIGURES };

/// Texts are the tags' own, figures stand in `room`: not to be copied.
typedef struct {
  size_t     n, n_room;
  lq_comment at[LQ_COMMENTS_MOST];
  char       room[LQ_COMMENT_FIGURES][32];
} lq_comments;

typedef enum { LQ_GAIN_REPLAY, LQ_GAIN_R128 } lq_gain_kind;

/// What is not said has no line; an empty text is not said.
void lq_comments_of(lq_comments* comments, const lq_tags* tags, lq_gain_kind gains);

/// A number with fixed decimals, the same in every locale: "-4.22", with `plus` "+4.22".
void lq_fixed(char* to, size_t size, double value, unsigned decimals, bool plus);

/// Tags of which nothing is said yet, to be read into.
lq_tags lq_tags_none(void);

/// A text of a tag; a second one is joined to the first by "; ", while
/// both together have at most 4096 bytes. An empty one says nothing.
/// @param text  in the pool
/// @return LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_tags_add(lq_tags* tags, lq_pool* pool, lq_tag tag, const char* text);

/// "3" or "3/12" into a number and, when it is there, how many there are.
void lq_tags_number(const char* text, unsigned* number, unsigned* of);

/// One line; a name that nobody knows is passed over.
/// @return LQ_ERR_MEMORY
LQ_NODISCARD lq_status lq_comments_take(lq_tags* tags, lq_pool* pool, const char* name,
                                        const char* text);

/// Fill what `to` does not say from `from`.
void lq_tags_merge(lq_tags* to, const lq_tags* from);

#endif
