// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The codec proof: what listeners of a stream will hear of a delivery. It is encoded and decoded
/// as its place does (audio/codec.h), and the true peak of what comes out is measured: coding noise
/// adds to peaks, by a few tenths of a dB at high rates and by more than 1 dB at low ones, and what
/// goes over full scale is clipped in the listener's player. Whoever delivers lowers the ceiling
/// by `peak_dbtp - ceiling_dbtp` and proves again, until `n_overs` is 0.
///
/// Streaming; a proof holds less than 6 MB whatever the length of the music (an encoder's own
/// memory included), and AAC two processes besides.
#ifndef LQ_DELIVER_CODEC_PROOF_H
#define LQ_DELIVER_CODEC_PROOF_H

#include "model/facts.h"

#include <stdbool.h>

typedef struct lq_codec_proof lq_codec_proof;

/// A codec that this machine has not, or a program for it that breaks down, is no error: the facts
/// say that the proof is missing, and why.
/// @param n_channels  1 or 2
LQ_NODISCARD lq_status lq_codec_proof_new(lq_codec_proof** proof, lq_codec_spec spec,
                                          double rate_hz, unsigned n_channels, double ceiling_dbtp,
                                          lq_error* error);
void                   lq_codec_proof_free(lq_codec_proof* proof); ///< NULL is fine

/// @param x  [n_channels][n_frames]; finite
LQ_NODISCARD lq_status lq_codec_proof_push(lq_codec_proof* proof, const float* const* x,
                                           size_t n_frames, lq_error* error);
LQ_NODISCARD lq_status lq_codec_proof_finish(lq_codec_proof* proof, lq_error* error);

/// More sound would be in vain.
bool lq_codec_proof_missing(const lq_codec_proof* proof);

/// After the end. LQ_ERR_MEMORY when the pool is empty.
LQ_NODISCARD lq_status lq_codec_proof_tell(lq_codec_proof* proof, lq_pool* pool,
                                           lq_codec_facts* facts);

#endif
