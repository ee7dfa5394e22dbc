// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Verification: deliveries are read back with nothing but the files, and judged by what they
/// promise. Nothing is written. docs/verify.md says what is looked for.
#ifndef LQ_VERIFY_VERIFY_H
#define LQ_VERIFY_VERIFY_H

#include "model/target.h"
#include "verify/entry.h"
#include "verify/remark.h"

typedef struct {
  const char* const* paths; ///< [n_paths] folders and files
  size_t             n_paths;
  const lq_targets*  targets;    ///< that folders may be named after
  const lq_target*   for_target; ///< every sound is for this one; NULL: by its folder's name
  bool               no_proof;   ///< without the codecs of the places
  unsigned           n_jobs;     ///< threads; 0: one per CPU
  /// Told how far it is, 0 to 1, from any thread; true stops (LQ_ERR_CANCELLED). May be NULL.
  bool (*step)(void* user, double done);
  void* user;
} lq_verify_options;

/// What there is in one folder.
typedef struct {
  const char*      folder;           ///< as shown; "." for what was asked for itself
  const lq_target* target;           ///< NULL: its destination is not known
  size_t           first, n_entries; ///< in the list of all
  size_t           n_sounds, n_good; ///< without errors
  lq_grade         worst;
  size_t           n_remarks; ///< without notes
} lq_verified_group;

typedef struct {
  const lq_entry*          entries; ///< [n_entries] all files, sorted, those of a folder together
  size_t                   n_entries;
  const lq_verified_group* groups; ///< [n_groups]
  size_t                   n_groups;
  lq_remarks               remarks; ///< sorted by path
  size_t                   n_of[LQ_GRADE_ERROR + 1];
  size_t                   n_listed; ///< files whose checksums were looked at
} lq_verified;

/// @return LQ_ERR_NOT_FOUND (a path is not there), LQ_ERR_MISSING (nothing that could be verified),
///         LQ_ERR_CANCELLED, LQ_ERR_MEMORY. What is wrong with a file is a remark and no error.
LQ_NODISCARD lq_status lq_verify(lq_verified* verified, lq_pool* pool,
                                 const lq_verify_options* options, lq_error* error);

/// "pass", "pass-with-warnings" or "fail"
const char* lq_verified_verdict(const lq_verified* verified);

#endif
