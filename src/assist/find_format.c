// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "assist/finder.h"
#include "base/pool.h"

#include <math.h>

static lq_status finish(void* const self, const lq_finder_context* const c, lq_finds* const finds)
{
  (void)self;
  const unsigned bits = c->info->bits;
  if (bits == 0) {
    LQ_TRY(lq_finds_add(finds, &(lq_finding){.id       = "lossy",
                                             .severity = LQ_SEVERITY_WARNING,
                                             .value    = (double)NAN,
                                             .limit    = (double)NAN,
                                             .unit     = "",
                                             .message  = "It was stored by a lossy codec.",
                                             .advice   = "Bounce the mix again as 24-bit WAV."}));
  } else if (bits < 24) {
    LQ_TRY(lq_finds_add(finds,
                        &(lq_finding){.id       = "bits",
                                      .severity = LQ_SEVERITY_NOTE,
                                      .value    = (double)bits,
                                      .limit    = 24,
                                      .unit     = "bits",
                                      .message  = lq_pool_format(c->pool, "It has %u bits.", bits),
                                      .advice   = "Bounce the mix with 24."}));
  }
  if (c->measured->n_nonfinite) {
    LQ_TRY(lq_finds_add(
        finds,
        &(lq_finding){.id       = "nonfinite",
                      .severity = LQ_SEVERITY_WARNING,
                      .value    = (double)c->measured->n_nonfinite,
                      .limit    = 0,
                      .unit     = "samples",
                      .message  = lq_pool_format(c->pool,
                                                 "%llu samples were no numbers and were "
                                                  "silenced.",
                                                 (unsigned long long)c->measured->n_nonfinite),
                      .advice   = "A plug-in broke: bounce again without it."}));
  }
  return LQ_OK;
}

const lq_finder lq_find_format = {.name = "format", .finish = finish};
