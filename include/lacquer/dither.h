// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What becomes of the rounding when audio is put onto the grid of a file's bits.
#ifndef LACQUER_DITHER_H
#define LACQUER_DITHER_H

typedef enum {
  LQ_DITHER_OFF,   ///< only rounds
  LQ_DITHER_TPDF,  ///< white hiss instead of distortion
  LQ_DITHER_SHAPED ///< the same, moved to where the ear is deaf; TPDF at rates without a design
} lq_dither_kind;

#endif
