// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/layout.h"

#define SIDE 1.41

static const double of_4[4] = {1, 1, SIDE, SIDE};
static const double of_5[5] = {1, 1, 1, SIDE, SIDE};
static const double of_6[6] = {1, 1, 1, 0, SIDE, SIDE};
static const double of_7[7] = {1, 1, 1, 0, 1, SIDE, SIDE};
static const double of_8[8] = {1, 1, 1, 0, 1, 1, SIDE, SIDE};
// FL FR FC LFE1 BL BR FLc FRc BC LFE2 SiL SiR, then nine above and three below. FL and FR stand at
// 60 degrees here.
static const double of_24[24] = {SIDE, SIDE, 1, 0, 1, 1, 1, 1, 1, 0, SIDE, SIDE,
                                 1,    1,    1, 1, 1, 1, 1, 1, 1, 1, 1,    1};

void lq_layout_weights(const unsigned n_channels, double* const weight)
{
  const double* from = of_8;
  unsigned      n    = 8;
  switch (n_channels) {
  case 4:
    from = of_4, n = 4;
    break;
  case 5:
    from = of_5, n = 5;
    break;
  case 6:
    from = of_6, n = 6;
    break;
  case 7:
    from = of_7, n = 7;
    break;
  case 24:
    from = of_24, n = 24;
    break;
  default:
    n = n_channels < 4 ? 0 : 8;
    break;
  }
  for (unsigned c = 0; c < n_channels; ++c) {
    weight[c] = c < n ? from[c] : 1.0;
  }
}
