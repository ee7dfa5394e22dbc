// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Cutting: a continuous album becomes the files of its songs. Integers in, integers out: no sample
/// changes, so the files joined are the album.
#ifndef LQ_DELIVER_CUT_H
#define LQ_DELIVER_CUT_H

#include "audio/out.h"
#include "model/layout.h"

/// A stretch of one file into another one.
/// @param from   path of the album, named or not
/// @param spec   tags and `force`; rate, channels and bits are taken from the album, dither is off
/// @return LQ_ERR_BAD_VALUE when the stretch is not all there
LQ_NODISCARD lq_status lq_cut_file(const char* from, uint64_t frame, uint64_t n_frames,
                                   const char* to, const lq_audio_out_spec* spec, lq_error* error);

/// One song of an album: from its mark to its end.
LQ_NODISCARD lq_status lq_cut_song(const char* from, const lq_layout* layout, size_t song,
                                   const char* to, const lq_audio_out_spec* spec, lq_error* error);

/// The image of a disc: 16 bits, little-endian, left before right, sectors without anything between
/// them. The album must have 44.1 kHz, two channels and 16 bits. What lies before the first song is
/// digital silence, without dither.
LQ_NODISCARD lq_status lq_cut_image(const char* from, const lq_layout* layout, const char* to,
                                    bool force, lq_error* error);

/// Frames of a sector at a rate: a whole number at every rate that is a multiple of 75.
uint64_t lq_sector_frames(double rate_hz);

#endif
