// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The pieces of files on a track: `file: vox.wav`, or `clips: [{file: vox.wav, start: 3 s}]`.
#ifndef LQ_SESSION_CLIP_H
#define LQ_SESSION_CLIP_H

#include "session/document.h"

/// Rows of how a clip comes and goes, for what else has fades: songs of an album.
extern const lq_param lq_clip_fade_in_shape_row, lq_clip_fade_out_shape_row;

/// `clips: [...]`
LQ_NODISCARD lq_status lq_clips_read(const lq_reading* r, const lq_node* node,
                                     const lq_place* place, lq_strip* strip);

/// `file` of a track, with `start` (may be NULL): its only clip.
/// @param place  of the track
LQ_NODISCARD lq_status lq_clip_read_file(const lq_reading* r, const lq_node* file,
                                         const lq_node* start, const lq_place* place,
                                         lq_strip* strip);

/// `file` and `start`, or `clips`, into the mapping of a track.
lq_node* lq_clips_put(lq_pool* pool, lq_node* map, const lq_strip* strip);

#endif
