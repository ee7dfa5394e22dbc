// SPDX-FileCopyrightText: 2026 Lacquer contributors
// SPDX-License-Identifier: GPL-3.0-or-later
/// What the house may know of a meter beyond lacquer/measure.h.
#ifndef LQ_MEASURE_METER_H
#define LQ_MEASURE_METER_H

#include "lacquer/measure.h"

/// Told of each 10 ms as it is measured, in order, up to 160 ms late.
/// @param weighted  K-weighted sum of squares of the hop, channels weighted by the layout
/// @param plain     sum of squares of the hop, all channels alike
typedef void lq_meter_listener(void* user, double weighted, double plain);

LQ_NODISCARD lq_status lq_meter_new_with(lq_meter** meter, double rate_hz, unsigned n_channels,
                                         const lq_simd* simd);

/// Other weights than those by number of channels; before the first frame.
/// @param weight  [n_channels] as from lq_layout_named_weights()
void lq_meter_weigh(lq_meter* meter, const double* weight);

/// Before the first frame.
void lq_meter_listen(lq_meter* meter, lq_meter_listener* listener, void* user);

/// Measure what waits for its block to fill; no audio may follow. The rest of a hop counts as a
/// whole one for the listener only.
void lq_meter_finish(lq_meter* meter);

/// Frames in 100 ms, and the K-weighted sum of squares of each whole 100 ms that the meter has
/// digested (all of them after lq_meter_finish).
size_t        lq_meter_grid_frames(const lq_meter* meter);
const double* lq_meter_grid(const lq_meter* meter, size_t* n_grids);

#endif
