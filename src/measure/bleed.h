// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// Who is heard in whose microphone. While A plays, B is looked at where it is quietest against A:
/// what is there and follows A is A in B's microphone. A track that is digitally silent while A
/// plays has never hung in the same room.
#ifndef LQ_MEASURE_BLEED_H
#define LQ_MEASURE_BLEED_H

#include "measure/relation.h"
#include "measure/signature.h"

typedef struct {
  const lq_signature* sig;
  unsigned            group; ///< close microphones of one group are rivals for who is the source
  bool                hears_all; ///< an overhead or a room: nobody's rival
} lq_bleed_mic;

/// How loud one track is in another's microphone while that one has nothing to say itself.
typedef struct {
  size_t from, into;
  double level_db; ///< against the source's own track
  double share;    ///< of it that the source explains
} lq_bleed;

/// @param all  [n * n] out: from i into k at i * n + k
LQ_NODISCARD lq_status lq_bleed_find(lq_bleed* all, const lq_bleed_mic* mics, size_t n,
                                     lq_crew* crew);

/// Half of it or more comes from there, and it is quieter than at home.
bool lq_bleed_is_heard(const lq_bleed* bleed);

/// A drum's microphone that never leads by more than this has no drum of its own.
#define LQ_BLEED_ONLY_DB (-9.0)

/// By how much a track ever leads all others of its group, dB: one that never does hears the others
/// only. -INFINITY when it is silent.
double lq_bleed_lead_db(const lq_bleed_mic* mics, size_t n, size_t which);

#endif
