// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Codec proofs of files, many at once.
#ifndef LQ_DELIVER_CODEC_JOBS_H
#define LQ_DELIVER_CODEC_JOBS_H

#include "lacquer/render.h"
#include "model/facts.h"

/// One proof that is to be made.
typedef struct {
  const char*   path;
  lq_codec_spec spec;
  double        ceiling_dbtp;
  uint64_t      frame;    ///< of a stretch of the file: where it begins
  uint64_t      n_frames; ///< and how long it is; 0: to the end
} lq_codec_job;

/// A file through one codec (deliver/codec_proof.h).
/// @return what reading the file answers, LQ_ERR_MEMORY, LQ_ERR_FAILED (a library broke down)
LQ_NODISCARD lq_status lq_codec_proof_run(const char* path, lq_codec_spec spec, double ceiling_dbtp,
                                          lq_pool* pool, lq_codec_facts* facts, lq_error* error);

/// Many on several threads (`options->n_jobs`), each reading its file by itself: reading takes a
/// hundredth of the time that a codec does. `options->progress` may stop it. The figures do not
/// depend on the number of threads.
/// @param facts  [n]
LQ_NODISCARD lq_status lq_codec_proof_run_all(const lq_codec_job* jobs, size_t n,
                                              const lq_render_options* options, lq_pool* pool,
                                              lq_codec_facts* facts, lq_error* error);

#endif
