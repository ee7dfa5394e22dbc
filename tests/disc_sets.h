// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// For tests of DDP sets: one good set with everything in it.
#ifndef LQ_TESTS_DISC_SETS_H
#define LQ_TESTS_DISC_SETS_H

#include "disc_tools.h"

#include "disc/ddp.h"

enum { SET_END = 1800 };

/// Three tracks with a pause, an index, flags, codes and texts. Marks, in sectors: track 1 at 0 and
/// 150, track 2 at 600 and 675, its index 02 at 900, track 3 at 1200, the end at SET_END.
static inline void set_disc(tool_disc* const d)
{
  static const char* const texts[3][LQ_CDTEXT_N] = {
      {"Erste", "Åse Blank", NULL, "Bach", NULL, NULL},
      {"Zweite", "Åse Blank", NULL, "Bach", NULL, "Hallo"},
      {"Dritte", "Gäste", NULL, NULL, NULL, NULL}};
  memset(d, 0, sizeof *d);
  d->disc                    = (lq_disc){.lead_out   = SET_END,
                                         .ean        = "4006381333931", // the example of the EAN's own standard
                                         .catalogue  = "LQ-001",
                                         .genre_code = 20,
                                         .genre      = "Pop",
                                         .text       = {"Überfahrt", "Åse Blank", NULL, "Bach", NULL, "Gruß"}};
  lq_disc_track* const one   = tool_track(d, 0, 150, 0);
  lq_disc_track* const two   = tool_track(d, 600, 675, 900);
  lq_disc_track* const three = tool_track(d, 1200, 1200, 0);
  memcpy(one->text, texts[0], sizeof one->text);
  memcpy(two->text, texts[1], sizeof two->text);
  memcpy(three->text, texts[2], sizeof three->text);
  one->isrc   = "DEABC2600001";
  two->isrc   = "DEABC2600002";
  three->isrc = "DEABC2600003";
  two->flags  = LQ_DISC_DCP;
}

#endif
