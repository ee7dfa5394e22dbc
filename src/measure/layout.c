// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/layout.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

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

#define FIVE  "M+030 M-030 M+000 LFE1 M+110 M-110"
#define SEVEN "M+030 M-030 M+000 LFE1 M+090 M-090 M+135 M-135"

// Systems A to J. M+SC and M-SC, at the edges of a screen, stand in front.
static const lq_layout layouts[] = {
    {"0+2+0", "stereo", "M+030 M-030"},
    {"0+5+0", "5.1", FIVE},
    {"2+5+0", "5.1.2", FIVE " U+030 U-030"},
    {"4+5+0", "5.1.4", FIVE " U+030 U-030 U+110 U-110"},
    {"4+5+1", "5.1.4+1", FIVE " U+030 U-030 U+110 U-110 B+000"},
    {"3+7+0", "7.2.3", "M+000 M+030 M-030 U+045 U-045 M+090 M-090 M+135 M-135 U+180 LFE1 LFE2"},
    {"4+9+0", "9.1.4", SEVEN " U+045 U-045 U+135 U-135 M+015 M-015 LFE2"},
    {"9+10+3", "22.2",
     "M+060 M-060 M+000 LFE1 M+135 M-135 M+030 M-030 M+180 LFE2 M+090 M-090 U+045 U-045 U+000 "
     "T+000 U+135 U-135 U+090 U-090 U+180 B+000 B+045 B-045"},
    {"0+7+0", "7.1", SEVEN},
    {"4+7+0", "7.1.4", SEVEN " U+045 U-045 U+135 U-135"}};

const lq_layout* lq_layout_at(const unsigned index)
{
  return index < sizeof layouts / sizeof *layouts ? &layouts[index] : NULL;
}

const lq_layout* lq_layout_find(const char* const name)
{
  for (size_t i = 0; i < sizeof layouts / sizeof *layouts; ++i) {
    if (!strcmp(layouts[i].name, name) || !strcmp(layouts[i].common, name)) {
      return &layouts[i];
    }
  }
  return NULL;
}

unsigned lq_layout_channels(const lq_layout* const layout)
{
  unsigned n = 1;
  for (const char* p = layout->speakers; *p; ++p) {
    n += *p == ' ';
  }
  return n;
}

double lq_layout_weight_at(const double azimuth_degrees, const double elevation_degrees)
{
  const double a = fabs(azimuth_degrees);
  return fabs(elevation_degrees) < 30.0 && a >= 60.0 && a <= 120.0 ? SIDE : 1.0;
}

void lq_layout_named_weights(const lq_layout* const layout, double* const weight)
{
  unsigned c = 0;
  for (const char* p = layout->speakers; p; p = strchr(p, ' '), p = p ? p + 1 : NULL) {
    const double elevation = *p == 'U' ? 30.0 : *p == 'T' ? 90.0 : *p == 'B' ? -30.0 : 0.0;
    weight[c++] = *p == 'L' ? 0.0 : lq_layout_weight_at((double)strtol(p + 1, NULL, 10), elevation);
  }
}
