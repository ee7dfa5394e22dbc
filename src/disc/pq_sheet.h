// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// The PQ sheet: what a plant's engineer compares a disc with, on paper or on a screen.
#ifndef LQ_DISC_PQ_SHEET_H
#define LQ_DISC_PQ_SHEET_H

#include "base/digest.h"
#include "disc/disc.h"

/// What a disc itself does not say; each may be NULL.
typedef struct {
  const char*       label;
  const char*       date;
  const char*       source;   ///< what it was made from
  const char*       engineer; ///< who mastered it, with how to reach them
  const char*       notes;
  const char*       image; ///< name of the image
  const lq_digests* image_digests;
} lq_pq_facts;

/// Both in UTF-8. @return malloc'ed, NULL without memory
char* lq_pq_sheet_text(const lq_disc* disc, const lq_pq_facts* facts); ///< at 100 columns
char* lq_pq_sheet_html(const lq_disc* disc, const lq_pq_facts* facts); ///< one page, nothing beside

#endif
